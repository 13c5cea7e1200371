import { PermissionFlagsBits as Bits } from 'discord.js'
import type { DiscordMessage } from '../messages/message.ts'
import { isEphemeral } from '../messages/message.ts'
import type { PeerState } from '../peer-state.ts'
import { DiscordRefusal, missingAccess, missingPermissions, unknown, wrongChannelType } from '../refusal.ts'
import { has, permissionsIn } from '../world/permissions.ts'
import { TEXT_TYPES, type WorldChannel, type WorldThread } from '../world/world-channel.ts'
import type { WorldGuild } from '../world/world-guild.ts'

/** A channel that the bot sees. @throws DiscordRefusal */
export function seenChannel({ world }: PeerState, id: string): WorldChannel {
  const channel = world.channels.get(id)
  if (channel === undefined) throw unknown('Channel')
  if (!has(permissionsIn(world, world.appId, channel), Bits.ViewChannel)) throw missingAccess()
  return channel
}

/** The same, where messages stand in it. @throws DiscordRefusal */
export function textChannel(state: PeerState, id: string): WorldChannel {
  const channel = seenChannel(state, id)
  if (!TEXT_TYPES.has(channel.type)) throw wrongChannelType()
  return channel
}

/** The same, where it is a thread. @throws DiscordRefusal */
export function seenThread(state: PeerState, id: string): WorldChannel & { readonly thread: WorldThread } {
  const channel = seenChannel(state, id)
  const { thread } = channel
  if (thread === undefined) throw wrongChannelType()
  // The very object, since it is changed in place.
  return Object.assign(channel, { thread })
}

/** A server that the bot is in. @throws DiscordRefusal */
export function joinedGuild({ world }: PeerState, id: string): WorldGuild {
  const guild = world.guilds.get(id)
  if (guild === undefined) throw unknown('Guild')
  if (!guild.isBotIn) throw missingAccess()
  return guild
}

export function botMay({ world }: PeerState, channel: WorldChannel, bits: bigint): boolean {
  return has(permissionsIn(world, world.appId, channel), bits)
}

/** @throws DiscordRefusal 50013 */
export function requirePermission(state: PeerState, channel: WorldChannel, bits: bigint): void {
  if (!botMay(state, channel, bits)) throw missingPermissions()
}

/** A message of a channel that everybody there sees. @throws DiscordRefusal */
export function seenMessage(state: PeerState, channel: WorldChannel, id: string): DiscordMessage {
  const message = state.store.find(id)
  if (message === undefined || message.channelId !== channel.id || isEphemeral(message)) throw unknown('Message')
  return message
}

/** @throws DiscordRefusal where a thread has been put away, or closed for all but its keepers */
export function requireOpenThread(state: PeerState, channel: WorldChannel, about: { readonly toWrite: boolean }): void {
  const { thread } = channel
  if (thread === undefined) return
  if (thread.isLocked && !botMay(state, channel, Bits.ManageThreads))
    throw new DiscordRefusal(400, 160005, 'Thread is locked')
  if (thread.isArchived && !about.toWrite) throw new DiscordRefusal(400, 50083, 'Thread is archived')
}
