import { GatewayIntentBits as Intents } from 'discord.js'
import type { PeerState } from '../peer-state.ts'
import { compact, listOf, numberOf, textOf, type WireObject } from '../wire.ts'
import { wireMember } from '../world/world-guild.ts'

/** Members in one answer. */
const CHUNK = 1_000

/**
 * https://discord.com/developers/docs/events/gateway-events#request-guild-members
 * @returns the answers in order; none where the app may not ask that
 */
export function membersFor(request: WireObject, { world }: PeerState, intents: number): readonly WireObject[] {
  const guild = world.guilds.get(textOf(request.guild_id))
  if (guild === undefined || !guild.isBotIn) return []
  const wanted = Array.isArray(request.user_ids) ? request.user_ids : [request.user_ids]
  const ids = listOf(wanted)
    .map(textOf)
    .filter((id) => id !== '')
  const query = textOf(request.query).toLowerCase()
  const limit = numberOf(request.limit) ?? 0
  if (ids.length === 0 && query === '' && limit === 0 && (intents & Intents.GuildMembers) === 0) return []
  const all = [...guild.members.values()]
  const named = all.filter(({ userId, nick }) =>
    [world.user(userId).username, nick ?? ''].some((name) => name.toLowerCase().startsWith(query)),
  )
  const found = ids.length > 0 ? all.filter(({ userId }) => ids.includes(userId)) : named
  const members = (limit > 0 && ids.length === 0 ? found.slice(0, limit) : found).map((member) =>
    wireMember(member, world.user(member.userId)),
  )
  const notFound = ids.filter((id) => !guild.members.has(id))
  const count = Math.max(1, Math.ceil(members.length / CHUNK))
  return Array.from({ length: count }, (_, at) =>
    compact({
      guild_id: guild.id,
      members: members.slice(at * CHUNK, (at + 1) * CHUNK),
      chunk_index: at,
      chunk_count: count,
      not_found: notFound.length === 0 ? undefined : notFound,
      nonce: request.nonce,
    }),
  )
}
