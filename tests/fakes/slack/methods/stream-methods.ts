import { acceptBlocks } from '../check-blocks.ts'
import { findPings, findPingsInBlocks, findPingTokens } from '../find-pings.ts'
import { blocksOf, type SlackMessage, streamedTextOf } from '../message.ts'
import { changedEvent, postedEvent } from '../message-events.ts'
import type { PeerState } from '../peer-state.ts'
import { SlackRefusal, textOf, type WireObject } from '../wire.ts'
import { wireMessage } from '../wire-message.ts'
import { BOT, BOT_USER } from '../world.ts'
import type { WorldChannel } from '../world-channel.ts'
import { isStreaming } from './chat-methods.ts'
import { threadOf } from './message-arguments.ts'
import { anyOf, type Method, metadataOf, need, ownChannel, structureOf } from './method.ts'
import { appendParts, chunksOf } from './stream-chunks.ts'

export const streamMethods: Readonly<Record<string, Method>> = {
  'chat.startStream': { run: startStream, scopes: anyOf('chat:write') },
  'chat.appendStream': { run: appendStream, scopes: anyOf('chat:write') },
  'chat.stopStream': { run: stopStream, scopes: anyOf('chat:write') },
}

/** Text before the new in which a token that calls somebody may have begun. */
const OVERLAP = 64

function startStream(parameters: WireObject, state: PeerState): WireObject {
  need(parameters, 'channel', 'thread_ts')
  const channel = ownChannel(parameters.channel, state)
  if (channel.isArchived) throw new SlackRefusal('is_archived')
  checkRecipient(parameters, channel, state)
  const parts = chunksOf(parameters)
  const threadTs = threadOf(parameters, channel.id, state)
  const message = state.store.add({
    channel: channel.id,
    user: BOT_USER,
    bot: BOT,
    team: state.world.team,
    subtype: 'bot_message',
    text: '',
    isMarkdown: true,
    streaming: 'in_progress',
    streamStartedAt: Date.now(),
    parts: appendParts([], parts, state.limits),
    ...(threadTs === undefined ? {} : { threadTs }),
  })
  recordNewPings(state, message, 0, 'chat.startStream')
  state.echo(postedEvent(message, channel), channel.id)
  return { channel: channel.id, ts: message.ts }
}

/** Outside direct messages Slack wants to know for whom it streams. */
function checkRecipient(parameters: WireObject, channel: WorldChannel, { world }: PeerState): void {
  if (channel.kind === 'im') return
  const user = textOf(parameters.recipient_user_id)
  const team = textOf(parameters.recipient_team_id)
  if (user === '') throw new SlackRefusal('missing_recipient_user_id')
  if (team === '') throw new SlackRefusal('missing_recipient_team_id')
  const known = world.users.get(user)
  if (known === undefined) throw new SlackRefusal('user_not_found')
  if (known.team !== team)
    throw new SlackRefusal('invalid_arguments', ['recipient_team_id is not the team of the user'])
}

function appendStream(parameters: WireObject, state: PeerState): WireObject {
  need(parameters, 'channel', 'ts')
  const parts = chunksOf(parameters)
  if (parts.length === 0) throw new SlackRefusal('invalid_arguments', ['missing required field: markdown_text'])
  const message = openStream(parameters, state)
  const before = streamedTextOf(message).length
  message.parts = appendParts(message.parts, parts, state.limits)
  recordNewPings(state, message, before, 'chat.appendStream')
  return { channel: message.channel, ts: message.ts }
}

function stopStream(parameters: WireObject, state: PeerState): WireObject {
  need(parameters, 'channel', 'ts')
  const channel = ownChannel(parameters.channel, state)
  const parts = chunksOf(parameters)
  const given = structureOf(parameters, 'blocks', 'invalid_blocks_format')
  const blocks = given === undefined ? [] : acceptBlocks(given)
  const metadata = metadataOf(parameters)
  const message = openStream(parameters, state)
  const previous = wireMessage(message)

  message.parts = appendParts(message.parts, parts, state.limits)
  message.text = streamedTextOf(message)
  message.blocks = blocks
  message.metadata = metadata
  message.streaming = 'completed'
  const where = { method: 'chat.stopStream', channel: channel.id, ts: message.ts }
  for (const ping of [...findPings(message.text), ...findPingsInBlocks(blocksOf(message))])
    state.pings.add({ ...where, ping })
  state.echo(changedEvent(message, previous, channel, state.store.nextTs()), channel.id)
  return { channel: channel.id, ts: message.ts, message: wireMessage(message) }
}

/** @throws SlackRefusal `message_not_found`, `message_not_in_streaming_state` */
function openStream(parameters: WireObject, state: PeerState): SlackMessage {
  const message = state.store.find(textOf(parameters.channel), textOf(parameters.ts))
  if (message === undefined) throw new SlackRefusal('message_not_found')
  if (message.bot !== BOT || !isStreaming(message, state)) throw new SlackRefusal('message_not_in_streaming_state')
  return message
}

/** A token may come in two pieces, so what came before is looked at again. */
function recordNewPings(state: PeerState, message: SlackMessage, before: number, method: string): void {
  const added = streamedTextOf(message).slice(Math.max(0, before - OVERLAP))
  for (const ping of findPingTokens(added)) state.pings.add({ method, channel: message.channel, ts: message.ts, ping })
}
