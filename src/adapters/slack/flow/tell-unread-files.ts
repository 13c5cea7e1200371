import { z } from 'zod'
import { toKikuError } from '../../../domain/errors.ts'
import { chatWords } from '../../common/chat/words.ts'
import { escapeMrkdwn } from '../render/escape-mrkdwn.ts'
import type { PendingQuestion } from './pending-question.ts'
import type { SlackParts } from './slack-parts.ts'

const NOTHING = z.object({})
const MOST_NAMED = 5

/**
 * Says to the asker alone which files could not be read and why, so that nobody takes them for read. A notice that cannot
 * be shown costs itself, not the answer.
 */
export async function tellUnreadFiles(
  unread: readonly { readonly name: string; readonly code: string }[],
  { place, asker }: PendingQuestion,
  locale: 'en' | 'ja',
  { api, options }: Pick<SlackParts, 'api' | 'options'>,
  signal: AbortSignal,
): Promise<void> {
  const words = chatWords(locale)
  const lines = unread.slice(0, MOST_NAMED).map(({ name, code }) => words.fileUnread(name.slice(0, 100), code))
  const text = lines.join('\n')
  const notice = {
    channel: place.channel,
    user: asker.user,
    thread_ts: place.threadTs,
    // Names are hostile, and this text is formatted; the block's is not.
    text: escapeMrkdwn(text),
    blocks: [{ type: 'section', text: { type: 'plain_text', text } }],
  }
  try {
    await api.call('chat.postEphemeral', { arguments: notice, schema: NOTHING, signal })
  } catch (thrown) {
    signal.throwIfAborted()
    options.telemetry.warn('slack-notice-not-shown', { code: toKikuError(thrown).code })
  }
}
