import { ChannelType } from 'discord.js'
import type { Snowflakes } from '../snowflakes.ts'
import { EVERYONE } from './default-permissions.ts'
import { createWorldChannel, type NewChannel, type WorldChannel, type WorldThread } from './world-channel.ts'
import {
  createWorldRole,
  type NewGuild,
  type NewMember,
  type NewRole,
  type WorldGuild,
  type WorldMember,
  type WorldRole,
} from './world-guild.ts'
import { createWorldUser, type NewUser, type WorldUser } from './world-user.ts'

export interface NewThread {
  readonly id?: string
  /** Channel that it belongs to. */
  readonly parent: string
  readonly owner: string
  readonly name?: string
  readonly isPrivate?: boolean
  /** Who is in it besides whoever opened it. */
  readonly members?: readonly string[]
  readonly appliedTags?: readonly string[]
  readonly isArchived?: boolean
  readonly isLocked?: boolean
  readonly autoArchiveMinutes?: number
}

/** Who and what there is in this Discord. Changes here are quiet: no event tells of them. */
export interface World {
  /** The app, and its bot: one id. */
  readonly appId: string
  readonly users: ReadonlyMap<string, WorldUser>
  readonly guilds: ReadonlyMap<string, WorldGuild>
  /** Threads and direct messages included. */
  readonly channels: ReadonlyMap<string, WorldChannel>
  user(id: string): WorldUser
  guild(id: string): WorldGuild
  channel(id: string): WorldChannel
  member(guild: string, user: string): WorldMember | undefined
  channelsOf(guild: string): readonly WorldChannel[]
  threadsOf(guild: string): readonly WorldChannel[]
  addUser(user: NewUser): WorldUser
  addGuild(guild: NewGuild): WorldGuild
  addRole(guild: string, role: NewRole): WorldRole
  addMember(guild: string, user: string, about?: NewMember): WorldMember
  removeMember(guild: string, user: string): void
  addChannel(channel: NewChannel): WorldChannel
  /** With its threads. */
  removeChannel(id: string): readonly WorldChannel[]
  addThread(thread: NewThread): WorldChannel
  /** The direct message between somebody and the app, made where there is none. */
  directMessage(user: string): WorldChannel
}

export function createWorld(appId: string, snowflakes: Snowflakes): World {
  const users = new Map<string, WorldUser>()
  const guilds = new Map<string, WorldGuild>()
  const channels = new Map<string, WorldChannel>()
  const inGuild = (guild: string) => [...channels.values()].filter(({ guildId }) => guildId === guild)

  const world: World = {
    appId,
    users,
    guilds,
    channels,
    user: (id) => find(users, id, 'user'),
    guild: (id) => find(guilds, id, 'guild'),
    channel: (id) => find(channels, id, 'channel'),
    member: (guild, user) => guilds.get(guild)?.members.get(user),
    channelsOf: (guild) => inGuild(guild).filter(({ thread }) => thread === undefined),
    threadsOf: (guild) => inGuild(guild).filter(({ thread }) => thread !== undefined),
    addUser(user) {
      const added = createWorldUser({ id: snowflakes.next(), ...user })
      users.set(added.id, added)
      return added
    },
    addGuild(about) {
      const id = about.id ?? snowflakes.next()
      const members = new Map<string, WorldMember>()
      const guild: WorldGuild = {
        id,
        name: about.name ?? `guild-${id}`,
        ownerId: about.ownerId,
        preferredLocale: about.preferredLocale ?? 'en-US',
        features: about.features ?? [],
        get isBotIn() {
          return members.has(appId)
        },
        isUnavailable: false,
        roles: new Map([
          [id, createWorldRole({ id, name: '@everyone', permissions: about.everyone ?? EVERYONE, position: 0 })],
        ]),
        members,
      }
      guilds.set(id, guild)
      for (const user of [about.ownerId, ...(about.members ?? [])]) world.addMember(id, user)
      if (about.hasBot ?? true) {
        const role = world.addRole(id, { name: 'Kiku', permissions: about.bot ?? EVERYONE, position: 5, botId: appId })
        world.addMember(id, appId, { roles: [role.id] })
      }
      return guild
    },
    addRole(guild, role) {
      const added = createWorldRole({ id: snowflakes.next(), ...role })
      find(guilds, guild, 'guild').roles.set(added.id, added)
      return added
    },
    addMember(guild, user, about = {}) {
      const joinedAt = '2024-01-02T03:04:05.000000+00:00'
      const { id: userId } = find(users, user, 'user')
      const added: WorldMember = { roles: [], nick: null, isPending: false, isGuest: false, joinedAt, ...about, userId }
      find(guilds, guild, 'guild').members.set(user, added)
      return added
    },
    removeMember(guild, user) {
      find(guilds, guild, 'guild').members.delete(user)
      for (const { thread } of world.threadsOf(guild)) thread?.members.delete(user)
    },
    addChannel(channel) {
      const added = createWorldChannel({ id: snowflakes.next(), ...channel })
      channels.set(added.id, added)
      return added
    },
    removeChannel(id) {
      const gone = [...channels.values()].filter((channel) => channel.id === id || isThreadOf(channel, id))
      for (const channel of gone) channels.delete(channel.id)
      return gone
    },
    addThread(about) {
      const parent = find(channels, about.parent, 'channel')
      const now = new Date().toISOString()
      const thread: WorldThread = {
        ownerId: about.owner,
        isArchived: about.isArchived ?? false,
        isLocked: about.isLocked ?? false,
        isInvitable: true,
        autoArchiveMinutes: about.autoArchiveMinutes ?? 1_440,
        archiveChangedAt: now,
        createdAt: now,
        members: new Map([about.owner, ...(about.members ?? [])].map((user) => [user, now])),
        messageCount: 0,
      }
      return world.addChannel({
        ...(about.id === undefined ? {} : { id: about.id }),
        ...(parent.guildId === undefined ? {} : { guildId: parent.guildId }),
        type: threadTypeOf(parent, about.isPrivate ?? false),
        name: about.name ?? 'a thread',
        parentId: parent.id,
        appliedTags: about.appliedTags ?? [],
        thread,
      })
    },
    directMessage(user) {
      for (const channel of channels.values())
        if (channel.type === ChannelType.DM && isBetween(channel, user, appId)) return channel
      return world.addChannel({ type: ChannelType.DM, recipients: [find(users, user, 'user').id, appId] })
    },
  }
  return world
}

function threadTypeOf(parent: WorldChannel, isPrivate: boolean): ChannelType {
  if (isPrivate) return ChannelType.PrivateThread
  return parent.type === ChannelType.GuildAnnouncement ? ChannelType.AnnouncementThread : ChannelType.PublicThread
}

const isThreadOf = (channel: WorldChannel, parent: string) =>
  channel.thread !== undefined && channel.parentId === parent

const isBetween = ({ recipients }: WorldChannel, first: string, second: string) =>
  recipients.includes(first) && recipients.includes(second)

function find<T>(items: ReadonlyMap<string, T>, id: string, what: string): T {
  const item = items.get(id)
  if (item === undefined) throw new Error(`The Discord peer has no ${what} ${id}.`)
  return item
}
