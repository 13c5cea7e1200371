import type { ItemNumbers, LegHit, LegSearchOptions } from './lexical-index.ts'

export interface VectorEntry {
  /** Small dense number chosen by the caller; reusable after `remove`. */
  readonly ordinal: number
  /** Unit length, finite numbers, `dimension` of them. */
  readonly vector: Float32Array
}

/** Nearest neighbours by cosine over unit vectors of one space. */
export interface VectorIndex {
  readonly dimension: number
  /** Number of live entries. */
  readonly size: number
  /**
   * Adds entries; an ordinal that is already there is replaced.
   * @throws KikuError `embedder-mismatch` when a vector has another dimension or a number that is not finite; then
   * nothing of the batch was added.
   */
  upsert(entries: readonly VectorEntry[]): void
  /** Ignores ordinals that are not there. */
  remove(ordinals: readonly number[]): void
  /** @returns at most `limit` hits, best first, ties by ordinal; scores are cosines. */
  search(query: Float32Array, options: LegSearchOptions): LegHit[]
  /** Begins a search on another thread. @returns undefined, at once or later, where `search` is to be used */
  prepare?(
    query: Float32Array,
    options: LegSearchOptions,
    signal: AbortSignal,
  ): Promise<PreparedSearch | undefined> | undefined
  /** Cosine of the query with each ordinal, in order; 0 for an ordinal that is not there. */
  score(query: Float32Array, ordinals: readonly number[]): number[]
}

/** Ends a search that was begun before, without a further wait, under the mask that holds by then. */
export type PreparedSearch = (later: LegSearchOptions) => LegHit[]

/** A vector index with a graph on disk: a cache that may be thrown away at any time. */
export interface PersistentVectorIndex extends VectorIndex {
  /** Takes in the graph, if there is one that can be trusted. Call it after the vectors are all there. */
  restore(numbers: ItemNumbers, signal: AbortSignal): Promise<void>
  /**
   * Builds a new graph in another process and puts it to use, where the index is large enough to gain from one and
   * the present graph has fallen behind. Searches go on meanwhile.
   */
  maintain(numbers: ItemNumbers, signal: AbortSignal): Promise<void>
  /** Ends background work. */
  close(): Promise<void>
}
