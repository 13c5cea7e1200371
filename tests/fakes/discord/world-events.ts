import { ChannelType, GatewayIntentBits as Intents } from 'discord.js'
import { guildPayload } from './gateway/ready.ts'
import type { PeerState } from './peer-state.ts'
import { compact } from './wire.ts'
import { type WorldChannel, wireChannel } from './world/world-channel.ts'
import {
  type WorldGuild,
  type WorldMember,
  type WorldRole,
  wireGuild,
  wireMember,
  wireRole,
} from './world/world-guild.ts'

/** Tells the app of a server that it came into, or that is there again. */
export function emitGuild(state: PeerState, guild: WorldGuild): void {
  const data = (intents: number) => guildPayload(state, guild, intents)
  state.emit({ type: 'GUILD_CREATE', guildId: guild.id, intents: Intents.Guilds, data })
}

export function emitGuildChanged(state: PeerState, guild: WorldGuild): void {
  if (!guild.isBotIn) return
  state.emit({ type: 'GUILD_UPDATE', guildId: guild.id, intents: Intents.Guilds, data: wireGuild(guild) })
}

/** The app was put out of a server, which is no outage: nothing says that it is unavailable. */
export function emitGuildGone(state: PeerState, guildId: string, isOutage = false): void {
  const data = compact({ id: guildId, unavailable: isOutage ? true : undefined })
  state.emit({ type: 'GUILD_DELETE', guildId, intents: Intents.Guilds, data })
}

/** Tells of a channel, whether the app sees into it or not. */
export function emitChannel(
  state: PeerState,
  type: 'CHANNEL_CREATE' | 'CHANNEL_UPDATE' | 'CHANNEL_DELETE',
  channel: WorldChannel,
): void {
  if (!isHeard(state, channel.guildId)) return
  const { guildId } = channel
  const data = wireChannel(channel, state.world.appId)
  const isDirect = channel.type === ChannelType.DM || channel.type === ChannelType.GroupDM
  state.emit({ type, guildId, intents: isDirect ? Intents.DirectMessages : Intents.Guilds, data })
}

export function emitRole(
  state: PeerState,
  type: 'GUILD_ROLE_CREATE' | 'GUILD_ROLE_UPDATE' | 'GUILD_ROLE_DELETE',
  guildId: string,
  role: WorldRole,
): void {
  if (!isHeard(state, guildId)) return
  const data =
    type === 'GUILD_ROLE_DELETE' ? { guild_id: guildId, role_id: role.id } : { guild_id: guildId, role: wireRole(role) }
  state.emit({ type, guildId, intents: Intents.Guilds, data })
}

/** Without the intent for members the app hears of changes of its own membership alone. */
export function emitMember(
  state: PeerState,
  type: 'GUILD_MEMBER_ADD' | 'GUILD_MEMBER_UPDATE' | 'GUILD_MEMBER_REMOVE',
  guildId: string,
  member: WorldMember,
): void {
  if (!isHeard(state, guildId)) return
  const { world } = state
  const about = wireMember(member, world.user(member.userId))
  const data = type === 'GUILD_MEMBER_REMOVE' ? { user: about.user } : about
  const isOwn = member.userId === world.appId && type === 'GUILD_MEMBER_UPDATE'
  state.emit({ type, guildId, intents: isOwn ? 0 : Intents.GuildMembers, data: { ...data, guild_id: guildId } })
}

function isHeard({ world }: PeerState, guildId: string | undefined): boolean {
  return guildId !== undefined && (world.guilds.get(guildId)?.isBotIn ?? false)
}
