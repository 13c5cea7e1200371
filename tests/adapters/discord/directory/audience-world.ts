import fc from 'fast-check'

/** The truth about some servers, which Discord tells of, or fails to. Its rules are in `audience-oracle.ts`. */
export interface World {
  readonly guilds: Map<string, WorldGuild>
  /** Whose direct messages with Kiku a channel holds. */
  readonly direct: ReadonlyMap<string, string>
  /** Who may look at what is restricted by age. */
  readonly adults: ReadonlySet<string>
  /** Questions that Discord does not answer, such as `member 1000 11`. */
  readonly silent: ReadonlySet<string>
}

export type Right = 'view' | 'history' | 'connect' | 'threads' | 'administer' | 'speak'
export type Rights = readonly Right[]

export interface WorldGuild {
  owner: string
  features: readonly string[]
  isOut: boolean
  /** The one of everybody bears the id of the server. */
  readonly roles: Map<string, Rights>
  readonly members: Map<string, WorldMember>
  readonly channels: Map<string, WorldChannel>
  readonly threads: Map<string, WorldThread>
}

export interface WorldMember {
  roles: readonly string[]
  readonly standing: 'member' | 'pending' | 'guest'
}

export interface WorldChannel {
  readonly type: 0 | 2 | 5 | 13 | 15
  readonly isAgeRestricted: boolean
  readonly hasLobby: boolean
  overwrites: readonly WorldOverwrite[]
}

export interface WorldOverwrite {
  readonly id: string
  readonly isOfRole: boolean
  readonly allow: Rights
  readonly deny: Rights
}

export interface WorldThread {
  readonly parent: string
  readonly isPrivate: boolean
  /** Not told of by the gateway, only when it is asked for. */
  readonly isArchived: boolean
  readonly members: Set<string>
}

export const KIKU = '1'
export const USERS = ['11', '12', '13', '14']
export const GUILDS = ['1000', '2000']
export const DIRECT_CHANNELS = ['9001', '9002']
export const GROUP = '9009'
export const FOREIGN = { guild: '3000', channel: '3010' }

const roleIds = (guild: string) => [`${guild}1`, `${guild}2`]
const channelIds = (guild: string) => ['10', '11', '12', '13'].map((end) => guild + end)
const threadIds = (guild: string) => ['20', '21', '22', '23'].map((end) => guild + end)

const ordinary: Rights = ['view', 'history', 'connect', 'speak']
const rights = fc.oneof(
  { weight: 3, arbitrary: fc.constant(ordinary) },
  { weight: 3, arbitrary: fc.constant<Rights>([]) },
  { weight: 4, arbitrary: fc.subarray<Right>(['view', 'history', 'connect', 'threads', 'speak']) },
  { weight: 1, arbitrary: fc.constant<Rights>(['administer']) },
)

function overwritesIn(guild: string): fc.Arbitrary<readonly WorldOverwrite[]> {
  const two = fc.subarray<Right>(['view', 'history', 'connect', 'threads'])
  const change = fc.record({ allow: two, deny: two }).map(({ allow, deny }) => ({
    allow,
    deny: deny.filter((right) => !allow.includes(right)),
  }))
  const whom = fc.subarray([guild, ...roleIds(guild), ...USERS], { maxLength: 3 })
  return fc
    .tuple(whom, fc.tuple(change, change, change))
    .map(([ids, changes]) =>
      ids.map((id, index) => ({ id, isOfRole: !USERS.includes(id), ...(changes[index] ?? { allow: [], deny: [] }) })),
    )
}

const member = (guild: string): fc.Arbitrary<WorldMember> =>
  fc.record({
    roles: fc.subarray(roleIds(guild)),
    standing: fc.constantFrom('member', 'member', 'member', 'member', 'pending', 'guest'),
  })

/** Who owns a server is always in it. */
const OWNER: WorldMember = { roles: [], standing: 'member' }

