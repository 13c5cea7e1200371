import { PermissionFlagsBits as Bits, ChannelType } from 'discord.js'
import { checkMessageBody, isEmptyBody } from '../messages/check-message.ts'
import { readingOver, wireMessage } from '../messages/wire-message.ts'
import { writeMessage } from '../messages/write-message.ts'
import type { PeerState } from '../peer-state.ts'
import {
  createProblems,
  DiscordRefusal,
  missingAccess,
  missingPermissions,
  unknown,
  wrongChannelType,
} from '../refusal.ts'
import type { Route, RouteRequest } from '../rest/route.ts'
import { isForum } from '../thread-events.ts'
import { joinThread, leaveThread, openThread } from '../threads.ts'
import { listOf, numberOf, objectOf, textOf, type WireObject } from '../wire.ts'
import { canSee } from '../world/permissions.ts'
import { type WorldChannel, wireChannel, wireThreadMember } from '../world/world-channel.ts'
import { wireMember } from '../world/world-guild.ts'
import { botMay, requirePermission, seenChannel, seenMessage, seenThread } from './access.ts'

const PARENTS: ReadonlySet<ChannelType> = new Set([ChannelType.GuildText, ChannelType.GuildAnnouncement])

export const THREAD_ROUTES: readonly Route[] = [
  {
    name: 'POST /channels/:channel/messages/:message/threads',
    status: 201,
    run({ param, body }, state) {
      const channel = seenChannel(state, param('channel'))
      if (!PARENTS.has(channel.type)) throw wrongChannelType()
      const message = seenMessage(state, channel, param('message'))
      requirePermission(state, channel, Bits.CreatePublicThreads)
      checkThread(body)
      return wireChannel(openThread(state, { ...aboutThread(state, channel, body), message }), state.world.appId)
    },
  },
  {
    name: 'POST /channels/:channel/threads',
    status: 201,
    run(request, state) {
      const channel = seenChannel(state, request.param('channel'))
      if (isForum(channel)) return openPost(request, state, channel)
      if (!PARENTS.has(channel.type)) throw wrongChannelType()
      // Private unless something else is asked for.
      const isPrivate = (numberOf(request.body.type) ?? ChannelType.PrivateThread) === ChannelType.PrivateThread
      requirePermission(state, channel, isPrivate ? Bits.CreatePrivateThreads : Bits.CreatePublicThreads)
      checkThread(request.body)
      const thread = openThread(state, { ...aboutThread(state, channel, request.body), isPrivate })
      return wireChannel(thread, state.world.appId)
    },
  },
  {
    name: 'GET /channels/:channel/threads/archived/public',
    run: (request, state) => archived(request, state, 'public'),
  },
  {
    name: 'GET /channels/:channel/threads/archived/private',
    run(request, state) {
      requirePermission(state, seenChannel(state, request.param('channel')), Bits.ManageThreads)
      return archived(request, state, 'private')
    },
  },
  {
    name: 'GET /channels/:channel/users/@me/threads/archived/private',
    run: (request, state) => archived(request, state, 'joined'),
  },
  {
    name: 'PUT /channels/:channel/thread-members/@me',
    run({ param }, state) {
      const thread = seenThread(state, param('channel'))
      if (thread.thread.isArchived) throw new DiscordRefusal(400, 50083, 'Thread is archived')
      joinThread(state, thread, state.world.appId)
      return undefined
    },
  },
  {
    name: 'DELETE /channels/:channel/thread-members/@me',
    run({ param }, state) {
      leaveThread(state, seenThread(state, param('channel')), state.world.appId)
      return undefined
    },
  },
  {
    name: 'PUT /channels/:channel/thread-members/:user',
    run({ param }, state) {
      const thread = seenThread(state, param('channel'))
      if (state.world.member(thread.guildId ?? '', param('user')) === undefined) throw unknown('Member')
      if (thread.thread.isArchived) throw new DiscordRefusal(400, 50083, 'Thread is archived')
      joinThread(state, thread, param('user'))
      return undefined
    },
  },
  {
    name: 'DELETE /channels/:channel/thread-members/:user',
    run({ param }, state) {
      const thread = seenThread(state, param('channel'))
      const isOwn = thread.type === ChannelType.PrivateThread && thread.thread.ownerId === state.world.appId
      if (!isOwn && !botMay(state, thread, Bits.ManageThreads)) throw missingPermissions()
      leaveThread(state, thread, param('user'))
      return undefined
    },
  },
  {
    name: 'GET /channels/:channel/thread-members/:user',
    run({ param, query }, state) {
      const thread = seenThread(state, param('channel'))
      const user = param('user') === '@me' ? state.world.appId : param('user')
      if (!thread.thread.members.has(user)) throw unknown('Member')
      return wireMembership(state, thread, user, query.get('with_member') === 'true')
    },
  },
  {
    name: 'GET /channels/:channel/thread-members',
    run({ param, query }, state) {
      const thread = seenThread(state, param('channel'))
      // The list is for those to whom the intent for members is open.
      if (!state.app.guildMembers) throw missingAccess()
      const isWithMember = query.get('with_member') === 'true'
      const after = BigInt(query.get('after') ?? '0')
      const users = [...thread.thread.members.keys()].filter((id) => !isWithMember || BigInt(id) > after)
      const page = isWithMember ? users.slice(0, Number(query.get('limit') ?? 100)) : users
      return page.map((user) => wireMembership(state, thread, user, isWithMember))
    },
  },
]

