import type { SlackIdentity } from '../api/slack-api.ts'
import type { SlackChannel } from './directory.ts'
import type { WireChannel } from './schema.ts'

export function readChannel(channel: WireChannel, identity: SlackIdentity): SlackChannel {
  const kind = kindOf(channel)
  return {
    id: channel.id,
    name: channel.name ?? channel.id,
    kind,
    isShared: kind !== 'direct' && isShared(channel, identity),
    ...(kind === 'direct' && channel.user ? { user: channel.user } : {}),
  }
}

/** Whether the channel can be seen from Kiku's workspace; an organisation's token sees those of all its workspaces. */
export function isOfWorkspace(channel: WireChannel, { team }: SlackIdentity): boolean {
  if (!channel.context_team_id || channel.context_team_id === team) return true
  return [channel.shared_team_ids, channel.internal_team_ids, channel.connected_team_ids].some((ids) =>
    ids?.includes(team),
  )
}

function kindOf(channel: WireChannel): SlackChannel['kind'] {
  if (channel.is_im) return 'direct'
  if (channel.is_mpim) return 'group'
  return channel.is_private === false && channel.is_group !== true ? 'public' : 'private'
}

function isShared(channel: WireChannel, { team }: SlackIdentity): boolean {
  // Slack says of channels that they are not shared; where it says nothing, they may be.
  if (channel.is_shared !== false || channel.is_ext_shared || channel.is_org_shared) return true
  if (channel.is_pending_ext_shared) return true
  if ((channel.pending_shared?.length ?? 0) > 0 || (channel.pending_connected_team_ids?.length ?? 0) > 0) return true
  const teams = [...(channel.shared_team_ids ?? []), ...(channel.connected_team_ids ?? [])]
  return teams.some((id) => id !== team)
}
