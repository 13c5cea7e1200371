import type { ItemNumbers, LegHit, LegSearchOptions } from '../../ports/lexical-index.ts'
import type { GraphThread } from './graph-thread.ts'
import type { LoadedGraph } from './load-graph.ts'
import type { Neighbours } from './search-graph.ts'
import type { VectorRows } from './vector-rows.ts'

/** A graph and what changed since it was built. */
export interface GraphOverlay {
  readonly thread: GraphThread
  /** The ordinal's vector in the graph no longer counts; `isFresh` when it has a new one. */
  outdate(ordinal: number, isFresh: boolean): void
  freshCount(): number
  /**
   * Makes hits of what the graph found some time ago, as things are now. @returns undefined where too few are left of it
   */
  finish(query: Float32Array, found: Neighbours, options: LegSearchOptions): LegHit[] | undefined
}

export function overlayGraph(
  { thread, keys, ordinals }: LoadedGraph,
  rows: VectorRows,
  numbers: ItemNumbers,
): GraphOverlay {
  const labels: (number | undefined)[] = []
  for (const [label, key] of keys.entries()) {
    const ordinal = numbers.ordinalOf(key)
    ordinals[label] = ordinal
    if (ordinal >= 0) labels[ordinal] = label
  }
  const fresh = new Set<number>()
  for (const ordinal of rows.ordinals()) if (labels[ordinal] === undefined) fresh.add(ordinal)
  return {
    thread,
    outdate(ordinal, isFresh) {
      const label = labels[ordinal]
      if (label !== undefined) ordinals[label] = -1
      labels[ordinal] = undefined
      if (isFresh) fresh.add(ordinal)
      else fresh.delete(ordinal)
    },
    freshCount: () => fresh.size,
    finish(query, { labels: found, distances }, { limit, permitted, permittedCount }) {
      const hits: LegHit[] = []
      for (const [at, label] of found.entries()) {
        const ordinal = ordinals[label]!
        if (permitted[ordinal] === 1) hits.push({ ordinal, score: 1 - distances[at]! })
      }
      const freshOnes = [...fresh].filter((ordinal) => permitted[ordinal] === 1)
      if (hits.length < Math.min(limit, permittedCount - freshOnes.length)) return undefined
      const scores = rows.score(query, freshOnes)
      for (const [at, ordinal] of freshOnes.entries()) hits.push({ ordinal, score: scores[at]! })
      return hits.sort((a, b) => b.score - a.score || a.ordinal - b.ordinal).slice(0, limit)
    },
  }
}
