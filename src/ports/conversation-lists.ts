import type { Answer } from '../domain/answer.ts'
import type { AudienceLabel } from '../domain/audience.ts'
import type { RouteLabel } from '../domain/decision.ts'
import type { Citation } from '../domain/evidence.ts'
import type { SurfaceName } from '../domain/thread.ts'

/** A page of a list that is in order of time and then of id, the latest first. */
export interface TimePage {
  /** Return what comes after this place; absent for the first page. */
  readonly before?: TimePlace
  /** At least 1. */
  readonly limit: number
}

export interface TimePlace {
  readonly at: number
  readonly id: string
}

/** Epoch milliseconds. */
export interface TimeRange {
  readonly since: number
  readonly until: number
}

/** A thread as a list of them shows it. */
export interface ThreadOutline {
  readonly id: string
  readonly createdAt: number
  /** Of the last question. */
  readonly askedAt: number
  /** Turns of people. */
  readonly questions: number
  /** As its owner named it. */
  readonly name?: string
  /** The beginning of the first question, at most 500 characters. */
  readonly opening: string
}

/** What of an answer counts, without any of its words. */
export interface AnswerFacts extends Pick<Answer, 'kind' | 'timings'> {
  /** Of the answer. */
  readonly turnId: string
  readonly at: number
  /** Of its thread. */
  readonly surface: SurfaceName
  /** The label of its thread. */
  readonly audience: AudienceLabel
  readonly labels: readonly RouteLabel[]
  readonly citations: readonly Pick<Citation, 'key' | 'location' | 'score'>[]
  /** Authors by what each has said of it last. */
  readonly feedback: { readonly up: number; readonly down: number }
}
