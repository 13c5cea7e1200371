import { APP } from './envelopes.ts'
import { blocksOf, type SlackMessage, streamedTextOf } from './message.ts'
import type { MessageStore } from './message-store.ts'
import { compact, type WireObject } from './wire.ts'
import { TEAM } from './world.ts'

/** A message object (https://docs.slack.dev/reference/objects/message-object) as methods and events carry it. */
export function wireMessage(message: SlackMessage): WireObject {
  if (message.isTombstone) return tombstoneOf(message)
  return compact({
    type: 'message',
    subtype: message.subtype,
    user: message.user,
    bot_id: message.bot,
    app_id: message.bot === undefined ? undefined : APP,
    bot_profile: message.bot === undefined ? undefined : { id: message.bot, app_id: APP, name: message.user },
    text: shownTextOf(message),
    ts: message.ts,
    thread_ts: message.threadTs,
    team: message.team,
    ...(message.team === TEAM ? {} : { user_team: message.team, source_team: message.team }),
    blocks: blocksOf(message).length > 0 ? blocksOf(message) : undefined,
    files: message.files.length > 0 ? message.files : undefined,
    upload: message.files.length > 0 ? false : undefined,
    attachments: message.attachments.length > 0 ? message.attachments : undefined,
    metadata: message.metadata,
    edited: message.edited,
    streaming_state: message.streaming,
    reactions: message.reactions.size > 0 ? wireReactions(message) : undefined,
  })
}

/** The same with what a channel's history adds to the head of a thread. */
export function wireInHistory(message: SlackMessage, store: MessageStore): WireObject {
  const replies = store.inThread(message.channel, message.ts).filter(({ ts }) => ts !== message.ts)
  if (replies.length === 0) return wireMessage(message)
  const users = [...new Set(replies.map(({ user }) => user))]
  return {
    ...wireMessage(message),
    thread_ts: message.ts,
    reply_count: replies.length,
    reply_users_count: users.length,
    latest_reply: replies.at(-1)?.ts,
    reply_users: users.slice(0, 5),
    is_locked: false,
    subscribed: false,
  }
}

function shownTextOf(message: SlackMessage): string {
  return message.parts.length > 0 ? streamedTextOf(message) : message.text
}

/** What stands at the head of a thread whose first message was deleted. */
function tombstoneOf({ ts }: SlackMessage): WireObject {
  return {
    type: 'message',
    subtype: 'tombstone',
    text: 'This message was deleted.',
    user: 'USLACKBOT',
    hidden: true,
    ts,
    thread_ts: ts,
  }
}

function wireReactions({ reactions }: SlackMessage): readonly WireObject[] {
  return [...reactions].map(([name, users]) => ({ name, users: [...users], count: users.size }))
}
