import { PermissionFlagsBits as Bits } from 'discord.js'
import type { GatewayFacts } from '../directory/gateway-facts.ts'
import type { GuildFacts } from '../directory/guild-facts.ts'
import type { Packet } from '../directory/packet.ts'
import { has, permissionsIn } from '../directory/permissions.ts'
import type { Arrival } from './arrival.ts'
import { roleEventSchema } from './schema.ts'

/** Changes of roles, by which many channels can go out of sight at once. A channel's own changes are read one by one. */
const ROLES = new Set(['GUILD_ROLE_UPDATE', 'GUILD_ROLE_DELETE', 'GUILD_MEMBER_UPDATE'])

/**
 * Notices channels that Kiku saw before a change of roles and does not see after it: as with a channel that closes to it,
 * what is edited or deleted there is not told any more.
 * @returns to be called when the facts know of the packet: what went out of sight
 */
export function watchSight({ type, data }: Packet, facts: GatewayFacts): () => readonly Arrival[] {
  const id = ROLES.has(type) ? roleEventSchema.safeParse(data).data?.guild_id : undefined
  const before = id === undefined ? undefined : seenIn(facts.findGuild(id), facts)
  if (id === undefined || before === undefined) return () => []
  return () => {
    const after = seenIn(facts.findGuild(id), facts)
    // Where nothing is known, nothing was taken away.
    if (after === undefined) return []
    return [...before]
      .filter((channelId) => !after.has(channelId))
      .map((channelId) => ({ kind: 'channel-lost', guild: id, channelId }))
  }
}

function seenIn(guild: GuildFacts | undefined, facts: GatewayFacts): ReadonlySet<string> | undefined {
  const own = facts.ownUser()
  if (guild?.ownRoles === undefined || own === undefined) return undefined
  const member = { id: own, roles: guild.ownRoles }
  const seen = [...guild.channels.values()].filter((one) => has(permissionsIn(guild, member, one), Bits.ViewChannel))
  return new Set(seen.map(({ id }) => id))
}
