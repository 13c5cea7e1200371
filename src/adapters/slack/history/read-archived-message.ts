import { z } from 'zod'
import type { SlackIdentity } from '../api/slack-api.ts'
import type { ArrivedMessage } from '../receive/arrival.ts'
import { readMessageEvent } from '../receive/read-message-event.ts'

const Timestamp = z.string().regex(/^\d{1,12}\.\d{6}$/)

/** What reading on needs of a message of `conversations.history` and `conversations.replies`; the rest is kept as it is. */
export const ArchivedMessage = z.looseObject({
  ts: Timestamp,
  thread_ts: Timestamp.optional().catch(undefined),
  reply_count: z.number().optional().catch(undefined),
})

export type ArchivedMessage = z.infer<typeof ArchivedMessage>

/**
 * The message as if it had just arrived, so that it is remembered alike.
 * @returns undefined for what is not remembered: messages of bots, of Kiku and of Slack, and those without words
 */
export function readArchivedMessage(
  message: ArchivedMessage,
  channel: string,
  identity: SlackIdentity,
): ArrivedMessage | undefined {
  const arrival = readMessageEvent({ event: { ...message, type: 'message', channel }, identity })
  return arrival.kind === 'message' && arrival.message.text.trim() !== '' ? arrival.message : undefined
}

/** Whether replies hang on a message. */
export function hasReplies({ ts, thread_ts: thread, reply_count: count = 0 }: ArchivedMessage): boolean {
  return count > 0 && (thread === undefined || thread === ts)
}