function channelIn(guild: string): fc.Arbitrary<WorldChannel> {
  return fc.record({
    type: fc.constantFrom(0, 0, 0, 5, 15, 2, 13),
    isAgeRestricted: fc.constantFrom(false, false, false, false, true),
    hasLobby: fc.constantFrom(false, false, false, false, false, true),
    overwrites: fc.oneof(fc.constant([]), overwritesIn(guild)),
  })
}

function threadsIn(guild: string): fc.Arbitrary<readonly WorldThread[]> {
  const thread = (isPrivate: boolean, isArchived: boolean) =>
    fc.record({
      parent: fc.constantFrom(...channelIds(guild)),
      isPrivate: fc.constant(isPrivate),
      isArchived: fc.constant(isArchived),
      members: fc.subarray(USERS).map((users) => new Set(users)),
    })
  return fc.tuple(thread(false, false), thread(true, false), thread(true, false), thread(true, true))
}

function guild(id: string): fc.Arbitrary<WorldGuild> {
  const role = fc.tuple(rights, rights)
  return fc
    .record({
      owner: fc.constantFrom(...USERS),
      features: fc.constantFrom<readonly string[]>(
        [],
        [],
        ['COMMUNITY'],
        ['DISCOVERABLE'],
        ['PREVIEW_ENABLED', 'COMMUNITY'],
      ),
      everyone: fc.oneof({ weight: 3, arbitrary: fc.constant(ordinary) }, { weight: 2, arbitrary: rights }),
      roles: role,
      members: fc.tuple(...USERS.map(() => fc.option(member(id), { nil: undefined, freq: 4 }))),
      channels: fc.tuple(channelIn(id), channelIn(id), channelIn(id), channelIn(id)),
      threads: threadsIn(id),
    })
    .map(({ owner, features, everyone, roles, members, channels, threads }) => ({
      owner,
      features,
      isOut: false,
      roles: new Map([
        [id, everyone] as const,
        ...roleIds(id).map((role_, index) => [role_, roles[index] ?? []] as const),
      ]),
      members: new Map(
        USERS.flatMap((user, index) => {
          const is = user === owner ? OWNER : members[index]
          return is === undefined ? [] : [[user, is] as const]
        }),
      ),
      channels: new Map(channelIds(id).map((channel, index) => [channel, channels[index]!] as const)),
      threads: new Map(threadIds(id).map((thread, index) => [thread, threads[index]!] as const)),
    }))
}

const QUESTIONS = [
  ...GUILDS.flatMap((id) => USERS.map((user) => `member ${id} ${user}`)),
  ...GUILDS.flatMap((id) => threadIds(id).map((thread) => `channel ${thread}`)),
  ...GUILDS.flatMap((id) => threadIds(id).flatMap((thread) => USERS.map((user) => `thread-member ${thread} ${user}`))),
  ...DIRECT_CHANNELS.map((channel) => `channel ${channel}`),
]

export const worlds: fc.Arbitrary<World> = fc
  .record({
    guilds: fc.tuple(...GUILDS.map(guild)),
    adults: fc.subarray(USERS),
    silent: fc.oneof(fc.constant<string[]>([]), fc.subarray(QUESTIONS, { maxLength: 6 })),
  })
  .map(({ guilds, adults, silent }) => ({
    guilds: new Map(GUILDS.map((id, index) => [id, guilds[index]!] as const)),
    direct: new Map([
      ['9001', '11'],
      ['9002', '12'],
    ]),
    adults: new Set(adults),
    silent: new Set(silent),
  }))

/** Something that happens. What happens to members and in threads, Kiku is not told. */
export type Change =
  | { readonly kind: 'role'; readonly guild: string; readonly role: string; readonly rights: Rights }
  | { readonly kind: 'role-gone'; readonly guild: string; readonly role: string }
  | {
      readonly kind: 'overwrites'
      readonly guild: string
      readonly channel: string
      readonly overwrites: readonly WorldOverwrite[]
    }
  | { readonly kind: 'channel-gone'; readonly guild: string; readonly channel: string }
  | { readonly kind: 'thread-gone'; readonly guild: string; readonly thread: string }
  | { readonly kind: 'guild'; readonly guild: string; readonly owner: string; readonly features: readonly string[] }
  | { readonly kind: 'outage'; readonly guild: string; readonly isOut: boolean }
  | { readonly kind: 'member'; readonly guild: string; readonly user: string; readonly member: WorldMember | undefined }
  | {
      readonly kind: 'thread-member'
      readonly guild: string
      readonly thread: string
      readonly user: string
      readonly isIn: boolean
    }

