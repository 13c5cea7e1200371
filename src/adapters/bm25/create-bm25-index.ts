import type { LexicalEntry, LexicalIndex } from '../../ports/lexical-index.ts'
import { buildSegment } from './build-segment.ts'
import { createLiveSegment, type LiveSegment, removeLocal } from './live-segment.ts'
import { type Bm25Parameters, type DocumentPlace, searchSegments } from './search-segments.ts'
import type { Segment } from './segment.ts'
import { weighQuery } from './weigh-query.ts'

/** A lexical index whose segments can be taken out, merged elsewhere and put back. */
export interface Bm25Index extends LexicalIndex {
  /** The segments in use, for merging and saving. Their postings never change; treat the rest as read-only. */
  readonly segments: readonly LiveSegment[]
  /**
   * Puts one merged segment in the place of several.
   * @param newLocals for each replaced segment, where each of its documents went, or -1.
   * @returns the merged segment in use, which may have lost documents meanwhile.
   */
  replace(replaced: readonly LiveSegment[], merged: Segment, newLocals: readonly Int32Array[]): LiveSegment
  /** Adds a segment read from disk. @param ordinals for each of its documents the ordinal, or -1 where it is gone. */
  adopt(segment: Segment, ordinals: Int32Array): void
}

/** Best on the mean of the evaluation sets among k1 0.9 to 1.6 and b 0.3 to 0.8. */
export const DEFAULT_PARAMETERS: Bm25Parameters = { k1: 1.2, b: 0.75 }

/** An empty BM25 index over segmented English and Japanese text. */
export function createBm25Index(parameters: Bm25Parameters = DEFAULT_PARAMETERS): Bm25Index {
  let segments: LiveSegment[] = []
  // Where each ordinal stands. Plain arrays: a map of a hundred thousand objects would hold up the start.
  const owners: (LiveSegment | undefined)[] = []
  const locals: number[] = []
  let size = 0
  const find = (ordinal: number): DocumentPlace | undefined => {
    const live = owners[ordinal]
    return live === undefined ? undefined : { live, local: locals[ordinal]! }
  }
  const remove = (ordinals: readonly number[]): void => {
    for (const ordinal of ordinals) {
      const live = owners[ordinal]
      if (live === undefined) continue
      removeLocal(live, locals[ordinal]!)
      owners[ordinal] = undefined
      size -= 1
    }
    segments = segments.filter(({ live }) => live > 0)
  }
  const register = (live: LiveSegment): void => {
    for (let local = 0; local < live.ordinals.length; local += 1) {
      const ordinal = live.ordinals[local]!
      if (ordinal < 0) continue
      if (owners[ordinal] === undefined) size += 1
      owners[ordinal] = live
      locals[ordinal] = local
    }
    if (live.live > 0) segments = [...segments, live]
  }
  return {
    get size() {
      return size
    },
    get segments() {
      return segments
    },
    upsert(entries) {
      if (entries.length === 0) return
      remove(entries.map(({ ordinal }) => ordinal))
      const latest = latestOfEach(entries)
      const ordinals = Int32Array.from(latest, ({ ordinal }) => ordinal)
      register(createLiveSegment(buildSegment(latest), ordinals))
    },
    remove,
    search(query, options) {
      return searchSegments(segments, weighQuery(query), { ...options, parameters, find })
    },
    adopt(segment, ordinals) {
      register(createLiveSegment(segment, ordinals))
    },
    replace(replaced, merged, newLocals) {
      const ordinals = new Int32Array(merged.documentCount).fill(-1)
      for (const [at, { ordinals: before }] of replaced.entries()) {
        for (const [local, target] of newLocals[at]!.entries()) if (target >= 0) ordinals[target] = before[local]!
      }
      segments = segments.filter((live) => !replaced.includes(live))
      const live = createLiveSegment(merged, ordinals)
      register(live)
      return live
    },
  }
}

/** An ordinal given twice in one batch counts once, as it was given last. */
function latestOfEach(entries: readonly LexicalEntry[]): LexicalEntry[] {
  return [...new Map(entries.map((entry) => [entry.ordinal, entry])).values()]
}
