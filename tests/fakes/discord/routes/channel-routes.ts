import { PermissionFlagsBits as Bits, ChannelType } from 'discord.js'
import type { PeerState } from '../peer-state.ts'
import { createProblems, missingPermissions } from '../refusal.ts'
import type { Route, RouteRequest } from '../rest/route.ts'
import { emitThread, emitThreadDeleted } from '../thread-events.ts'
import { listOf, numberOf, textOf, type WireObject } from '../wire.ts'
import { type WorldChannel, wireChannel } from '../world/world-channel.ts'
import { wireUser } from '../world/world-user.ts'
import { emitChannel } from '../world-events.ts'
import { botMay, requirePermission, seenChannel, textChannel } from './access.ts'

export const CHANNEL_ROUTES: readonly Route[] = [
  {
    name: 'GET /channels/:channel',
    run: ({ param }, state) => wireSeen(state, seenChannel(state, param('channel'))),
  },
  {
    name: 'PATCH /channels/:channel',
    run(request, state) {
      const channel = seenChannel(state, request.param('channel'))
      const isThread = channel.thread !== undefined
      if (isThread) changeThread(state, channel, request)
      else changeChannel(state, channel, request)
      return wireSeen(state, channel)
    },
  },
  {
    name: 'DELETE /channels/:channel',
    run({ param }, state) {
      const { world } = state
      const channel = seenChannel(state, param('channel'))
      const about = wireSeen(state, channel)
      // A direct message is only closed.
      if (channel.guildId === undefined) return about
      requirePermission(state, channel, channel.thread === undefined ? Bits.ManageChannels : Bits.ManageThreads)
      for (const gone of world.removeChannel(channel.id)) state.store.forgetChannel(gone.id)
      if (channel.thread === undefined) emitChannel(state, 'CHANNEL_DELETE', channel)
      else emitThreadDeleted(state, channel, true)
      return about
    },
  },
  {
    name: 'POST /channels/:channel/typing',
    run({ param }, state) {
      const channel = textChannel(state, param('channel'))
      requirePermission(state, channel, channel.thread === undefined ? Bits.SendMessages : Bits.SendMessagesInThreads)
      state.typings.add({ channelId: channel.id, at: Date.now() })
      return undefined
    },
  },
]

export function wireSeen({ world }: PeerState, channel: WorldChannel): WireObject {
  const about = wireChannel(channel, world.appId)
  if (channel.type !== ChannelType.DM && channel.type !== ChannelType.GroupDM) return about
  const others = channel.recipients.filter((id) => id !== world.appId)
  return { ...about, recipients: others.map((id) => wireUser(world.user(id))) }
}

/** https://discord.com/developers/docs/resources/channel#modify-channel-json-params-thread */
function changeThread(state: PeerState, channel: WorldChannel, { body }: RouteRequest): void {
  const { thread } = channel
  if (thread === undefined) return
  const isOwn = thread.ownerId === state.world.appId
  const isKeeper = botMay(state, channel, Bits.ManageThreads)
  const onlyOpens = body.archived === false && Object.keys(body).length === 1 && !thread.isLocked
  if (!isKeeper && !isOwn && !onlyOpens) throw missingPermissions()
  if (!isKeeper && (body.locked !== undefined || body.rate_limit_per_user !== undefined)) throw missingPermissions()
  checkName(body)
  if (typeof body.name === 'string') channel.name = body.name
  if (typeof body.archived === 'boolean' && body.archived !== thread.isArchived) {
    thread.isArchived = body.archived
    thread.archiveChangedAt = new Date().toISOString()
  }
  if (typeof body.locked === 'boolean') thread.isLocked = body.locked
  if (typeof body.invitable === 'boolean') thread.isInvitable = body.invitable
  thread.autoArchiveMinutes = numberOf(body.auto_archive_duration) ?? thread.autoArchiveMinutes
  if (body.applied_tags !== undefined) channel.appliedTags = listOf(body.applied_tags).map(textOf)
  emitThread(state, 'THREAD_UPDATE', channel)
}

function changeChannel(state: PeerState, channel: WorldChannel, { body }: RouteRequest): void {
  requirePermission(state, channel, Bits.ManageChannels)
  checkName(body)
  if (typeof body.name === 'string') channel.name = body.name
  if (body.topic !== undefined) channel.topic = textOf(body.topic) || null
  emitChannel(state, 'CHANNEL_UPDATE', channel)
}

function checkName({ name }: WireObject): void {
  const problems = createProblems()
  if (name !== undefined && textOf(name) === '')
    problems.add('name', 'BASE_TYPE_BAD_LENGTH', 'Must be between 1 and 100 in length.')
  problems.tooLong('name', name, 100)
  problems.settle()
}
