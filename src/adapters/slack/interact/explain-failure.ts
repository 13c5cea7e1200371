import type { KikuError } from '../../../domain/errors.ts'
import { explainFailure as explainCommonFailure } from '../../common/chat/explain-failure.ts'
import { refusalOf } from '../api/slack-api.ts'
import type { SlackWords } from '../words/slack-words.ts'

/** Slack's names for channels that Kiku cannot act in because nobody has invited it. */
const ABSENT = new Set(['not_in_channel', 'channel_not_found', 'no_permission'])

/** The one sentence for a person about a failure. Holds nothing of the error's own text, which may name hosts and paths. */
export function explainFailure(error: KikuError, words: SlackWords): string {
  const refusal = refusalOf(error)
  const isAbsent = refusal !== undefined && ABSENT.has(refusal)
  return isAbsent ? words.failure('not-in-channel', {}) : explainCommonFailure(error, words)
}
