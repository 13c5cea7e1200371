import type { Segment } from './segment.ts'

/** A segment in use: the immutable postings and what changes around them. */
export interface LiveSegment {
  readonly segment: Segment
  /** For each local document its ordinal, or -1 once it was removed. */
  readonly ordinals: Int32Array
  /** How many documents are not removed. */
  live: number
  /** Sum of the lengths of the documents that are not removed, in terms. */
  liveLength: number
  /** BM25's length part for each document, for the average length it was computed with. */
  norms: Float32Array
  normsFor: number
  /** Scores of the search in progress; all zero between searches. */
  readonly scores: Float32Array
  /** Local documents that the search in progress has given a score; the search counts them. */
  readonly touched: Int32Array
}

/** @param ordinals for each local document its ordinal, or -1 where it is not wanted. */
export function createLiveSegment(segment: Segment, ordinals: Int32Array): LiveSegment {
  let live = 0
  let liveLength = 0
  for (let local = 0; local < ordinals.length; local += 1) {
    if (ordinals[local]! < 0) continue
    live += 1
    liveLength += segment.lengths[local]!
  }
  return {
    segment,
    ordinals,
    live,
    liveLength,
    norms: new Float32Array(segment.documentCount),
    normsFor: -1,
    scores: new Float32Array(segment.documentCount),
    touched: new Int32Array(segment.documentCount),
  }
}

/** Marks a local document as gone. */
export function removeLocal(live: LiveSegment, local: number): void {
  if (live.ordinals[local]! < 0) return
  live.ordinals[local] = -1
  live.live -= 1
  live.liveLength -= live.segment.lengths[local]!
}
