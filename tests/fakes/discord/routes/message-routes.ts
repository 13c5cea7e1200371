import { PermissionFlagsBits as Bits, MessageType } from 'discord.js'
import type { DiscordMessage } from '../messages/message.ts'
import { isEphemeral } from '../messages/message.ts'
import { emitBulkDeleted, emitDeleted, emitMessage } from '../messages/message-events.ts'
import { readingOver, wireMessage } from '../messages/wire-message.ts'
import { editMessage, writeMessage } from '../messages/write-message.ts'
import type { PeerState } from '../peer-state.ts'
import { DiscordRefusal, invalidForm, missingPermissions, unknown } from '../refusal.ts'
import type { Route, RouteRequest } from '../rest/route.ts'
import { isSnowflake, momentOf } from '../snowflakes.ts'
import { isForum } from '../thread-events.ts'
import { joinThread } from '../threads.ts'
import { compact, listOf, numberOf, objectOf, textOf, type WireObject } from '../wire.ts'
import { TEXT_TYPES, type WorldChannel } from '../world/world-channel.ts'
import { botMay, requireOpenThread, requirePermission, seenChannel, seenMessage, textChannel } from './access.ts'

export const MESSAGE_ROUTES: readonly Route[] = [
  { name: 'GET /channels/:channel/messages', run: listMessages },
  { name: 'POST /channels/:channel/messages', run: postMessage },
  { name: 'POST /channels/:channel/messages/bulk-delete', run: bulkDelete },
  {
    name: 'GET /channels/:channel/messages/:message',
    run({ param }, state) {
      const channel = textChannel(state, param('channel'))
      requirePermission(state, channel, Bits.ReadMessageHistory)
      return wireMessage(seenMessage(state, channel, param('message')), state, readingOver.rest(state))
    },
  },
  { name: 'PATCH /channels/:channel/messages/:message', run: patchMessage },
  {
    name: 'DELETE /channels/:channel/messages/:message',
    run({ param }, state) {
      const channel = textChannel(state, param('channel'))
      const message = seenMessage(state, channel, param('message'))
      if (message.authorId !== state.world.appId) {
        if (channel.guildId === undefined) throw new DiscordRefusal(403, 50003, 'Cannot execute action on a DM channel')
        requirePermission(state, channel, Bits.ManageMessages)
      }
      requireOpenThread(state, channel, { toWrite: false })
      state.store.remove(message)
      emitDeleted(state, message)
      return undefined
    },
  },
]

/** Newest first, whatever is asked for (https://discord.com/developers/docs/resources/message#get-channel-messages). */
function listMessages({ param, query }: RouteRequest, state: PeerState): readonly WireObject[] {
  const channel = textChannel(state, param('channel'))
  const limit = Number(query.get('limit') ?? 50)
  if (!(Number.isInteger(limit) && limit >= 1 && limit <= 100))
    throw invalidForm('limit', 'NUMBER_TYPE_MAX', 'int value should be between 1 and 100.')
  if (!botMay(state, channel, Bits.ReadMessageHistory)) return []
  const all = state.store.inChannel(channel.id).filter((message) => !isEphemeral(message))
  return choosePage(all, query, limit)
    .reverse()
    .map((message) => wireMessage(message, state, readingOver.rest(state)))
}

/** @returns oldest first */
function choosePage(all: readonly DiscordMessage[], query: URLSearchParams, limit: number): DiscordMessage[] {
  const asked = (name: string) => {
    const id = query.get(name)
    if (id !== null && !isSnowflake(id)) throw invalidForm(name, 'NUMBER_TYPE_COERCE', 'Value is not snowflake.')
    return id === null ? undefined : BigInt(id)
  }
  const before = asked('before')
  const after = asked('after')
  const around = asked('around')
  if (around !== undefined) {
    const half = Math.floor(limit / 2)
    const older = all.filter(({ id }) => BigInt(id) < around).slice(-half)
    const newer = all.filter(({ id }) => BigInt(id) >= around).slice(0, limit - older.length)
    return [...older, ...newer]
  }
  if (after !== undefined) return all.filter(({ id }) => BigInt(id) > after).slice(0, limit)
  return all.filter(({ id }) => before === undefined || BigInt(id) < before).slice(-limit)
}

function postMessage({ param, body, files }: RouteRequest, state: PeerState): WireObject {
  const channel = seenChannel(state, param('channel'))
  if (isForum(channel)) throw new DiscordRefusal(400, 40058, 'Cannot send a message in a forum channel')
  if (!TEXT_TYPES.has(channel.type)) throw new DiscordRefusal(400, 50008, 'Cannot send messages in a non-text channel')
  requireReachable(state, channel)
  requireToWrite(state, channel, { hasEmbeds: listOf(body.embeds).length > 0, hasFiles: files.length > 0 })
  requireOpenThread(state, channel, { toWrite: true })
  // Whoever writes in a thread is in it.
  if (channel.thread !== undefined) joinThread(state, channel, state.world.appId)
  const nonce = typeof body.nonce === 'string' || typeof body.nonce === 'number' ? body.nonce : undefined
  const since = Date.now() - state.limits.nonceLifeMs
  const known =
    nonce !== undefined && body.enforce_nonce === true
      ? state.store.findByNonce(state.world.appId, nonce, since)
      : undefined
  const message =
    known ?? writeMessage(state, { body, files }, { channelId: channel.id, nonce, ...replyOf(state, channel, body) })
  return compact({ ...wireMessage(message, state, readingOver.rest(state)), nonce })
}

