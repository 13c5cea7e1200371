import type { ReplyDraft } from './reply-draft.ts'

/** Shows an answer while it is being written. What it throws has no place in a view: the reply as a whole has failed. */
export interface LiveView {
  /** Shows what the draft holds by now. @returns milliseconds after which there may be a next time */
  show(draft: ReplyDraft, signal: AbortSignal): Promise<number>
  /** Looks after what stands while no words come. */
  tend(signal: AbortSignal): Promise<void>
}

/** Milliseconds between two times that words are shown: nobody reads faster, and Slack counts. */
export const FLUSH_MS = 700
/** Milliseconds to leave Slack alone after it did not answer. */
export const PAUSE_MS = 2_000
