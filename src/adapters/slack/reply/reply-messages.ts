import type { types } from '@slack/bolt'
import { z } from 'zod'
import { toKikuError } from '../../../domain/errors.ts'
import { refusalOf } from '../api/slack-api.ts'
import { type FoundMessage, findOwnMessages } from './find-own-messages.ts'
import { type MessageContent, writeAcceptably } from './message-content.ts'
import { isAmbiguous, type Setback, setbackOf } from './refusals.ts'
import type { ReplyContext } from './reply-context.ts'

/** A message of a reply as it stands in Slack. */
export interface ReplyMessage {
  readonly ts: string
  /** Whether an earlier try, or a call that seemed to fail, has left it, so that what it shows is not known. */
  readonly isFound: boolean
  isStreaming: boolean
  /** The content that it is known to show. */
  shown?: string | undefined
}

/** The messages of one reply, in the order in which they stand in the thread. All methods throw as `SlackApi.call`. */
export interface ReplyMessages {
  readonly list: readonly ReplyMessage[]
  startStream(chunks: readonly types.AnyChunk[], signal: AbortSignal): Promise<ReplyMessage>
  append(message: ReplyMessage, chunks: readonly types.AnyChunk[], signal: AbortSignal): Promise<void>
  /** Ends a stream; one that has ended already is fine. */
  stop(message: ReplyMessage, signal: AbortSignal): Promise<void>
  /** Makes a message show something. @param isOptional whether it may be left for the next time where it had to wait */
  change(message: ReplyMessage, content: MessageContent, signal: AbortSignal, isOptional?: boolean): Promise<void>
  post(content: MessageContent, signal: AbortSignal): Promise<void>
  remove(message: ReplyMessage, signal: AbortSignal): Promise<void>
  /** Takes a message for gone that somebody else has deleted. */
  drop(message: ReplyMessage): void
  /** Takes up what an earlier try has left in the thread. */
  takeUp(signal: AbortSignal): Promise<void>
  /** Looks once more for a message that a failed call may have posted. */
  takeUpLost(signal: AbortSignal): Promise<void>
}

const Posted = z.object({ ts: z.string().min(1) })
const DONE = z.object({})
const ENDED: ReadonlySet<Setback> = new Set(['stream-ended', 'stopped-by-reader', 'refused'])
/** While words wait, so that another way is taken soon. */
const STREAM_MS = 8_000
const START_PATIENCE_MS = 1_000
const WRITE_MS = 20_000
// What others wrote must not ping, link names or unfold links.
const UNPARSED = { parse: 'none', link_names: false }
const NO_PREVIEWS = { unfurl_links: false, unfurl_media: false }

