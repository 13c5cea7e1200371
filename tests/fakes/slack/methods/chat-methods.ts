import type { SlackMessage } from '../message.ts'
import { changedEvent, deletedEvent, postedEvent } from '../message-events.ts'
import { type PeerState, recordPings } from '../peer-state.ts'
import { SlackRefusal, textOf, type WireObject } from '../wire.ts'
import { wireMessage } from '../wire-message.ts'
import { BOT, BOT_USER } from '../world.ts'
import { contentsOf, threadOf } from './message-arguments.ts'
import { anyOf, isTs, type Method, metadataOf, need, ownChannel, visibleChannel } from './method.ts'

/** Characters of text that an update bears. */
const MOST_UPDATE = 4_000

export const chatMethods: Readonly<Record<string, Method>> = {
  'chat.postMessage': { run: postMessage, scopes: anyOf('chat:write') },
  'chat.update': { run: updateMessage, scopes: anyOf('chat:write') },
  'chat.delete': { run: deleteMessage, scopes: anyOf('chat:write') },
  'chat.postEphemeral': { run: postEphemeral, scopes: anyOf('chat:write') },
  'chat.getPermalink': { run: getPermalink, scopes: () => [] },
}

function postMessage(parameters: WireObject, state: PeerState): WireObject {
  need(parameters, 'channel')
  const channel = postable(parameters, state)
  const contents = contentsOf(parameters)
  const threadTs = threadOf(parameters, channel.id, state)
  const message = state.store.add({
    channel: channel.id,
    user: BOT_USER,
    bot: BOT,
    team: state.world.team,
    text: contents.text,
    isMarkdown: contents.isMarkdown,
    blocks: contents.blocks ?? [],
    metadata: metadataOf(parameters),
    ...(threadTs === undefined ? {} : { threadTs }),
  })
  recordPings(state, { method: 'chat.postMessage', channel: channel.id, ts: message.ts }, message)
  state.echo(postedEvent(message, channel), channel.id)
  return { channel: channel.id, ts: message.ts, message: wireMessage(message) }
}

/** A person's id stands for the direct message with that person. */
function postable(parameters: WireObject, state: PeerState) {
  const id = textOf(parameters.channel)
  if (/^[UW]/.test(id)) {
    if (!state.world.users.has(id)) throw new SlackRefusal('channel_not_found')
    return state.world.directMessage(id)
  }
  const channel = ownChannel(id, state)
  if (channel.isArchived) throw new SlackRefusal('is_archived')
  return channel
}

function updateMessage(parameters: WireObject, state: PeerState): WireObject {
  need(parameters, 'channel', 'ts')
  const channel = visibleChannel(parameters.channel, state)
  const message = ownMessage(parameters, state, 'cant_update_message')
  if (isStreaming(message, state)) throw new SlackRefusal('streaming_state_conflict')
  if (textOf(parameters.text).length > MOST_UPDATE) throw new SlackRefusal('msg_too_long')
  const metadata = metadataOf(parameters)
  const contents = contentsOf(parameters)
  const before = wireMessage(message)

  message.text = contents.text
  message.isMarkdown = contents.isMarkdown
  // Blocks that are not mentioned stay; what was streamed goes with the text that replaces it.
  message.blocks = contents.blocks ?? (contents.isMarkdown ? [] : message.blocks)
  message.parts = []
  message.metadata = metadata ?? message.metadata
  message.edits += 1
  message.edited = { user: BOT_USER, ts: state.store.nextTs() }
  recordPings(state, { method: 'chat.update', channel: channel.id, ts: message.ts }, message)
  state.echo(changedEvent(message, before, channel, state.store.nextTs()), channel.id)
  return { channel: channel.id, ts: message.ts, text: message.text, message: wireMessage(message) }
}

function deleteMessage(parameters: WireObject, state: PeerState): WireObject {
  need(parameters, 'channel', 'ts')
  const channel = visibleChannel(parameters.channel, state)
  const message = ownMessage(parameters, state, 'cant_delete_message')
  if (isStreaming(message, state)) throw new SlackRefusal('cant_delete_message')
  state.echo(deletedEvent(message, channel, state), channel.id)
  return { channel: channel.id, ts: message.ts }
}

/** A message of the app itself: nobody else's can be changed. */
function ownMessage(parameters: WireObject, { store }: PeerState, refusal: string): SlackMessage {
  const message = isTs(parameters.ts) ? store.find(textOf(parameters.channel), parameters.ts) : undefined
  if (message === undefined || message.isTombstone) throw new SlackRefusal('message_not_found')
  if (message.bot !== BOT) throw new SlackRefusal(refusal)
  return message
}

/** Streams end by themselves after a while, whatever was appended. */
export function isStreaming(message: SlackMessage, { limits }: PeerState): boolean {
  const isOver = message.streaming === 'in_progress' && Date.now() - message.streamStartedAt > limits.streamLifeMs
  if (isOver) message.streaming = 'errored'
  return message.streaming === 'in_progress'
}

function postEphemeral(parameters: WireObject, state: PeerState): WireObject {
  need(parameters, 'channel', 'user')
  const channel = ownChannel(parameters.channel, state)
  const user = textOf(parameters.user)
  if (!channel.members.has(user)) throw new SlackRefusal('user_not_in_channel')
  const { text, blocks } = contentsOf(parameters)
  const threadTs = threadOf(parameters, channel.id, state)
  const shown = state.ephemerals.add({
    ts: state.store.nextTs(),
    channel: channel.id,
    user,
    threadTs,
    via: 'chat.postEphemeral',
    text,
    blocks: blocks ?? [],
  })
  recordPings(state, { method: 'chat.postEphemeral', channel: channel.id, ts: shown.ts }, shown)
  return { message_ts: shown.ts }
}

function getPermalink(parameters: WireObject, state: PeerState): WireObject {
  need(parameters, 'channel', 'message_ts')
  const channel = visibleChannel(parameters.channel, state)
  const message = state.store.find(channel.id, textOf(parameters.message_ts))
  if (message === undefined) throw new SlackRefusal('message_not_found')
  const address = `${state.world.url}archives/${channel.id}/p${message.ts.replace('.', '')}`
  const isReply = message.threadTs !== undefined && message.threadTs !== message.ts
  const permalink = isReply ? `${address}?thread_ts=${message.threadTs}&cid=${channel.id}` : address
  return { channel: channel.id, permalink }
}
