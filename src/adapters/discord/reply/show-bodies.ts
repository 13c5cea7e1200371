import type { MessageBody } from '../render/message-body.ts'
import type { ReplyMessages } from './reply-messages.ts'

/**
 * Makes the messages of a reply show these and nothing else: changes those that differ, posts what is missing, deletes
 * what is too much. Where somebody has deleted one, nothing more is posted, since the reply is not wanted there. Can be
 * repeated after a failure. @throws as the methods of `ReplyMessages`
 */
export async function showBodies(
  messages: ReplyMessages,
  bodies: readonly MessageBody[],
  signal: AbortSignal,
): Promise<void> {
  for (let index = 0; index < bodies.length; ) {
    const body = bodies[index]
    const message = messages.list[index]
    if (body === undefined) return
    if (message !== undefined) {
      await messages.change(message, body, signal)
      // One that is nowhere to be found has left the list.
      if (messages.list[index] === message) index += 1
      continue
    }
    if (messages.list.some(({ isGone }) => isGone)) return
    await messages.post(body, signal)
    // What was found in place of a lost post shows something unknown, and is changed in the next round.
    if (messages.list[index]?.isFound !== true) index += 1
  }
  for (const message of messages.list.slice(bodies.length)) await messages.remove(message, signal)
}
