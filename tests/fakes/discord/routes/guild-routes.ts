import { missingAccess, unknown } from '../refusal.ts'
import type { Route } from '../rest/route.ts'
import { textOf } from '../wire.ts'
import { canSee } from '../world/permissions.ts'
import { wireChannel, wireThreadMember } from '../world/world-channel.ts'
import { wireGuild, wireMember, wireRole } from '../world/world-guild.ts'
import { emitGuildGone } from '../world-events.ts'
import { joinedGuild } from './access.ts'

export const GUILD_ROUTES: readonly Route[] = [
  {
    name: 'GET /guilds/:guild',
    run({ param, query }, state) {
      const guild = joinedGuild(state, param('guild'))
      const counts = { approximate_member_count: guild.members.size, approximate_presence_count: 0 }
      return { ...wireGuild(guild), ...(query.get('with_counts') === 'true' ? counts : {}) }
    },
  },
  {
    name: 'GET /guilds/:guild/channels',
    run({ param }, state) {
      const guild = joinedGuild(state, param('guild'))
      return state.world.channelsOf(guild.id).map((channel) => wireChannel(channel, state.world.appId))
    },
  },
  {
    name: 'GET /guilds/:guild/roles',
    run: ({ param }, state) => [...joinedGuild(state, param('guild')).roles.values()].map(wireRole),
  },
  {
    name: 'GET /guilds/:guild/threads/active',
    run({ param }, state) {
      const { world } = state
      const guild = joinedGuild(state, param('guild'))
      const threads = world
        .threadsOf(guild.id)
        .filter((one) => one.thread?.isArchived === false && canSee(world, world.appId, one))
      const members = threads.flatMap(({ id, thread }) => {
        const joinedAt = thread?.members.get(world.appId)
        return joinedAt === undefined ? [] : [wireThreadMember(id, world.appId, joinedAt)]
      })
      return { threads: threads.map((thread) => wireChannel(thread, world.appId)), members }
    },
  },
  {
    name: 'GET /guilds/:guild/members',
    run({ param, query }, state) {
      const { members } = joinedGuild(state, param('guild'))
      // The whole list is for those to whom the intent for members is open.
      if (!state.app.guildMembers) throw missingAccess()
      const after = BigInt(query.get('after') ?? '0')
      return [...members.values()]
        .filter(({ userId }) => BigInt(userId) > after)
        .sort((first, second) => (BigInt(first.userId) < BigInt(second.userId) ? -1 : 1))
        .slice(0, Number(query.get('limit') ?? 1))
        .map((member) => wireMember(member, state.world.user(member.userId)))
    },
  },
  {
    name: 'GET /guilds/:guild/members/search',
    run({ param, query }, state) {
      const { members } = joinedGuild(state, param('guild'))
      const wanted = (query.get('query') ?? '').toLowerCase()
      return [...members.values()]
        .map((member) => ({ member, user: state.world.user(member.userId) }))
        .filter(({ member, user }) =>
          [user.username, member.nick ?? ''].some((name) => name.toLowerCase().startsWith(wanted)),
        )
        .slice(0, Number(query.get('limit') ?? 1))
        .map(({ member, user }) => wireMember(member, user))
    },
  },
  {
    name: 'PATCH /guilds/:guild/members/@me',
    run({ param, body }, state) {
      const { world } = state
      const guild = joinedGuild(state, param('guild'))
      const member = guild.members.get(world.appId)
      if (member === undefined) throw missingAccess()
      if (body.nick !== undefined) member.nick = textOf(body.nick) || null
      return wireMember(member, world.user(world.appId))
    },
  },
  {
    name: 'GET /guilds/:guild/members/:user',
    run({ param }, state) {
      const { world } = state
      const guild = joinedGuild(state, param('guild'))
      const user = world.users.get(param('user'))
      if (user === undefined) throw unknown('User')
      const member = guild.members.get(user.id)
      if (member === undefined) throw unknown('Member')
      return wireMember(member, user)
    },
  },
  {
    name: 'DELETE /users/@me/guilds/:guild',
    run({ param }, state) {
      const guild = joinedGuild(state, param('guild'))
      state.world.removeMember(guild.id, state.world.appId)
      emitGuildGone(state, guild.id)
      return undefined
    },
  },
]