export function createReplyMessages(context: ReplyContext): ReplyMessages {
  const { api, host, task, clock, telemetry } = context
  const { channel, threadTs, team } = task.place
  const list: ReplyMessage[] = []
  let isOneLost = false

  const call = <Result>(method: string, args: object, schema: z.ZodType<Result>, limits: CallLimits) =>
    api.call(method, { arguments: { channel, ...args }, schema, timeoutMs: WRITE_MS, ...limits })

  const add = async (ts: string, about: { readonly isStreaming: boolean; readonly isFound: boolean }) => {
    const message: ReplyMessage = { ...about, ts }
    list.push(message)
    const reply = { surface: 'slack', workspace: team, channel, messageId: ts, turnId: task.turnId, at: clock.now() }
    await host.replies.add(reply).catch((error: unknown) => {
      telemetry.error('reply-not-recorded', { code: toKikuError(error).code })
    })
    return message
  }

  /** Posts; what was posted although the call failed is found. @throws the call's error when nothing is */
  const create = async (isStreaming: boolean, signal: AbortSignal, post: () => Promise<{ readonly ts: string }>) => {
    try {
      return await add((await post()).ts, { isStreaming, isFound: false })
    } catch (error) {
      if (!isAmbiguous(error)) throw error
      isOneLost = true
      const [found] = await findOwnMessages(context, 'unrecorded', signal)
      telemetry.info('slack-post-looked-up', { isFound: found !== undefined })
      if (found === undefined) throw error
      isOneLost = false
      return add(found.ts, { isStreaming: found.isStreaming, isFound: true })
    }
  }

  /** Does what Slack does not allow with a message that is being streamed, after ending the stream if need be. */
  const unstreamed = async (message: ReplyMessage, signal: AbortSignal, work: () => Promise<unknown>) => {
    if (message.isStreaming) await stop(message, signal)
    try {
      await work()
    } catch (error) {
      if (setbackOf(error) !== 'streaming') throw error
      await stop(message, signal)
      await work()
    }
  }

  const stop = async (message: ReplyMessage, signal: AbortSignal) => {
    try {
      await call('chat.stopStream', { ts: message.ts }, DONE, { signal })
    } catch (error) {
      // A message that streams in spite of a refusal says so when it is changed.
      if (!ENDED.has(setbackOf(error))) throw error
    }
    message.isStreaming = false
  }

  const drop = (message: ReplyMessage) => {
    const at = list.indexOf(message)
    if (at >= 0) list.splice(at, 1)
  }

  return {
    list,
    stop,
    startStream(chunks, signal) {
      const stream = { thread_ts: threadTs, chunks, ...recipientOf(context) }
      const limits = { signal, timeoutMs: STREAM_MS, patienceMs: START_PATIENCE_MS }
      return create(true, signal, () => call('chat.startStream', stream, Posted, limits))
    },
    async append({ ts }, chunks, signal) {
      await call('chat.appendStream', { ts, chunks }, DONE, { signal, timeoutMs: STREAM_MS })
    },
    async change(message, content, signal, isOptional = false) {
      const shown = JSON.stringify(content)
      if (message.shown === shown) return
      message.shown = undefined
      await unstreamed(message, signal, () =>
        writeAcceptably(content, telemetry, async (written) => {
          await call('chat.update', { ts: message.ts, ...UNPARSED, ...written }, DONE, { signal, isOptional })
        }),
      )
      message.shown = shown
    },
    async post(content, signal) {
      const metadata = { event_type: 'kiku_reply', event_payload: { turn: task.turnId } }
      const posting = { thread_ts: threadTs, ...UNPARSED, ...NO_PREVIEWS, metadata }
      const message = await create(false, signal, () =>
        writeAcceptably(content, telemetry, (written) =>
          call('chat.postMessage', { ...posting, ...written }, Posted, { signal }),
        ),
      )
      if (!message.isFound) message.shown = JSON.stringify(content)
    },
    async remove(message, signal) {
      try {
        await unstreamed(message, signal, () => call('chat.delete', { ts: message.ts }, DONE, { signal }))
      } catch (error) {
        if (refusalOf(error) !== 'message_not_found') throw error
      }
      drop(message)
    },
    drop,
    async takeUp(signal) {
      const found = await findEarlier(context, signal)
      for (const { ts, isStreaming } of found) await add(ts, { isStreaming, isFound: true })
      if (found.length > 0) telemetry.info('reply-taken-up', { messages: found.length })
    },
    async takeUpLost(signal) {
      if (!isOneLost) return
      for (const { ts, isStreaming } of await findOwnMessages(context, 'unrecorded', signal)) {
        await add(ts, { isStreaming, isFound: true })
      }
      isOneLost = false
    },
  }
}

/** What an earlier try has left; by the record alone where the thread cannot be read. */
async function findEarlier(context: ReplyContext, signal: AbortSignal): Promise<readonly FoundMessage[]> {
  const { host, task, telemetry } = context
  try {
    return await findOwnMessages(context, 'all', signal)
  } catch (error) {
    const setback = setbackOf(error)
    if (setback !== 'refused' && setback !== 'unreachable') throw error
    telemetry.warn('thread-not-read', { error: refusalOf(error) })
    const recorded = await host.replies.listByTurn(task.turnId)
    const after = recorded.filter(({ messageId }) => Number(messageId) > Number(task.ts))
    return after.map(({ messageId }) => ({ ts: messageId, isStreaming: false }))
  }
}

interface CallLimits {
  readonly signal: AbortSignal
  readonly timeoutMs?: number
  readonly patienceMs?: number
  readonly isOptional?: boolean
}

/** In a direct message the reader is known, and Slack refuses to be told. */
function recipientOf({ task: { isDirect, asker } }: ReplyContext): object {
  return isDirect ? {} : { recipient_user_id: asker.user, recipient_team_id: asker.team }
}
