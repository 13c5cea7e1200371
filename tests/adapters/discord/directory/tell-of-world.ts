import type { DiscordApi } from '../../../../src/adapters/discord/api/discord-api.ts'
import type { GatewayFacts } from '../../../../src/adapters/discord/directory/gateway-facts.ts'
import { KikuError } from '../../../../src/domain/errors.ts'
import type { Clock } from '../../../../src/ports/clock.ts'
import type { Change, Right, Rights, World, WorldChannel, WorldGuild, WorldThread } from './audience-world.ts'
import { KIKU } from './audience-world.ts'

/** What Discord tells of a world: by the gateway, and when it is asked. */

const BITS: Readonly<Record<Right, bigint>> = {
  administer: 1n << 3n,
  view: 1n << 10n,
  speak: 1n << 11n,
  history: 1n << 16n,
  connect: 1n << 20n,
  threads: 1n << 34n,
}

const bits = (rights: Rights) => String(rights.reduce((all, right) => all | BITS[right], 0n))

export function tellAll(world: World, facts: GatewayFacts): void {
  const guilds = [...world.guilds.keys()].map((id) => ({ id, unavailable: true }))
  facts.take({ type: 'READY', shard: 0, data: { user: { id: KIKU }, guilds } })
  for (const [id, guild] of world.guilds) facts.take({ type: 'GUILD_CREATE', shard: 0, data: wireGuild(id, guild) })
}

/** Tells of a change that was made, if that is told of. */
export function tellChange(world: World, change: Change, facts: GatewayFacts): void {
  const guild = world.guilds.get(change.guild)
  const packet = guild && packetOf(change, guild)
  if (packet !== undefined) facts.take({ ...packet, shard: 0 })
}

function packetOf(change: Change, guild: WorldGuild): { readonly type: string; readonly data: object } | undefined {
  const common = { guild_id: change.guild }
  switch (change.kind) {
    case 'role': {
      const rights = guild.roles.get(change.role)
      if (rights === undefined) return undefined
      return { type: 'GUILD_ROLE_UPDATE', data: { ...common, role: wireRole(change.role, rights) } }
    }
    case 'role-gone':
      return { type: 'GUILD_ROLE_DELETE', data: { ...common, role_id: change.role } }
    case 'overwrites': {
      const channel = guild.channels.get(change.channel)
      if (channel === undefined) return undefined
      return { type: 'CHANNEL_UPDATE', data: { ...common, ...wireChannel(change.channel, channel) } }
    }
    case 'channel-gone':
      return { type: 'CHANNEL_DELETE', data: { ...common, id: change.channel, type: 0 } }
    case 'thread-gone':
      return { type: 'THREAD_DELETE', data: { ...common, id: change.thread } }
    case 'guild':
      return { type: 'GUILD_UPDATE', data: wireServer(change.guild, guild) }
    case 'outage':
      if (change.isOut) return { type: 'GUILD_DELETE', data: { id: change.guild, unavailable: true } }
      return { type: 'GUILD_CREATE', data: wireGuild(change.guild, guild) }
    case 'member':
    case 'thread-member':
      return undefined
  }
}

export function answerFrom(world: World): DiscordApi {
  return {
    async call({ route, schema }) {
      const found = find(world, route)
      if (found === undefined) throw refuse(404, route.startsWith('/guilds') ? 10_007 : 10_003)
      return schema.parse(found)
    },
  }
}

export function refuse(status: number, error: number): KikuError {
  return new KikuError('surface-refused', 'Discord refused.', { details: { status, error } })
}

function find(world: World, route: string): object | undefined {
  const told = (question: string) => {
    if (world.silent.has(question)) throw new KikuError('surface-unreachable', 'Discord did not answer.')
  }
  const [, guildId, user] = /^\/guilds\/(\d+)\/members\/(\d+)$/.exec(route) ?? []
  if (guildId !== undefined) {
    told(`member ${guildId} ${user}`)
    const member = world.guilds.get(guildId)?.members.get(user ?? '')
    const flags = member?.standing === 'guest' ? 16 : 0
    return member && { user: { id: user }, roles: [...member.roles], pending: member.standing === 'pending', flags }
  }
  const [, threadId, person] = /^\/channels\/(\d+)\/thread-members\/(\d+)$/.exec(route) ?? []
  if (threadId !== undefined) {
    told(`thread-member ${threadId} ${person}`)
    const isIn = [...world.guilds.values()].some(({ threads }) => threads.get(threadId)?.members.has(person ?? ''))
    return isIn ? { id: threadId, user_id: person } : undefined
  }
  const [, channel = ''] = /^\/channels\/(\d+)$/.exec(route) ?? []
  if (channel === '') throw new Error(`Nobody expected ${route}.`)
  told(`channel ${channel}`)
  const recipient = world.direct.get(channel)
  if (recipient !== undefined) return { id: channel, type: 1, recipients: [{ id: recipient }] }
  for (const [id, guild] of world.guilds) {
    const thread = guild.threads.get(channel)
    if (thread !== undefined) return wireThread(channel, thread, id)
    const own = guild.channels.get(channel)
    if (own !== undefined) return { ...wireChannel(channel, own), guild_id: id }
  }
  return undefined
}

function wireServer(id: string, guild: WorldGuild) {
  return {
    id,
    name: `server ${id}`,
    owner_id: guild.owner,
    features: guild.features,
    preferred_locale: 'ja',
    roles: [...guild.roles].map(([role, rights]) => wireRole(role, rights)),
  }
}

function wireGuild(id: string, guild: WorldGuild) {
  const open = [...guild.threads].filter(([, { isArchived }]) => !isArchived)
  return {
    ...wireServer(id, guild),
    channels: [...guild.channels].map(([channel, about]) => wireChannel(channel, about)),
    threads: open.map(([thread, about]) => wireThread(thread, about, id)),
    members: [{ user: { id: KIKU }, roles: [] }],
  }
}

function wireRole(id: string, rights: Rights) {
  return { id, name: `role ${id}`, permissions: bits(rights) }
}

function wireChannel(id: string, { type, isAgeRestricted, hasLobby, overwrites }: WorldChannel) {
  return {
    id,
    type,
    name: `channel ${id}`,
    nsfw: isAgeRestricted,
    ...(hasLobby ? { linked_lobby: { application_id: '5', lobby_id: '6' } } : {}),
    permission_overwrites: overwrites.map((one) => ({
      id: one.id,
      type: one.isOfRole ? 0 : 1,
      allow: bits(one.allow),
      deny: bits(one.deny),
    })),
  }
}

function wireThread(id: string, { parent, isPrivate, isArchived }: WorldThread, guild: string) {
  const about = { id, guild_id: guild, parent_id: parent, type: isPrivate ? 12 : 11, name: `thread ${id}` }
  return { ...about, thread_metadata: { archived: isArchived, locked: false } }
}

/** Time that passes when a test says so. */
export function createManualClock(): Clock & { pass(ms: number): void } {
  let now = 1_700_000_000_000
  return {
    now: () => now,
    elapsed: () => now,
    pass(ms) {
      now += ms
    },
  }
}
