import { z } from 'zod'
import type { SlackIdentity } from '../api/slack-api.ts'
import type { ArrivedMessage } from '../receive/arrival.ts'

const Timestamp = z.string().regex(/^\d{1,12}\.\d{6}$/)

/** What is needed of a message of `conversations.history` and `conversations.replies`. */
export const ArchivedMessage = z.object({
  ts: Timestamp,
  thread_ts: Timestamp.optional().catch(undefined),
  user: z.string().optional(),
  team: z.string().optional(),
  user_team: z.string().optional(),
  source_team: z.string().optional(),
  bot_id: z.string().nullish(),
  subtype: z.string().optional(),
  hidden: z.boolean().optional(),
  text: z.string().nullish(),
  reply_count: z.number().optional().catch(undefined),
})

export type ArchivedMessage = z.infer<typeof ArchivedMessage>

/** A person wrote these; the others are bots', Slack's own, or traces of what was deleted. */
const WRITTEN = new Set<string | undefined>([undefined, 'file_share', 'me_message', 'thread_broadcast'])

/** @returns undefined for what is not remembered: messages of bots, of Kiku and of Slack, and those without words */
export function readArchivedMessage(
  message: ArchivedMessage,
  channel: string,
  identity: SlackIdentity,
): ArrivedMessage | undefined {
  const { ts, user, bot_id: bot, subtype, hidden } = message
  if (user === undefined || user === identity.user || bot || hidden === true || !WRITTEN.has(subtype)) return undefined
  const own = `<@${identity.user}>`
  const text = (message.text ?? '').replaceAll(own, '').trim()
  if (text === '') return undefined
  return {
    team: identity.team,
    channel,
    threadTs: message.thread_ts ?? ts,
    ts,
    user,
    userTeam: message.user_team ?? message.source_team ?? message.team ?? identity.team,
    text,
    isMention: message.text?.includes(own) ?? false,
    mentionsOthers: /<@[UW]/.test(text),
    isDirect: false,
    files: [],
  }
}

/** Whether replies hang on a message. */
export function hasReplies({ ts, thread_ts: thread, reply_count: count = 0 }: ArchivedMessage): boolean {
  return count > 0 && (thread === undefined || thread === ts)
}
