import type { SlackMessage } from '../message.ts'
import { compareTs } from '../message-store.ts'
import { takePage } from '../paginate.ts'
import type { PeerState } from '../peer-state.ts'
import { SlackRefusal, textOf, type WireObject } from '../wire.ts'
import { wireInHistory, wireMessage } from '../wire-message.ts'
import { forChannel, isTrue, type Method, need, ownChannel } from './method.ts'

export const historyMethods: Readonly<Record<string, Method>> = {
  'conversations.history': { run: readHistory, scopes: forChannel('history') },
  'conversations.replies': { run: readReplies, scopes: forChannel('history') },
}

/** Messages of a channel without the replies in its threads, newest first. */
function readHistory(parameters: WireObject, state: PeerState): WireObject {
  need(parameters, 'channel')
  const channel = ownChannel(parameters.channel, state)
  const isTop = (message: SlackMessage) =>
    message.threadTs === undefined || message.threadTs === message.ts || message.subtype === 'thread_broadcast'
  const all = state.store.inChannel(channel.id).filter((message) => isTop(message) && isWithin(message, parameters))
  const { items, nextCursor } = takePage(all.toReversed(), parameters, { usual: 100, most: 999 })
  return {
    messages: items.map((message) => withMetadata(wireInHistory(message, state.store), parameters)),
    has_more: nextCursor !== '',
    pin_count: 0,
    response_metadata: { next_cursor: nextCursor },
  }
}

/**
 * A thread, oldest first. The head stands at the beginning of every page, also outside the times that were asked for. A
 * reply's own timestamp gives that reply alone.
 */
function readReplies(parameters: WireObject, state: PeerState): WireObject {
  need(parameters, 'channel', 'ts')
  const channel = ownChannel(parameters.channel, state)
  const ts = textOf(parameters.ts)
  const found = state.store.find(channel.id, ts)
  const [head, ...replies] = state.store.inThread(channel.id, ts)
  if (head === undefined || found === undefined) throw new SlackRefusal('thread_not_found')
  const within = replies.filter((message) => isWithin(message, parameters))
  const { items, nextCursor } = takePage(within, parameters, { usual: 999, most: 1000 })
  const shown = items.map((message) => ({ ...wireMessage(message), parent_user_id: head.user }))
  return {
    messages: [wireInHistory(head, state.store), ...shown].map((message) => withMetadata(message, parameters)),
    has_more: nextCursor !== '',
    response_metadata: { next_cursor: nextCursor },
  }
}

/** Metadata is only shown to those who ask for it. */
function withMetadata(message: WireObject, parameters: WireObject): WireObject {
  if (isTrue(parameters.include_all_metadata)) return message
  const { metadata: _metadata, ...rest } = message
  return rest
}

function isWithin({ ts }: SlackMessage, parameters: WireObject): boolean {
  const least = isTrue(parameters.inclusive) ? 0 : 1
  const oldest = textOf(parameters.oldest)
  const latest = textOf(parameters.latest)
  const isLateEnough = oldest === '' || oldest === '0' || compareTs(ts, oldest) >= least
  return isLateEnough && (latest === '' || compareTs(latest, ts) >= least)
}
