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
   * @returns at most `limit` hits, best first, ties by ordinal; scores are BM25 divided by the largest score that the
   * query could reach, so 0 < score <= 1.
   */
  search(query: readonly WeightedText[], options: LegSearchOptions): LegHit[]
}

export interface LegSearchOptions {
  /** At least 1. */
  readonly limit: number
  readonly permitted: PermittedMask
}
