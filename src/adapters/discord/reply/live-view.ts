import type { ReplyDraft } from '../../common/chat/reply-draft.ts'
import { TOKEN_LIFE_MS } from '../api/interaction-api.ts'
import type { MessageBody } from '../render/message-body.ts'
import { mayGoOn } from './interaction-voice.ts'
import { setbackOf } from './refusals.ts'
import { draftBodies, farewellBodies, statusBody } from './reply-bodies.ts'
import { type ReplyContext, viewOf } from './reply-context.ts'
import type { ReplyMessages } from './reply-messages.ts'
import { replyWords } from './reply-words.ts'
import { showBodies } from './show-bodies.ts'
import { VoiceLost } from './voice.ts'

/** Shows an answer while it is being written. What it throws has no place in a view: the reply as a whole has failed. */
export interface LiveView {
  /** Shows what the draft holds, if it is time for that. @returns milliseconds after which to look again */
  show(draft: ReplyDraft, signal: AbortSignal): Promise<number>
  /** Whether words of the answer stand in Discord. */
  readonly hasWords: boolean
}

/** The first words wait this long for company, in milliseconds; short answers are complete by then. */
const FIRST_MS = 200
/** How long Kiku may think before a message says so, in milliseconds; until then it types. */
const STATUS_AFTER_MS = 2_500
/** Stages pass in milliseconds; nobody could read them. */
const STATUS_MS = 2_000
/** Places in the queue pass, too; were each told, a crowd would use up the requests that those who come need for a first sign. */
const WAITING_MS = 10_000
const TICK_MS = 500
const REST_MS = 5_000
/** After Discord did not answer. */
const AGAIN_MS = 2_000
/** Before a token expires, so that the last words to it arrive. */
const FAREWELL_MS = 30_000

export function createLiveView(context: ReplyContext, messages: ReplyMessages): LiveView {
  const { task, clock, pace, identity, firstPost } = context
  const { target } = task
  const view = viewOf(task)
  /** Discord counts what belongs to an interaction by itself, and posts and edits apart. */
  const laneOf = () => {
    if (target.kind === 'interaction') return target.ref.id
    return messages.list.length === 0 ? `post ${target.channelId}` : target.channelId
  }
  const begunAt = clock.elapsed()
  let wordsAt: number | undefined
  let statusAt = Number.NEGATIVE_INFINITY
  let shown = 0
  let shownStatus: string | undefined
  let showsWaiting = false
  let isSilent = false

  const write = async (bodies: readonly MessageBody[], signal: AbortSignal): Promise<'shown' | 'later' | number> => {
    // What began earlier in this channel is about to be seen.
    if (messages.list.length === 0 && !firstPost.isNext()) return TICK_MS
    const lane = laneOf()
    const waitMs = pace.take(lane)
    if (waitMs > 0) return waitMs
    const start = clock.elapsed()
    try {
      await showBodies(messages, bodies, signal)
      firstPost.done()
      // What was just posted needs no edit at once.
      for (const used of new Set([lane, laneOf()])) pace.note(used, clock.elapsed() - start)
      return 'shown'
    } catch (error) {
      if (!(error instanceof VoiceLost) && setbackOf(error) !== 'unreachable') throw error
      // The end of the answer finds another way.
      isSilent = error instanceof VoiceLost
      pace.note(lane, Math.max(AGAIN_MS, clock.elapsed() - start))
      return 'later'
    }
  }

  const showWords = async (draft: ReplyDraft, signal: AbortSignal): Promise<number> => {
    const now = clock.elapsed()
    wordsAt ??= now
    if (now < wordsAt + FIRST_MS) return wordsAt + FIRST_MS - now
    const { length } = draft.text
    const result = await write(draftBodies(draft.text, view), signal)
    if (result === 'shown') shown = length
    return typeof result === 'number' ? result : result === 'shown' ? 0 : AGAIN_MS
  }

  const showStatus = async (draft: ReplyDraft, signal: AbortSignal): Promise<number> => {
    const isWaiting = draft.status.kind === 'waiting'
    const restMs = isWaiting && showsWaiting ? WAITING_MS : STATUS_MS
    const waitMs = Math.max(begunAt + STATUS_AFTER_MS, statusAt + restMs) - clock.elapsed()
    if (waitMs > 0) return Math.min(waitMs, TICK_MS)
    const body = statusBody(draft, identity.name, view)
    if (JSON.stringify(body) === shownStatus) return TICK_MS
    const start = clock.elapsed()
    const result = await write([body], signal)
    if (typeof result === 'number') return result
    statusAt = start
    if (result === 'shown') {
      shownStatus = JSON.stringify(body)
      showsWaiting = isWaiting
    }
    return TICK_MS
  }

  /** Whether the token of the interaction is about to expire, and Kiku can't go on there without it. */
  const isLeaving = () =>
    target.kind === 'interaction' && !mayGoOn(target) && clock.now() >= target.ref.at + TOKEN_LIFE_MS - FAREWELL_MS

  return {
    get hasWords() {
      return shown > 0
    },
    async show(draft, signal) {
      if (isSilent) return REST_MS
      if (isLeaving()) {
        await write(farewellBodies(draft.text, replyWords(task.locale).goesOnDirectly, view), signal)
        isSilent = true
        return REST_MS
      }
      if (draft.text.trim() === '') return showStatus(draft, signal)
      return draft.text.length > shown ? showWords(draft, signal) : REST_MS
    },
  }
}
