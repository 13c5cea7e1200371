import type { Audience } from '../domain/audience.ts'

/** What was asked and how it went, over a time. */
export interface InsightReader {
  /** Texts of questions are given only where the audience may read their thread; the rest is counted. */
  read(request: InsightRequest, audience: Audience, signal: AbortSignal): Promise<InsightReport>
}

export interface InsightRequest {
  /** Epoch milliseconds; at most 92 days apart. */
  readonly since: number
  readonly until: number
  /** Minutes that local time is ahead of UTC where the reader is, for the borders of days. */
  readonly utcOffsetMinutes: number
}

export interface InsightReport {
  readonly questions: number
  /** By local day, oldest first, days without questions included. */
  readonly days: readonly InsightDay[]
  readonly outcomes: Readonly<Record<'answered' | 'extracted' | 'abstained', number>>
  /** Questions for which each was on; `direct` is those answered without looking. */
  readonly routes: Readonly<Record<'direct' | 'knowledge' | 'history' | 'tool', number>>
  readonly surfaces: Readonly<Record<string, number>>
  readonly feedback: { readonly up: number; readonly down: number }
  /** Milliseconds, per stage and `total`; null where nothing was measured. */
  readonly latency: Readonly<Record<string, Percentiles>>
  /** The most cited first, at most 20, of those that the audience may read. */
  readonly sources: readonly { readonly location: string; readonly title: string; readonly citations: number }[]
  /** The latest first, at most 50. */
  readonly unanswered: readonly UnansweredQuestion[]
  /** Unanswered questions in places that the audience may not read. */
  readonly unansweredElsewhere: number
  readonly retrieval: RetrievalHealth
  /** Whether there were more questions than could be read; the oldest are left out then. */
  readonly isPartial: boolean
}

export interface InsightDay {
  /** `2026-11-21`. */
  readonly day: string
  readonly answered: number
  readonly extracted: number
  readonly abstained: number
}

export interface Percentiles {
  readonly p50: number
  readonly p90: number
  readonly p99: number
}

export interface UnansweredQuestion {
  readonly turnId: string
  readonly text: string
  readonly surface: string
  readonly at: number
}

export interface RetrievalHealth {
  /** Share of answers that searched and cited at least one source, 0 to 1; null without such answers. */
  readonly citedShare: number | null
  /** Mean calibrated probability of the best citation of answers that searched, 0 to 1. */
  readonly meanBestProbability: number | null
  readonly passages: number
  /** Passages that have no vector yet. */
  readonly withoutVector: number
  readonly embedder: string
}
