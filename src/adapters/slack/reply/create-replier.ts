import { toKikuError } from '../../../domain/errors.ts'
import { outlast } from '../../common/chat/outlast.ts'
import { readEvents } from '../../common/chat/read-events.ts'
import { createDraft, type DraftEnd, type ReplyDraft } from '../../common/chat/reply-draft.ts'
import { type ReplyEnd, ReplyStopped } from '../../common/chat/reply-end.ts'
import { refusalOf } from '../api/slack-api.ts'
import { concludeReply } from './conclude-reply.ts'
import { createLiveView } from './create-live-view.ts'
import type { MessageContent } from './message-content.ts'
import { setbackOf } from './refusals.ts'
import type { Replier } from './replier.ts'
import { failureContents } from './reply-contents.ts'
import type { ReplierOptions, ReplyContext } from './reply-context.ts'
import { createReplyMessages, type ReplyMessages } from './reply-messages.ts'
import { showAlong } from './show-along.ts'
import { createStatusLine, type StatusLine, showStatus } from './status-line.ts'
import { createStatusPace } from './status-pace.ts'
import { createStreamSupport } from './stream-support.ts'
import { tellAsker } from './tell-asker.ts'

/** How long a call that is under way may go on after the reply was aborted, in milliseconds. */
const GRACE_MS = 2_000
/** For the last steps of a reply that is not wanted any more. */
const CLOSING_MS = 30_000
/** For not leaving a stream open when the process ends. */
const STOP_MS = 2_000

/** Shows answers in Slack: see `Replier`. One for a workspace, since it remembers what the workspace does not take. */
export function createReplier(options: ReplierOptions): Replier {
  const support = createStreamSupport(options.clock)
  const pace = createStatusPace(options.clock)
  return {
    async showStatus(task, status, signal) {
      pace.note(task.place.channel)
      if (!(await showStatus(options, task, status, signal))) pace.miss(task.turnId)
    },
    async reply(events, task, signal) {
      const context: ReplyContext = { ...options, task, support }
      const draft = createDraft()
      const messages = createReplyMessages(context)
      const reading = readEvents(events, draft, signal)
      const writing = outlast(signal, GRACE_MS)
      const status = createStatusLine(options, task, pace, writing.signal)
      const parts = { context, draft, messages, status }
      let isShown = false
      try {
        const end = await showReply(parts, signal, writing.signal)
        isShown = true
        return end
      } finally {
        await leaveNothingOpen(parts)
        pace.settle(task.turnId)
        writing.release()
        await reading.release(isShown)
      }
    },
  }
}

interface Parts {
  readonly context: ReplyContext
  readonly draft: ReplyDraft
  readonly messages: ReplyMessages
  readonly status: StatusLine
}

async function showReply(parts: Parts, signal: AbortSignal, writing: AbortSignal): Promise<ReplyEnd> {
  const { context, draft, messages, status } = parts
  try {
    if (context.task.isResumed) await messages.takeUp(writing)
    const view = createLiveView(context, messages)
    const end = await showAlong({ draft, view, status, clock: context.clock }, writing)
    const shown = await conclude(end, parts, end.kind === 'aborted' ? closing() : writing)
    return isUnwanted(signal) ? await conclude(abortedBy(signal), parts, closing()) : shown
  } catch (error) {
    if (error instanceof ReplyStopped) return withdraw(error, parts)
    if (signal.aborted) return withdraw(signal.reason, parts)
    return giveUp(error, parts)
  }
}

function conclude(end: DraftEnd, { draft, messages, context }: Parts, signal: AbortSignal): Promise<ReplyEnd> {
  return concludeReply(end, draft, messages, context, signal)
}

/** Ends a reply that was aborted while it was being shown. One that was complete is shown to its end nonetheless. */
async function withdraw(reason: unknown, parts: Parts): Promise<ReplyEnd> {
  if (!(reason instanceof ReplyStopped)) throw reason
  const { end } = parts.draft
  const last: DraftEnd = reason.why === 'stopped' && end?.kind === 'done' ? end : { kind: 'aborted', reason }
  try {
    return await conclude(last, parts, closing())
  } catch (error) {
    parts.context.telemetry.warn('reply-not-withdrawn', describe(error))
    return { kind: 'stopped' }
  }
}

/** Slack does not let the reply stand where it belongs. */
async function giveUp(error: unknown, parts: Parts): Promise<ReplyEnd> {
  const { context } = parts
  const { code } = toKikuError(error)
  context.telemetry.warn('reply-not-shown', describe(error))
  switch (setbackOf(error)) {
    case 'gone':
    case 'unreachable':
      break
    case 'forbidden':
      await tellAsker(context, closing())
      break
    default:
      // Anything is better than silence.
      await say(failureContents('', toKikuError(error), context.task), parts).catch(() => {})
  }
  return { kind: 'failed', code }
}

async function say(contents: readonly MessageContent[], { messages }: Parts): Promise<void> {
  for (const content of contents) await messages.post(content, closing())
}

async function leaveNothingOpen({ messages, status, context }: Parts): Promise<void> {
  if (messages.list.length > 0) status.replace()
  const signal = AbortSignal.timeout(STOP_MS)
  const open = messages.list.filter(({ isStreaming }) => isStreaming)
  const stops = open.map((message) => messages.stop(message, signal))
  const results = await Promise.allSettled([status.clear(signal), ...stops])
  const failed = results.filter(({ status }) => status === 'rejected').length
  if (failed > 0) context.telemetry.warn('slack-streams-left-open', { streams: failed })
}

function isUnwanted(signal: AbortSignal): boolean {
  return signal.reason instanceof ReplyStopped && signal.reason.why !== 'stopped'
}

function abortedBy(signal: AbortSignal): DraftEnd {
  return { kind: 'aborted', reason: signal.reason }
}

function closing(): AbortSignal {
  return AbortSignal.timeout(CLOSING_MS)
}

function describe(error: unknown) {
  return { code: toKikuError(error).code, error: refusalOf(error) }
}
