import type { DiscordMessage } from '../messages/message.ts'
import type { PeerState } from '../peer-state.ts'
import { canSee, has, permissionsIn } from '../world/permissions.ts'
import type { WorldChannel } from '../world/world-channel.ts'

/** What people need to do something. */
export interface PeopleContext {
  readonly state: PeerState
  /** Resolves when something is so, or a time has passed. */
  readonly waitUntil: (isSo: () => boolean, mostMs: number) => Promise<void>
}

/** People cannot do what Discord would not let them. */
export function requireMay({
  state,
  user,
  channel,
  bits,
}: {
  readonly state: PeerState
  readonly user: string
  readonly channel: WorldChannel
  readonly bits: bigint
}): void {
  const { username } = state.world.user(user)
  if (!canSee(state.world, user, channel)) throw new Error(`${username} does not see the channel ${channel.name}.`)
  if (!has(permissionsIn(state.world, user, channel), bits))
    throw new Error(`${username} may not do that in the channel ${channel.name}.`)
}

export function sees({ world }: PeerState, user: string, message: DiscordMessage): boolean {
  if (message.isDeleted || (message.onlyFor !== undefined && message.onlyFor !== user)) return false
  const channel = world.channels.get(message.channelId)
  return channel !== undefined && canSee(world, user, channel)
}

export function requireSeen(state: PeerState, user: string, message: DiscordMessage): void {
  if (!sees(state, user, message)) throw new Error(`${state.world.user(user).username} does not see this message.`)
}