function wireMembership({ world }: PeerState, thread: WorldChannel, userId: string, isWithMember: boolean): WireObject {
  const about = wireThreadMember(thread.id, userId, thread.thread?.members.get(userId) ?? '')
  const member = world.member(thread.guildId ?? '', userId)
  return isWithMember && member !== undefined ? { ...about, member: wireMember(member, world.user(userId)) } : about
}

function checkThread({ name, auto_archive_duration: minutes }: WireObject): void {
  const problems = createProblems()
  if (textOf(name) === '') problems.add('name', 'BASE_TYPE_REQUIRED', 'This field is required')
  problems.tooLong('name', name, 100)
  if (minutes !== undefined && minutes !== null && ![60, 1_440, 4_320, 10_080].includes(Number(minutes)))
    problems.add('auto_archive_duration', 'BASE_TYPE_CHOICES', 'Value must be one of {60, 1440, 4320, 10080}.')
  problems.settle()
}

function aboutThread({ world }: PeerState, parent: WorldChannel, body: WireObject) {
  const minutes = numberOf(body.auto_archive_duration)
  return {
    parent: parent.id,
    owner: world.appId,
    name: textOf(body.name),
    appliedTags: listOf(body.applied_tags).map(textOf),
    ...(minutes === undefined ? {} : { autoArchiveMinutes: minutes }),
  }
}

/** https://discord.com/developers/docs/resources/channel#start-thread-in-forum-or-media-channel */
function openPost({ body, files }: RouteRequest, state: PeerState, channel: WorldChannel): WireObject {
  requirePermission(state, channel, Bits.SendMessages)
  checkThread(body)
  if (channel.requiresTag && listOf(body.applied_tags).length === 0)
    throw new DiscordRefusal(400, 40067, 'A tag is required to create a forum post in this channel')
  const message = objectOf(body.message)
  checkMessageBody(message, files)
  if (isEmptyBody(message, files)) throw new DiscordRefusal(400, 50006, 'Cannot send an empty message')
  const thread = openThread(state, { ...aboutThread(state, channel, body), isPost: true })
  channel.lastMessageId = thread.id
  const first = writeMessage(state, { body: message, files }, { channelId: thread.id, id: thread.id })
  const about = wireChannel(thread, state.world.appId)
  return { ...about, message: wireMessage(first, state, readingOver.rest(state)) }
}

function archived(
  { param, query }: RouteRequest,
  state: PeerState,
  which: 'public' | 'private' | 'joined',
): WireObject {
  const { world } = state
  const channel = seenChannel(state, param('channel'))
  requirePermission(state, channel, Bits.ReadMessageHistory)
  const before = query.get('before')
  const limit = Number(query.get('limit') ?? 50)
  const all = world
    .threadsOf(channel.guildId ?? '')
    .filter((one) => one.parentId === channel.id && one.thread?.isArchived === true)
    .filter(
      (one) => (one.type === ChannelType.PrivateThread) === (which !== 'public') && canSee(world, world.appId, one),
    )
    .filter((one) => which !== 'joined' || one.thread?.members.has(world.appId))
  const keyOf = (one: WorldChannel) => (which === 'joined' ? one.id : (one.thread?.archiveChangedAt ?? ''))
  const isEarlier = (one: WorldChannel) =>
    before === null ||
    (which === 'joined' ? BigInt(one.id) < BigInt(before) : Date.parse(keyOf(one)) < Date.parse(before))
  const page = all.filter(isEarlier).sort((first, second) => (keyOf(first) < keyOf(second) ? 1 : -1))
  const shown = page.slice(0, limit)
  const members = shown.flatMap(({ id, thread }) => {
    const joinedAt = thread?.members.get(world.appId)
    return joinedAt === undefined ? [] : [wireThreadMember(id, world.appId, joinedAt)]
  })
  return {
    threads: shown.map((thread) => wireChannel(thread, world.appId)),
    members,
    has_more: page.length > shown.length,
  }
}
