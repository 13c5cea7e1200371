import type { Arrival, ArrivedMessage } from './arrival.ts'
import { readFiles } from './read-files.ts'
import { readMessageText } from './read-message-text.ts'
import { ignored, type Reading } from './reading.ts'
import { type MessageEvent, messageSchema } from './schema.ts'

/** Subtypes with which a person writes (https://docs.slack.dev/reference/events/message#subtypes). */
const WRITTEN = new Set(['file_share', 'thread_broadcast', 'me_message'])

/** Notes in the channel's history that say that the channel is of another kind now. */
const CONVERTED = new Set([
  'channel_convert_to_private',
  'channel_convert_to_public',
  'group_convert_to_channel',
  'channel_sharing_changed',
])

/** https://docs.slack.dev/reference/events/app_mention; its twin of type `message` carries the same `ts`. */
export function readMention(reading: Reading): Arrival {
  const event = messageSchema.safeParse(reading.event).data
  if (event === undefined) return ignored('malformed')
  const read = readWritten(event, event, reading)
  return read.kind === 'message' ? { kind: 'message', message: { ...read.message, isMention: true } } : read
}

export function readMessageEvent(reading: Reading): Arrival {
  const event = messageSchema.safeParse(reading.event).data
  if (event === undefined) return ignored('malformed')
  switch (event.subtype) {
    case 'message_changed':
      return readChange(event, reading)
    case 'message_deleted':
      return readDeletion(event.deleted_ts, event, reading)
    default:
      if (event.subtype && CONVERTED.has(event.subtype) && event.channel) {
        return { kind: 'channel-changed', channel: event.channel }
      }
      return readWritten(event, event, reading)
  }
}

function readChange(event: MessageEvent, reading: Reading): Arrival {
  const message = messageSchema.safeParse(event.message).data
  if (message === undefined) return ignored('malformed')
  // A message with replies leaves a stone behind when it is deleted.
  if (message.subtype === 'tombstone') return readDeletion(message.ts, event, reading)
  const read = readWritten(message, event, reading)
  if (read.kind !== 'message') return read
  const before = messageSchema.safeParse(event.previous_message).data
  const isSame = before !== undefined && sourceOf(before, reading) === sourceOf(message, reading)
  // Previews of links and changes of files come as edits, too.
  return isSame ? ignored('text-unchanged') : { kind: 'edited', message: read.message, version: event.ts ?? 'unknown' }
}

function readDeletion(ts: string | null | undefined, { channel }: MessageEvent, { identity }: Reading): Arrival {
  return ts && channel ? { kind: 'deleted', team: identity.team, channel, ts } : ignored('malformed')
}

/** @param around the event that `event` is, or is part of: it names the channel */
function readWritten(
  event: MessageEvent,
  around: MessageEvent,
  reading: Reading,
): Arrival & { readonly kind: 'message' | 'ignored' } {
  const { identity } = reading
  const { user, ts } = event
  const { channel } = around
  if (event.subtype && !WRITTEN.has(event.subtype)) return ignored('subtype')
  if (event.hidden) return ignored('hidden')
  if (user === identity.user || event.bot_id === identity.bot) return ignored('own')
  if (event.bot_id || event.bot_profile || event.app_id) return ignored('bot')
  if (user === 'USLACKBOT') return ignored('slackbot')
  if (!user || !ts || !channel) return ignored('malformed')
  const { text, isMention, mentionsOthers } = readMessageText(event, identity.user)
  const message: ArrivedMessage = {
    team: identity.team,
    channel,
    threadTs: event.thread_ts ?? ts,
    ts,
    user,
    userTeam: ownTeamOf(event, reading),
    text,
    isMention,
    mentionsOthers,
    isDirect: isDirect(around.channel_type ?? event.channel_type, channel),
    files: readFiles(event.files),
  }
  return { kind: 'message', message }
}

function sourceOf(message: MessageEvent, { identity }: Reading): string {
  return readMessageText({ text: message.text, blocks: message.blocks }, identity.user, { keepsOwn: true }).text
}

function ownTeamOf(event: MessageEvent, { identity }: Reading): string {
  const team = event.user_team ?? event.user_profile?.team ?? event.team ?? event.source_team ?? identity.team
  // People of a whole organisation can be given its id in place of a workspace's.
  return team === identity.enterprise ? identity.team : team
}

function isDirect(channelType: string | null | undefined, channel: string): boolean {
  if (channelType === 'im' || channelType === 'app_home') return true
  return !channelType && channel.startsWith('D')
}
