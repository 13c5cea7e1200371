import { refusalOf } from '../api/slack-api.ts'
import type { MessageContent } from './message-content.ts'
import type { ReplyMessages } from './reply-messages.ts'

/**
 * Makes the messages of a reply show these contents and nothing else: changes those that differ, posts what is missing,
 * deletes what is too much. Can be repeated after a failure.
 * @param isPassing whether the next time will show more, so that changes that would have to wait are left for then
 */
export async function showContents(
  messages: ReplyMessages,
  contents: readonly MessageContent[],
  signal: AbortSignal,
  { isPassing = false }: { readonly isPassing?: boolean } = {},
): Promise<void> {
  for (let index = 0; index < contents.length; ) {
    const content = contents[index]
    const message = messages.list[index]
    if (content === undefined) return
    if (message === undefined) {
      await messages.post(content, signal)
      // What was found in place of a lost post shows something unknown, and is changed in the next round.
      if (messages.list[index]?.isFound !== true) index += 1
      continue
    }
    try {
      await messages.change(message, content, signal, isPassing)
      index += 1
    } catch (error) {
      if (!message.isFound || refusalOf(error) !== 'message_not_found') throw error
      messages.drop(message)
    }
  }
  for (const message of messages.list.slice(contents.length)) await messages.remove(message, signal)
}
