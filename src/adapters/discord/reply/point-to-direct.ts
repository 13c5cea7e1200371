import type { ReplyEnd } from '../../common/chat/reply-end.ts'
import { chatWords } from '../../common/chat/words.ts'
import { plainBody } from '../render/plain-body.ts'
import type { ReplyMessages } from './reply-messages.ts'
import { replyWords } from './reply-words.ts'

/**
 * Says below the last words that stand that the whole answer is given directly, or could not be. They can still be changed
 * where Discord only takes no further ones. Never throws.
 */
export async function pointToDirect(
  messages: ReplyMessages,
  end: ReplyEnd,
  locale: 'en' | 'ja',
  signal: AbortSignal,
): Promise<void> {
  const last = messages.list.at(-1)
  if (last?.shown?.kind !== 'plain' || (end.kind !== 'answered' && end.kind !== 'failed')) return
  const note = end.kind === 'answered' ? replyWords(locale).goesOnDirectly : chatWords(locale).cutShort
  await messages.change(last, plainBody(`${last.shown.content}\n\n${note}`), signal).catch(() => {})
}
