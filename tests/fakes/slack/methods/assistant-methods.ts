import type { PeerState } from '../peer-state.ts'
import { listOf, objectsOf, SlackRefusal, textOf, type WireObject } from '../wire.ts'
import { anyOf, isTs, type Method, need, ownChannel, structureOf } from './method.ts'

export const assistantMethods: Readonly<Record<string, Method>> = {
  'assistant.threads.setStatus': { run: setStatus, scopes: anyOf('chat:write', 'assistant:write') },
  'assistant.threads.setTitle': { run: setTitle, scopes: anyOf('assistant:write', 'chat:write') },
  'assistant.threads.setSuggestedPrompts': { run: setPrompts, scopes: anyOf('assistant:write', 'chat:write') },
}

const MOST_PROMPTS = 4
const MOST_LOADING_MESSAGES = 10

function setStatus(parameters: WireObject, state: PeerState): WireObject {
  need(parameters, 'channel_id', 'thread_ts')
  if (parameters.status === undefined) throw new SlackRefusal('invalid_arguments', ['missing required field: status'])
  const channel = ownChannel(parameters.channel_id, state)
  const loadingMessages = listOf(structureOf(parameters, 'loading_messages', 'invalid_arguments'))
  if (loadingMessages.length > MOST_LOADING_MESSAGES)
    throw new SlackRefusal('invalid_arguments', ['too many loading_messages'])
  const threadTs = existingThread(parameters.thread_ts, channel.id, state)
  state.statuses.add({
    channel: channel.id,
    threadTs,
    status: textOf(parameters.status),
    loadingMessages,
    at: Date.now(),
  })
  return {}
}

function setTitle(parameters: WireObject, state: PeerState): WireObject {
  need(parameters, 'channel_id', 'thread_ts', 'title')
  const channel = ownChannel(parameters.channel_id, state)
  if (channel.kind !== 'im') throw new SlackRefusal('channel_not_found')
  const threadTs = existingThread(parameters.thread_ts, channel.id, state)
  state.titles.set(`${channel.id}/${threadTs}`, textOf(parameters.title))
  return {}
}

function setPrompts(parameters: WireObject, state: PeerState): WireObject {
  need(parameters, 'channel_id', 'prompts')
  const channel = ownChannel(parameters.channel_id, state)
  if (channel.kind !== 'im') throw new SlackRefusal('channel_not_found')
  const prompts = objectsOf(structureOf(parameters, 'prompts', 'invalid_arguments'))
  const isComplete = prompts.every(({ title, message }) => textOf(title) !== '' && textOf(message) !== '')
  if (prompts.length === 0 || prompts.length > MOST_PROMPTS || !isComplete) {
    throw new SlackRefusal('invalid_arguments', ['prompts must be one to four, each with title and message'])
  }
  const isInThread = parameters.thread_ts !== undefined && parameters.thread_ts !== ''
  state.prompts.add({
    channel: channel.id,
    threadTs: isInThread ? existingThread(parameters.thread_ts, channel.id, state) : undefined,
    title: parameters.title === undefined ? undefined : textOf(parameters.title),
    prompts,
  })
  return {}
}

function existingThread(threadTs: unknown, channel: string, { store }: PeerState): string {
  if (!isTs(threadTs)) throw new SlackRefusal('invalid_thread_ts')
  const isThread = store.find(channel, threadTs) !== undefined || store.countReplies(channel, threadTs) > 0
  if (!isThread) throw new SlackRefusal('invalid_thread_ts')
  return threadTs
}