const changesIn = (id: string): fc.Arbitrary<Change> => {
  const common = { guild: fc.constant(id) }
  return fc.oneof(
    fc.record({ ...common, kind: fc.constant('role' as const), role: fc.constantFrom(id, ...roleIds(id)), rights }),
    fc.record({ ...common, kind: fc.constant('role-gone' as const), role: fc.constantFrom(...roleIds(id)) }),
    fc.record({
      ...common,
      kind: fc.constant('overwrites' as const),
      channel: fc.constantFrom(...channelIds(id)),
      overwrites: overwritesIn(id),
    }),
    fc.record({ ...common, kind: fc.constant('channel-gone' as const), channel: fc.constantFrom(...channelIds(id)) }),
    fc.record({ ...common, kind: fc.constant('thread-gone' as const), thread: fc.constantFrom(...threadIds(id)) }),
    fc.record({
      ...common,
      kind: fc.constant('guild' as const),
      owner: fc.constantFrom(...USERS),
      features: fc.constantFrom<readonly string[]>([], ['DISCOVERABLE']),
    }),
    fc.record({ ...common, kind: fc.constant('outage' as const), isOut: fc.boolean() }),
    fc.record({
      ...common,
      kind: fc.constant('member' as const),
      user: fc.constantFrom(...USERS),
      member: fc.option(member(id), { nil: undefined }),
    }),
    fc.record({
      ...common,
      kind: fc.constant('thread-member' as const),
      thread: fc.constantFrom(...threadIds(id)),
      user: fc.constantFrom(...USERS),
      isIn: fc.boolean(),
    }),
  )
}

export const changes: fc.Arbitrary<Change> = fc.oneof(...GUILDS.map(changesIn))

export function applyChange(world: World, change: Change): void {
  const guild = world.guilds.get(change.guild)
  if (guild === undefined) return
  switch (change.kind) {
    case 'role':
      if (guild.roles.has(change.role)) guild.roles.set(change.role, change.rights)
      return
    case 'role-gone':
      guild.roles.delete(change.role)
      for (const one of guild.members.values()) one.roles = one.roles.filter((role) => role !== change.role)
      for (const channel of guild.channels.values()) {
        channel.overwrites = channel.overwrites.filter(({ id }) => id !== change.role)
      }
      return
    case 'overwrites': {
      const channel = guild.channels.get(change.channel)
      if (channel !== undefined)
        channel.overwrites = change.overwrites.filter(({ id, isOfRole }) => !isOfRole || guild.roles.has(id))
      return
    }
    case 'channel-gone':
      guild.channels.delete(change.channel)
      for (const [id, { parent }] of [...guild.threads]) if (parent === change.channel) guild.threads.delete(id)
      return
    case 'thread-gone':
      guild.threads.delete(change.thread)
      return
    case 'guild':
      if (guild.members.get(change.owner)?.standing === 'member') guild.owner = change.owner
      guild.features = change.features
      return
    case 'outage':
      guild.isOut = change.isOut
      return
    case 'member':
      if (change.user === guild.owner) return
      if (change.member === undefined) guild.members.delete(change.user)
      else
        guild.members.set(change.user, {
          ...change.member,
          roles: change.member.roles.filter((role) => guild.roles.has(role)),
        })
      return
    case 'thread-member': {
      const thread = guild.threads.get(change.thread)
      if (change.isIn) thread?.members.add(change.user)
      else thread?.members.delete(change.user)
    }
  }
}
