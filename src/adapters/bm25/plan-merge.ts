/** Segments smaller than this many postings merge in a few milliseconds and need no other thread. */
export const SMALL_POSTINGS = 100_000

/** So many of one class make a merge worth its while. */
const FEW = 8

/** The part of a segment that the plan looks at. */
export interface SegmentSize {
  readonly postingCount: number
}

/**
 * Chooses segments to merge, so that a search never visits many and no posting is copied often: a run of the smallest
 * in which none outweighs all smaller ones together twice over.
 * @returns an empty list when nothing is worth merging.
 */
export function planMerge<T extends SegmentSize>(segments: readonly T[]): T[] {
  const ascending = [...segments].sort((a, b) => a.postingCount - b.postingCount)
  let best = 0
  let sum = 0
  for (const [at, { postingCount }] of ascending.entries()) {
    if (at > 0 && postingCount > 2 * sum && postingCount > SMALL_POSTINGS) break
    sum += postingCount
    best = at + 1
  }
  return best >= FEW ? ascending.slice(0, best) : []
}
