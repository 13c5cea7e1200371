import type { ReplyDraft } from '../../common/chat/reply-draft.ts'

/** Shows an answer while it is being written. What it throws has no place in a view: the reply as a whole has failed. */
export interface LiveView {
  /** Shows what the draft holds by now. */
  show(draft: ReplyDraft, signal: AbortSignal): Promise<Shown>
  /** Looks after what stands while no words come. */
  tend(signal: AbortSignal): Promise<void>
}

export interface Shown {
  /** Whether Slack took it; if not, the same is to be shown again. */
  readonly isComplete: boolean
  /** Milliseconds after which there may be a next time. */
  readonly pauseMs: number
}

/** Slack did not answer, or asked for patience. */
export const NOT_SHOWN: Shown = { isComplete: false, pauseMs: 2_000 }

/** Milliseconds between two times that words are shown: nobody reads faster, and Slack counts. */
export const FLUSH_MS = 700
