import type { HierarchicalNSW } from 'hnswlib-node'
import type { LegSearchOptions } from '../../ports/lexical-index.ts'

/** Labels of the nearest vectors, nearest first, and for each of them the distance: 1 less the cosine. */
export interface Neighbours {
  readonly labels: Uint32Array<ArrayBuffer>
  readonly distances: Float32Array<ArrayBuffer>
}

/** From this share of permitted vectors on, more are asked for instead of asking about each. */
const LEAST_OPEN_SHARE = 0.9
const SPARE = 8

/**
 * The nearest of the permitted vectors. Where hardly any is forbidden, a few more are asked for and the forbidden dropped:
 * asking about each one that is seen would take longer.
 * @param ordinals of each label; −1 where its vector no longer counts
 */
export function searchGraph(
  graph: HierarchicalNSW,
  query: Float32Array,
  ordinals: Int32Array,
  { limit, permitted, permittedCount }: LegSearchOptions,
): Neighbours {
  const { length } = ordinals
  const vector = Array.from(query)
  const allows = (label: number): boolean => permitted[ordinals[label]!] === 1
  const share = Math.min(1, permittedCount / length)
  if (share >= LEAST_OPEN_SHARE) {
    const found = graph.searchKnn(vector, Math.min(Math.ceil(limit / share ** 2) + SPARE, length))
    const places = [...found.neighbors.keys()].filter((at) => allows(found.neighbors[at]!))
    if (places.length >= limit) {
      return pack(
        places.map((at) => found.neighbors[at]!),
        places.map((at) => found.distances[at]!),
      )
    }
  }
  // hnswlib aborts the process when the filter throws; two typed-array reads cannot.
  const found = graph.searchKnn(vector, Math.min(limit, length), allows)
  return pack(found.neighbors, found.distances)
}

function pack(labels: readonly number[], distances: readonly number[]): Neighbours {
  return { labels: Uint32Array.from(labels), distances: Float32Array.from(distances) }
}
