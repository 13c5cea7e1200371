/**
 * Which ordinals a search may return: `mask[ordinal] === 1`. Shorter than the index means forbidden beyond its end.
 * Both legs check it while they accumulate, so that a forbidden item can neither be returned nor displace another.
 */
export type PermittedMask = Uint8Array

export interface LegHit {
  readonly ordinal: number
  readonly score: number
}

export interface LexicalEntry {
  /** Small dense number chosen by the caller; reusable after `remove`. */
  readonly ordinal: number
  readonly title: string
  readonly text: string
}

/** A part of a query: the question at weight 1, older turns below that. */
export interface WeightedText {
  readonly text: string
  readonly weight: number
}

/** Full-text ranking by BM25. */
export interface LexicalIndex {
  /** Number of live entries. */
  readonly size: number
  /** Adds entries; an ordinal that is already there is replaced. */
  upsert(entries: readonly LexicalEntry[]): void
  /** Ignores ordinals that are not there. */
  remove(ordinals: readonly number[]): void
  /**
   * @returns at most `limit` hits and those of `include` that match, best first, ties by ordinal; scores are BM25 divided by the largest score that the
   * query could reach, so 0 < score <= 1.
   */
  search(query: readonly WeightedText[], options: LexicalSearchOptions): LegHit[]
}

export interface LegSearchOptions {
  /** At least 1. */
  readonly limit: number
  readonly permitted: PermittedMask
  /** How many ones the mask holds; legs choose their method by it. */
  readonly permittedCount: number
}

export interface LexicalSearchOptions extends LegSearchOptions {
  /** Ordinals whose score is wanted even where they rank below the limit; forbidden ones are still left out. */
  readonly include?: readonly number[]
}

/** Translates between item keys, which last for ever, and ordinals, which last as long as the process. */
export interface ItemNumbers {
  /** @returns -1 for an item that is not in the index. */
  ordinalOf(key: number): number
  /** @throws RangeError for an ordinal that is not in use. */
  keyOf(ordinal: number): number
}

/** A lexical index with a snapshot on disk: a cache that may be thrown away at any time. */
export interface PersistentLexicalIndex extends LexicalIndex {
  /**
   * Takes in the snapshot, if there is one that can be trusted, without the items that are gone.
   * @returns the ordinals that are now searchable.
   */
  restore(numbers: ItemNumbers, signal: AbortSignal): Promise<readonly number[]>
  /** Replaces the snapshot atomically. */
  save(numbers: ItemNumbers, signal: AbortSignal): Promise<void>
  /** Ends background work and releases threads. */
  close(): Promise<void>
}
