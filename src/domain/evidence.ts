import type { AudienceLabel } from './audience.ts'
import type { Locator } from './document.ts'
import type { Namespace } from './task.ts'

/** What one index leg said of a hit. */
export interface LegScore {
  /** Lexical: BM25 divided by the largest score that the query could reach, 0 to 1. Dense: cosine, -1 to 1. */
  readonly score: number
  /** From 1. */
  readonly rank: number
}

/** A retrieved item with its score and origin. */
export interface Evidence {
  /** Store key of the index item. */
  readonly key: number
  readonly namespace: Namespace
  readonly audience: AudienceLabel
  readonly title: string
  readonly text: string
  /** Path, URL or permalink. */
  readonly location: string
  readonly locator: Locator
  /** Epoch milliseconds: when the item was written or ingested. */
  readonly createdAt: number
  /** Fused score; comparable within one search only. */
  readonly score: number
  /** Calibrated probability that the item is relevant, 0 to 1; comparable across searches and tasks. */
  readonly probability: number
  readonly legs: { readonly lexical?: LegScore; readonly dense?: LegScore }
}

/** The numbered reference to evidence in an answer. */
export interface Citation {
  /** From 1, in order of first use; `[1]` in the answer's text. */
  readonly number: number
  readonly key: number
  readonly title: string
  readonly location: string
  readonly locator: Locator
  /** The passage that supports the sentence, verbatim. */
  readonly quote: string
  /** Calibrated probability of the evidence, 0 to 1. */
  readonly score: number
}
