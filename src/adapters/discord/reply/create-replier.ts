import { toKikuError } from '../../../domain/errors.ts'
import { outlast } from '../../common/chat/outlast.ts'
import { readEvents } from '../../common/chat/read-events.ts'
import { createDraft, type DraftEnd, type ReplyDraft } from '../../common/chat/reply-draft.ts'
import { type ReplyEnd, ReplyStopped } from '../../common/chat/reply-end.ts'
import { refusalOf } from '../api/discord-api.ts'
import { concludeDirectly, type DirectReply } from './conclude-directly.ts'
import { concludeReply } from './conclude-reply.ts'
import { createEditPace } from './edit-pace.ts'
import { createFirstPosts, type FirstPost } from './first-posts.ts'
import { pointToDirect } from './point-to-direct.ts'
import { setbackOf } from './refusals.ts'
import type { Replier } from './replier.ts'
import { failureBodies } from './reply-bodies.ts'
import { type ReplierOptions, type ReplyContext, viewOf } from './reply-context.ts'
import { createReplyMessages, type ReplyMessages } from './reply-messages.ts'
import { showAlong } from './show-along.ts'
import { showBodies } from './show-bodies.ts'
import { tellAsker } from './tell-asker.ts'
import { createTyping } from './typing.ts'
import { VoiceLost } from './voice.ts'

/** How long a call that is under way may go on after the reply was aborted, in milliseconds. */
const GRACE_MS = 2_000
/** For the last steps of a reply that is not wanted any more. */
const CLOSING_MS = 30_000
/** For the last step of a reply that the end of the process cuts off. */
const PARTING_MS = 2_000
const PLACED: FirstPost = { isNext: () => true, done: () => {} }

/** Shows answers in Discord: see `Replier`. One for all servers, since it knows how busy channels are. */
export function createReplier(options: ReplierOptions): Replier {
  const pace = options.pace ?? createEditPace(options.clock)
  const typing = createTyping(options)
  const firstPosts = createFirstPosts()
  return {
    async showStatus({ target }, _status, signal) {
      if (target.kind === 'channel') await typing.show(target.channelId, signal)
    },
    async reply(events, task, signal) {
      const { target } = task
      // The response of a command has its place from the beginning.
      const firstPost = target.kind === 'channel' ? firstPosts.begin(target.channelId) : PLACED
      const context: ReplyContext = { ...options, pace, typing, firstPost, task }
      const draft = createDraft()
      const messages = createReplyMessages(context)
      const reading = readEvents(events, draft, signal)
      const writing = outlast(signal, GRACE_MS)
      let isShown = false
      try {
        const end = await showReply({ context, draft, messages }, signal, writing.signal)
        isShown = true
        return end
      } finally {
        firstPost.done()
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
  /** Set where the reply had to go on directly. */
  direct?: DirectReply
}

async function showReply(parts: Parts, signal: AbortSignal, writing: AbortSignal): Promise<ReplyEnd> {
  const { context, draft, messages } = parts
  try {
    if (context.task.isResumed) {
      await messages.takeUp(context.task.target.kind === 'channel' ? 'anywhere' : 'here', writing)
    }
    const end = await showAlong(draft, messages, context, writing)
    const shown = await conclude(end, parts, end.kind === 'aborted' ? closing() : writing)
    return isUnwanted(signal) ? await conclude(abortedBy(signal), parts, closing()) : shown
  } catch (error) {
    if (signal.aborted) return withdraw(signal.reason, parts)
    return giveUp(error, parts)
  }
}

async function conclude(end: DraftEnd, parts: Parts, signal: AbortSignal): Promise<ReplyEnd> {
  const { draft, messages, context, direct } = parts
  const there =
    direct === undefined ? undefined : await concludeReply(end, draft, direct.messages, direct.context, signal)
  try {
    return await concludeReply(end, draft, messages, context, signal)
  } catch (error) {
    if (!(error instanceof VoiceLost)) throw error
    if (there !== undefined) return there
    const began = (reply: DirectReply) => {
      parts.direct = reply
    }
    const ended = await concludeDirectly(end, draft, context, began, signal)
    await pointToDirect(messages, ended, context.task.locale, signal)
    return ended
  }
}

/** Ends a reply that was aborted while it was being shown. One that was complete is shown to its end nonetheless. */
async function withdraw(reason: unknown, parts: Parts): Promise<ReplyEnd> {
  if (!(reason instanceof ReplyStopped)) {
    // The next start goes on; until then nobody is there to whom the buttons speak.
    await takeButtonsAway(parts, AbortSignal.timeout(PARTING_MS)).catch(() => {})
    throw reason
  }
  const { end } = parts.draft
  const last: DraftEnd = reason.why === 'stopped' && end?.kind === 'done' ? end : { kind: 'aborted', reason }
  try {
    return await conclude(last, parts, closing())
  } catch (error) {
    parts.context.telemetry.warn('reply-not-withdrawn', describe(error))
    return { kind: 'stopped' }
  }
}

/** Discord does not let the reply stand where it belongs. */
async function giveUp(error: unknown, parts: Parts): Promise<ReplyEnd> {
  const { context } = parts
  context.telemetry.warn('reply-not-shown', describe(error))
  switch (setbackOf(error)) {
    case 'gone':
    case 'unreachable':
      break
    case 'forbidden':
      await tellAsker(context, error, closing())
      await takeButtonsAway(parts).catch(() => {})
      break
    default:
      // Anything is better than silence, and than a button that stops nothing.
      await explain(error, parts).catch(() => takeButtonsAway(parts).catch(() => {}))
  }
  return { kind: 'failed', code: toKikuError(error).code }
}

async function explain(error: unknown, { context, draft, messages }: Parts): Promise<void> {
  const view = viewOf(context.task)
  const say = (text: string) => showBodies(messages, failureBodies(text, toKikuError(error), view), closing())
  // Perhaps it is the words that Discord does not take.
  await say(draft.text).catch(() => say(''))
}

async function takeButtonsAway({ messages }: Parts, signal = closing()): Promise<void> {
  for (const message of messages.list) {
    const { shown } = message
    if (shown?.kind === 'plain') await messages.change(message, { ...shown, components: [] }, signal)
  }
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
