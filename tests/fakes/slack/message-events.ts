import type { SlackMessage } from './message.ts'
import type { PeerState } from './peer-state.ts'
import { compact, type WireObject } from './wire.ts'
import { wireMessage } from './wire-message.ts'
import { channelTypeOf, type WorldChannel } from './world-channel.ts'

/** A message was written (https://docs.slack.dev/reference/events/message). */
export function postedEvent(message: SlackMessage, channel: WorldChannel): WireObject {
  return {
    ...wireMessage(message),
    channel: channel.id,
    channel_type: channelTypeOf(channel),
    event_ts: message.ts,
  }
}

/** A message was changed (https://docs.slack.dev/reference/events/message/message_changed). */
export function changedEvent(message: SlackMessage, before: WireObject, channel: WorldChannel, ts: string): WireObject {
  return {
    type: 'message',
    subtype: 'message_changed',
    message: wireMessage(message),
    previous_message: before,
    channel: channel.id,
    channel_type: channelTypeOf(channel),
    hidden: true,
    ts,
    event_ts: ts,
  }
}

/**
 * Takes a message away, and tells of it. The head of a thread with replies leaves a tombstone, which Slack tells of as a
 * *change* (https://docs.slack.dev/reference/events/message/message_deleted).
 */
export function deletedEvent(message: SlackMessage, channel: WorldChannel, { store }: PeerState): WireObject {
  const before = wireMessage(message)
  const ts = store.nextTs()
  if (store.countReplies(channel.id, message.ts) > 0) {
    message.isTombstone = true
    message.text = ''
    message.blocks = []
    message.parts = []
    return changedEvent(message, before, channel, ts)
  }
  store.remove(message)
  return compact({
    type: 'message',
    subtype: 'message_deleted',
    previous_message: before,
    channel: channel.id,
    channel_type: channelTypeOf(channel),
    hidden: true,
    deleted_ts: message.ts,
    ts,
    event_ts: ts,
  })
}
