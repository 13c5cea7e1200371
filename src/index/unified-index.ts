import type { AudienceLabel } from '../domain/audience.ts'
import type { LegScore } from '../domain/evidence.ts'
import type { Namespace, Task } from '../domain/task.ts'
import type { ItemKey } from '../ports/store.ts'

/** What to look for, where, and on whose behalf. */
export interface IndexQuery {
  readonly task: Task
  /** The question. */
  readonly text: string
  /** Earlier turns, oldest first; they count less and are dropped first where the input is too long. */
  readonly context?: readonly string[]
  /** Labels that every reader of the reply may read. Items with any other label cannot be returned. */
  readonly audience: readonly AudienceLabel[]
  readonly limit: number
  /** Epoch milliseconds, inclusive. */
  readonly since?: number
  /** Epoch milliseconds, exclusive. */
  readonly until?: number
  /** Only items of this thread, or of all others. */
  readonly thread?: { readonly id: string; readonly only: boolean }
}

export interface IndexHit {
  readonly key: ItemKey
  readonly namespace: Namespace
  /** Fused score, comparable within this search only. */
  readonly score: number
  /** Calibrated probability of relevance, 0 to 1. */
  readonly probability: number
  readonly legs: { readonly lexical?: LegScore; readonly dense?: LegScore }
}

/** The part of the index that agents see. */
export interface IndexSearcher {
  /** @returns hits, best first. Never throws for want of vectors: then the lexical leg answers alone. */
  search(query: IndexQuery, signal: AbortSignal): Promise<readonly IndexHit[]>
}
