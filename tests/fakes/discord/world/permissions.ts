import { PermissionFlagsBits as Bits, ChannelType } from 'discord.js'
import { EVERYONE } from './default-permissions.ts'
import type { World } from './world.ts'
import type { WorldChannel, WorldOverwrite } from './world-channel.ts'
import type { WorldGuild, WorldMember } from './world-guild.ts'

const ALL = Object.values(Bits).reduce((all, bit) => all | bit, 0n)
const DIRECT = EVERYONE | Bits.MentionEveryone | Bits.PinMessages

export const has = (permissions: bigint, bits: bigint): boolean => (permissions & bits) === bits

/** What a member may wherever no channel says otherwise (https://discord.com/developers/docs/topics/permissions). */
export function basePermissions(guild: WorldGuild, member: WorldMember): bigint {
  if (guild.ownerId === member.userId) return ALL
  const roles = [guild.id, ...member.roles].map((id) => guild.roles.get(id)?.permissions ?? 0n)
  const permissions = roles.reduce((all, one) => all | one, 0n)
  return has(permissions, Bits.Administrator) ? ALL : permissions
}

/** What somebody may in a channel; nothing where they are no member or cannot see it. Threads inherit. */
export function permissionsIn(world: World, userId: string, channel: WorldChannel): bigint {
  if (channel.guildId === undefined) return channel.recipients.includes(userId) ? DIRECT : 0n
  const guild = world.guilds.get(channel.guildId)
  const member = guild?.members.get(userId)
  if (guild === undefined || member === undefined) return 0n
  const above = channel.thread === undefined ? channel : world.channels.get(channel.parentId ?? '')
  if (above === undefined) return 0n
  const base = basePermissions(guild, member)
  if (base === ALL) return ALL
  const permissions = withoutImplied(applyOverwrites(base, above.overwrites, guild, member), channel)
  if (!has(permissions, Bits.ViewChannel)) return 0n
  const isHidden = channel.type === ChannelType.PrivateThread && !channel.thread?.members.has(userId)
  return isHidden && !has(permissions, Bits.ManageThreads) ? 0n : permissions
}

export function canSee(world: World, userId: string, channel: WorldChannel): boolean {
  return has(permissionsIn(world, userId, channel), Bits.ViewChannel)
}

function applyOverwrites(
  base: bigint,
  overwrites: readonly WorldOverwrite[],
  guild: WorldGuild,
  member: WorldMember,
): bigint {
  const everyone = overwrites.find(({ id, kind }) => kind === 'role' && id === guild.id)
  const roles = overwrites.filter(({ id, kind }) => kind === 'role' && member.roles.includes(id))
  const own = overwrites.find(({ id, kind }) => kind === 'member' && id === member.userId)
  const allowed = roles.reduce((all, { allow }) => all | allow, 0n)
  const denied = roles.reduce((all, { deny }) => all | deny, 0n)
  const step = (permissions: bigint, deny: bigint, allow: bigint) => (permissions & ~deny) | allow
  const first = step(base, everyone?.deny ?? 0n, everyone?.allow ?? 0n)
  return step(step(first, denied, allowed), own?.deny ?? 0n, own?.allow ?? 0n)
}

/** Whoever cannot write cannot do either what only goes with writing. */
function withoutImplied(permissions: bigint, channel: WorldChannel): bigint {
  const toWrite = channel.thread === undefined ? Bits.SendMessages : Bits.SendMessagesInThreads
  if (has(permissions, toWrite)) return permissions
  return permissions & ~(Bits.MentionEveryone | Bits.SendTTSMessages | Bits.AttachFiles | Bits.EmbedLinks)
}
