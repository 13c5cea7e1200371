import type { KikuError } from '../../../domain/errors.ts'
import { explainFailure as explainCommonFailure } from '../../common/chat/explain-failure.ts'
import { PROBLEMS, refusalOf } from '../api/discord-api.ts'
import type { DiscordWords } from '../words/discord-words.ts'

/** Discord's numbers of channels that Kiku may not act in, or that it cannot see. */
const ABSENT: ReadonlySet<number> = new Set([
  PROBLEMS.missingAccess,
  PROBLEMS.missingPermissions,
  PROBLEMS.unknownChannel,
])

/** The one sentence for a person about a failure. Holds nothing of the error's own text, which may name hosts and paths. */
export function explainFailure(error: KikuError, words: DiscordWords): string {
  const refusal = refusalOf(error)
  const isAbsent = refusal !== undefined && ABSENT.has(refusal)
  return isAbsent ? words.failure('not-in-channel', {}) : explainCommonFailure(error, words)
}
