import { z } from 'zod'
import { chatWords } from '../../common/chat/words.ts'
import type { SlackApi } from '../api/slack-api.ts'
import type { PendingQuestion } from './pending-question.ts'

const NOTHING = z.object({})
const MOST_NAMED = 5

/** Says to the asker alone which files could not be read and why, so that nobody takes them for read. */
export async function tellUnreadFiles(
  unread: readonly { readonly name: string; readonly code: string }[],
  { place, asker }: PendingQuestion,
  locale: 'en' | 'ja',
  api: SlackApi,
  signal: AbortSignal,
): Promise<void> {
  const words = chatWords(locale)
  const lines = unread.slice(0, MOST_NAMED).map(({ name, code }) => words.fileUnread(name.slice(0, 100), code))
  const text = lines.join('\n')
  await api.call('chat.postEphemeral', {
    arguments: {
      channel: place.channel,
      user: asker.user,
      thread_ts: place.threadTs,
      text,
      blocks: [{ type: 'section', text: { type: 'plain_text', text } }],
    },
    schema: NOTHING,
    signal,
    isOptional: true,
  })
}
