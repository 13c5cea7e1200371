import { FLUSH_MS, type LiveView, NOT_SHOWN } from './live-view.ts'
import { isLimit, setbackOf } from './refusals.ts'
import { draftContents } from './reply-contents.ts'
import type { ReplyContext } from './reply-context.ts'
import type { ReplyMessages } from './reply-messages.ts'
import { showContents } from './show-contents.ts'

/** Slack allows about fifty changes of messages per minute and workspace, for all replies together. */
const UPDATE_MS = 1_200
const SLOW_UPDATE_MS = 3_000
const SLOW_AFTER = 8
/** While Slack asks for patience, an answer that is complete within this is posted once, instead of posted and changed. */
const HOLD_MS = 6_000
const HOLD_LOOK_MS = 500

/** Shows an answer as ordinary messages that are changed as it grows, where Slack does not let Kiku stream. */
export function createPostView(context: ReplyContext, messages: ReplyMessages): LiveView {
  const { support, clock, task } = context
  let times = 0
  let heldSince: number | undefined
  return {
    async show(draft, signal) {
      const contents = draftContents(draft.text, task)
      if (contents.length === 0) return { isComplete: true, pauseMs: FLUSH_MS }
      heldSince ??= clock.elapsed()
      const isHeld = messages.list.length === 0 && support.isLimited() && clock.elapsed() - heldSince < HOLD_MS
      if (isHeld) return { isComplete: false, pauseMs: HOLD_LOOK_MS }
      try {
        await showContents(messages, contents, signal, { isPassing: true })
        times += 1
        return { isComplete: true, pauseMs: times < SLOW_AFTER ? UPDATE_MS : SLOW_UPDATE_MS }
      } catch (error) {
        if (setbackOf(error) !== 'unreachable') throw error
        if (isLimit(error)) support.noteLimit()
        return NOT_SHOWN
      }
    },
    async tend() {},
  }
}