/** Bots write to people who let them and share a server with them, or who installed the app. */
function requireReachable({ world }: PeerState, channel: WorldChannel): void {
  if (channel.guildId !== undefined) return
  const user = channel.recipients.find((id) => id !== world.appId)
  if (user === undefined) return
  const { acceptsDirectMessages, hasInstalled } = world.user(user)
  const isShared = [...world.guilds.values()].some(({ isBotIn, members }) => isBotIn && members.has(user))
  if (!acceptsDirectMessages || !(isShared || hasInstalled))
    throw new DiscordRefusal(403, 50007, 'Cannot send messages to this user')
}

/** @throws DiscordRefusal 50013 */
export function requireToWrite(
  state: PeerState,
  channel: WorldChannel,
  { hasEmbeds, hasFiles }: { readonly hasEmbeds: boolean; readonly hasFiles: boolean },
): void {
  requirePermission(state, channel, channel.thread === undefined ? Bits.SendMessages : Bits.SendMessagesInThreads)
  if (hasEmbeds) requirePermission(state, channel, Bits.EmbedLinks)
  if (hasFiles) requirePermission(state, channel, Bits.AttachFiles)
}

/** What a message answers. @throws DiscordRefusal where that is not there, and it was not said that this is fine */
function replyOf(state: PeerState, channel: WorldChannel, body: WireObject) {
  const reference = objectOf(body.message_reference)
  const messageId = textOf(reference.message_id)
  if (messageId === '') return {}
  if (!botMay(state, channel, Bits.ReadMessageHistory))
    throw new DiscordRefusal(400, 160002, 'Cannot reply without permission to read message history')
  const message = state.store.find(messageId)
  const isThere = message !== undefined && message.channelId === channel.id && !isEphemeral(message)
  if (!isThere) {
    if (reference.fail_if_not_exists === false) return {}
    throw invalidForm('message_reference', 'MESSAGE_REFERENCE_UNKNOWN_MESSAGE', 'Unknown message')
  }
  if (message.type !== MessageType.Default && isSystem(message))
    throw invalidForm('message_reference', 'REPLIES_CANNOT_REPLY_TO_SYSTEM_MESSAGE', 'Cannot reply to a system message')
  const answered = { kind: 'reply' as const, channelId: channel.id, messageId }
  return { type: MessageType.Reply, reference: answered, repliedTo: message.authorId }
}

const isSystem = ({ type }: DiscordMessage) =>
  ![MessageType.Default, MessageType.Reply, MessageType.ChatInputCommand, MessageType.ContextMenuCommand].includes(type)

function patchMessage({ param, body, files }: RouteRequest, state: PeerState): WireObject {
  const channel = textChannel(state, param('channel'))
  const message = seenMessage(state, channel, param('message'))
  if (message.authorId !== state.world.appId) {
    const onlyFlags = Object.keys(body).every((name) => name === 'flags')
    if (!onlyFlags) throw new DiscordRefusal(403, 50005, 'Cannot edit a message authored by another user')
    requirePermission(state, channel, Bits.ManageMessages)
    message.flags = numberOf(body.flags) ?? message.flags
    emitMessage(state, 'MESSAGE_UPDATE', message)
    return wireMessage(message, state, readingOver.rest(state))
  }
  if (isSystem(message)) throw new DiscordRefusal(403, 50021, 'Cannot execute action on a system message')
  requireOpenThread(state, channel, { toWrite: false })
  if (files.length > 0 && !botMay(state, channel, Bits.AttachFiles)) throw missingPermissions()
  editMessage(state, { body, files }, message)
  return wireMessage(message, state, readingOver.rest(state))
}

const TWO_WEEKS_MS = 14 * 24 * 60 * 60_000

function bulkDelete({ param, body }: RouteRequest, state: PeerState): undefined {
  const channel = textChannel(state, param('channel'))
  if (channel.guildId === undefined) throw unknown('Channel')
  requirePermission(state, channel, Bits.ManageMessages)
  const ids = listOf(body.messages).map(textOf)
  if (ids.length < 2 || ids.length > 100)
    throw new DiscordRefusal(400, 50016, 'You must provide at least 2 and at most 100 messages to delete.')
  if (ids.some((id) => momentOf(id) < Date.now() - TWO_WEEKS_MS))
    throw new DiscordRefusal(400, 50034, 'You can only bulk delete messages that are under 14 days old.')
  const messages = ids.flatMap((id) => {
    const message = state.store.find(id)
    return message !== undefined && message.channelId === channel.id ? [message] : []
  })
  for (const message of messages) state.store.remove(message)
  emitBulkDeleted(state, messages)
  return undefined
}
