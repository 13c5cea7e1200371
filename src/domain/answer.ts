import type { AudienceLabel } from './audience.ts'
import type { Decision } from './decision.ts'
import type { KikuError } from './errors.ts'
import type { Citation, Evidence } from './evidence.ts'
import type { PendingCall, ToolTrace } from './tool.ts'

/** Duration of each stage in milliseconds, by stage name (`contextualise`, `probe`, `route`, …) and `total`. */
export type Timings = Readonly<Record<string, number>>

/**
 * The reply to one question. `answered`: written by a model. `extracted`: quoted from the evidence without one.
 * `abstained`: nothing that supports an answer was found, and the text says so.
 */
export interface Answer {
  readonly kind: 'answered' | 'extracted' | 'abstained'
  /** Markdown with `[n]` markers. */
  readonly text: string
  readonly citations: readonly Citation[]
  readonly decision: Decision
  /** How many pieces of evidence reached the prompt, out of how many found. */
  readonly evidence: { readonly used: number; readonly found: number }
  /** Model id; null when no model wrote. */
  readonly model: string | null
  /** The message made standalone; the message itself when it already was. */
  readonly question: string
  readonly timings: Timings
  /** Labels of the items that reached the prompt or the quotes: who may see this answer elsewhere depends on them. */
  readonly audiences?: readonly AudienceLabel[]
  /** What the tool agent considered and called; absent when it was not asked. */
  readonly tools?: ToolTrace
  /** A call that waits for the asker's approval, after which the question is answered anew. */
  readonly pending?: PendingCall
  /** Why a model did not write although one was configured, as an error code. */
  readonly degraded?: string
}

/** One step of an answer in the making. Every stream ends with exactly one `done` or `failed`. */
export type AnswerEvent =
  /** `position` is given while queued: how many questions come first, itself included. */
  | { readonly kind: 'status'; readonly stage: AnswerStage; readonly position?: number }
  | { readonly kind: 'decision'; readonly decision: Decision }
  | { readonly kind: 'evidence'; readonly evidence: readonly Evidence[]; readonly found: number }
  | { readonly kind: 'token'; readonly text: string }
  | { readonly kind: 'tool-call'; readonly name: string; readonly arguments: Readonly<Record<string, unknown>> }
  | { readonly kind: 'approval-needed'; readonly call: PendingCall }
  /** The checked answer replaces whatever the tokens had shown. */
  | { readonly kind: 'done'; readonly answer: Answer }
  | { readonly kind: 'failed'; readonly error: KikuError }

export type AnswerStage = 'queued' | 'contextualise' | 'probe' | 'route' | 'gather' | 'fit' | 'answer' | 'check'
