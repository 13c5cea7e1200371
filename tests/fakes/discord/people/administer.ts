import { emitThreadList } from '../thread-events.ts'
import { canSee } from '../world/permissions.ts'
import type { NewChannel, WorldChannel } from '../world/world-channel.ts'
import type { NewGuild, NewMember, NewRole, WorldGuild, WorldMember, WorldRole } from '../world/world-guild.ts'
import type { NewUser, WorldUser } from '../world/world-user.ts'
import { emitChannel, emitGuild, emitGuildChanged, emitGuildGone, emitMember, emitRole } from '../world-events.ts'
import type { PeopleContext } from './people-context.ts'

type ChannelChange = Partial<
  Pick<
    WorldChannel,
    'name' | 'topic' | 'overwrites' | 'parentId' | 'position' | 'isNsfw' | 'availableTags' | 'requiresTag'
  >
>
type RoleChange = Partial<Pick<WorldRole, 'name' | 'permissions' | 'position' | 'isMentionable'>>
type GuildChange = Partial<Pick<WorldGuild, 'name' | 'ownerId' | 'preferredLocale' | 'features'>>

/** Changes of who is where and may what, with the events that tell of them. `world` of the server makes them quietly. */
export interface Administer {
  /** A server that the app is added to, new or known. */
  addGuild(guild: NewGuild): WorldGuild
  /** The app comes into a server that is there. */
  joinGuild(id: string): void
  /** The app is put out of a server. */
  removeGuild(id: string): void
  /** An outage begins or ends. */
  setGuildAvailable(id: string, isAvailable: boolean): void
  changeGuild(id: string, change: GuildChange): void
  addChannel(channel: NewChannel & { readonly guildId: string }): WorldChannel
  changeChannel(id: string, change: ChannelChange): void
  /** With its threads and messages. */
  deleteChannel(id: string): void
  addRole(guild: string, role: NewRole): WorldRole
  changeRole(guild: string, role: string, change: RoleChange): void
  deleteRole(guild: string, role: string): void
  addMember(guild: string, user: string, about?: NewMember): WorldMember
  changeMember(guild: string, user: string, change: NewMember): void
  /** Somebody leaves, or is put out; the app itself as by `removeGuild`. */
  removeMember(guild: string, user: string): void
  changeUser(id: string, change: Omit<NewUser, 'id'>): WorldUser
}

export function createAdminister({ state }: PeopleContext): Administer {
  const { store, world } = state

  /** Does something, and tells of the threads in channels that the app has come to see by it. */
  function afterWhich(guildId: string | undefined, change: () => void): void {
    if (guildId === undefined) return void change()
    const seen = () => world.channelsOf(guildId).filter((channel) => canSee(world, world.appId, channel))
    const before = new Set(seen().map(({ id }) => id))
    change()
    const gained = seen().filter(({ id }) => !before.has(id))
    const hasThreads = world.threadsOf(guildId).some(({ parentId }) => gained.some(({ id }) => id === parentId))
    if (hasThreads)
      emitThreadList(
        state,
        guildId,
        gained.map(({ id }) => id),
      )
  }

  function removeGuild(id: string): void {
    const guild = world.guild(id)
    world.removeMember(id, world.appId)
    for (const role of [...guild.roles.values()]) if (role.botId === world.appId) guild.roles.delete(role.id)
    emitGuildGone(state, id)
  }

  return {
    addGuild(about) {
      const guild = world.addGuild(about)
      if (guild.isBotIn) emitGuild(state, guild)
      return guild
    },
    joinGuild(id) {
      world.addMember(id, world.appId)
      emitGuild(state, world.guild(id))
    },
    removeGuild,
    setGuildAvailable(id, isAvailable) {
      const guild = world.guild(id)
      guild.isUnavailable = !isAvailable
      if (isAvailable) emitGuild(state, guild)
      else emitGuildGone(state, id, true)
    },
    changeGuild(id, change) {
      emitGuildChanged(state, Object.assign(world.guild(id), change))
    },
    addChannel(about) {
      const channel = world.addChannel(about)
      emitChannel(state, 'CHANNEL_CREATE', channel)
      return channel
    },
    changeChannel(id, change) {
      const channel = world.channel(id)
      afterWhich(channel.guildId, () => {
        Object.assign(channel, change)
        emitChannel(state, 'CHANNEL_UPDATE', channel)
      })
    },
    deleteChannel(id) {
      const channel = world.channel(id)
      for (const gone of world.removeChannel(id)) store.forgetChannel(gone.id)
      emitChannel(state, 'CHANNEL_DELETE', channel)
    },
    addRole(guild, about) {
      const role = world.addRole(guild, about)
      emitRole(state, 'GUILD_ROLE_CREATE', guild, role)
      return role
    },
    changeRole(guildId, id, change) {
      const role = roleOf(world.guild(guildId), id)
      afterWhich(guildId, () => {
        Object.assign(role, change)
        emitRole(state, 'GUILD_ROLE_UPDATE', guildId, role)
      })
    },
    deleteRole(guildId, id) {
      const guild = world.guild(guildId)
      const role = roleOf(guild, id)
      afterWhich(guildId, () => {
        guild.roles.delete(id)
        for (const member of guild.members.values()) member.roles = member.roles.filter((one) => one !== id)
        emitRole(state, 'GUILD_ROLE_DELETE', guildId, role)
      })
    },
    addMember(guild, user, about) {
      const member = world.addMember(guild, user, about)
      emitMember(state, 'GUILD_MEMBER_ADD', guild, member)
      return member
    },
    changeMember(guild, user, change) {
      const member = memberOf(world.guild(guild), user)
      const apply = () => {
        Object.assign(member, change)
        emitMember(state, 'GUILD_MEMBER_UPDATE', guild, member)
      }
      if (user === world.appId) afterWhich(guild, apply)
      else apply()
    },
    removeMember(guild, user) {
      if (user === world.appId) return removeGuild(guild)
      const member = memberOf(world.guild(guild), user)
      world.removeMember(guild, user)
      emitMember(state, 'GUILD_MEMBER_REMOVE', guild, member)
    },
    changeUser(id, change) {
      const user = Object.assign(world.user(id), change)
      for (const guild of world.guilds.values()) {
        const member = guild.members.get(id)
        if (member !== undefined) emitMember(state, 'GUILD_MEMBER_UPDATE', guild.id, member)
      }
      return user
    },
  }
}

function roleOf(guild: WorldGuild, id: string): WorldRole {
  const role = guild.roles.get(id)
  if (role === undefined) throw new Error(`The Discord peer has no role ${id} in ${guild.name}.`)
  return role
}

function memberOf(guild: WorldGuild, user: string): WorldMember {
  const member = guild.members.get(user)
  if (member === undefined) throw new Error(`${user} is no member of ${guild.name}.`)
  return member
}
