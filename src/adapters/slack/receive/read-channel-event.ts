import type { SlackIdentity } from '../api/slack-api.ts'
import type { Arrival } from './arrival.ts'
import { ignored, type Reading } from './reading.ts'
import { channelEventSchema } from './schema.ts'

const LOST = new Set(['channel_left', 'group_left', 'channel_deleted', 'group_deleted'])

const CHANGED = new Set([
  'channel_archive',
  'channel_unarchive',
  'channel_rename',
  'channel_shared',
  'channel_unshared',
  'channel_converted',
  'group_archive',
  'group_unarchive',
  'group_rename',
  // An invitation makes the channel one that may soon be shared, before anybody has joined.
  'shared_channel_invite_requested',
  'shared_channel_invite_received',
  'shared_channel_invite_accepted',
  'shared_channel_invite_approved',
  'shared_channel_invite_declined',
])

/** @returns undefined for events that are about no channel */
export function findChannelChange(event: Reading['event'], identity: SlackIdentity): Arrival | undefined {
  const { team } = identity
  const parsed = channelEventSchema.safeParse(event).data
  const named = typeof parsed?.channel === 'object' ? parsed.channel?.id : parsed?.channel
  const channel = named ?? parsed?.channel_id
  const isKiku = parsed?.user === identity.user

  if (event.type === 'channel_id_changed') {
    // What is remembered carries the old id, of which nobody can be a member any more.
    return parsed?.old_channel_id
      ? { kind: 'channel-lost', team, channel: parsed.old_channel_id }
      : ignored('malformed')
  }
  const isMembership = event.type === 'member_joined_channel' || event.type === 'member_left_channel'
  if (!isMembership && !LOST.has(event.type) && !CHANGED.has(event.type)) return undefined
  if (!channel) return ignored('malformed')
  if (LOST.has(event.type)) return { kind: 'channel-lost', team, channel }
  if (!isMembership || !isKiku) return { kind: 'channel-changed', channel }
  if (event.type === 'member_left_channel') return { kind: 'channel-lost', team, channel }
  return { kind: 'channel-joined', team, channel, ...(parsed?.inviter ? { inviter: parsed.inviter } : {}) }
}
