import type { ItemNumbers, LegHit, LegSearchOptions } from '../../ports/lexical-index.ts'
import { silentTelemetry, type Telemetry } from '../../ports/telemetry.ts'
import type { PersistentVectorIndex } from '../../ports/vector-index.ts'
import { readManifest } from './graph-files.ts'
import { type LoadedGraph, loadGraph, type Neighbours } from './load-graph.ts'
import { storeGraph } from './store-graph.ts'
import type { VectorRows } from './vector-rows.ts'

export interface HnswIndexOptions {
  /** Holds every vector, serves small searches, and scores what is not in the graph. */
  readonly rows: VectorRows
  /** Where the graph is kept, and how its file names begin. */
  readonly folder: string
  readonly name: string
  /** Vectors from which on a graph is built. */
  readonly minimum?: number
  /** Permitted vectors up to which the exact scan is fast enough. */
  readonly exactLimit?: number
  readonly telemetry?: Telemetry
}

/** Below this share of permitted vectors a graph mostly visits forbidden ones. */
const LEAST_SELECTIVITY = 0.15

/** From this share of permitted vectors on, more are asked for instead of asking about each. */
const LEAST_OPEN_SHARE = 0.9
const SPARE = 8

/** A graph is built anew when this share of the vectors is not in it. */
const STALE_SHARE = 0.2

/**
 * An exact index that answers large searches through an HNSW graph (Malkov and Yashunin, 2018). The graph is an
 * immutable cache built in another process; vectors that came later are scanned exactly, vectors that went are
 * masked, so that nothing is ever written to a graph in use.
 */
export function createHnswIndex(options: HnswIndexOptions): PersistentVectorIndex {
  const { rows, folder, name, minimum = 50_000, exactLimit = 20_000, telemetry = silentTelemetry } = options
  let overlay: GraphOverlay | undefined
  let maintenance: Promise<void> | undefined
  /** Vectors at the last attempt to build a graph that turned out to find too few neighbours. */
  let givenUpAt = 0
  const load = async (numbers: ItemNumbers, signal: AbortSignal): Promise<void> => {
    const manifest = await readManifest(folder, name)
    if (manifest?.ef === 0) givenUpAt = manifest.count
    const graph = manifest && (await loadGraph(folder, manifest, rows.dimension, signal))
    if (graph !== undefined) overlay = overlayGraph(graph, rows, numbers)
  }
  const rebuild = async (numbers: ItemNumbers, signal: AbortSignal): Promise<void> => {
    const manifest = await storeGraph({ rows, folder, name }, numbers, signal)
    telemetry.info('vector-graph-built', { count: manifest.count, ef: manifest.ef, recall: manifest.recall })
    await load(numbers, signal)
  }
  const isWorthGraph = ({ permittedCount }: LegSearchOptions): boolean =>
    permittedCount > exactLimit && permittedCount >= LEAST_SELECTIVITY * rows.size
  return {
    dimension: rows.dimension,
    get size() {
      return rows.size
    },
    upsert(entries) {
      rows.upsert(entries)
      for (const { ordinal } of entries) overlay?.outdate(ordinal, true)
    },
    remove(ordinals) {
      rows.remove(ordinals)
      for (const ordinal of ordinals) overlay?.outdate(ordinal, false)
    },
    score: (query, ordinals) => rows.score(query, ordinals),
    search(query, search) {
      if (overlay === undefined || !isWorthGraph(search)) return rows.search(query, search)
      return overlay.search(query, search)
    },
    restore: load,
    async maintain(numbers, signal) {
      const fresh = overlay === undefined ? rows.size - givenUpAt : overlay.freshCount()
      if (rows.size < minimum || fresh < STALE_SHARE * rows.size) return
      maintenance ??= rebuild(numbers, signal).finally(() => {
        maintenance = undefined
      })
      await maintenance
    },
  }
}

/** A graph and what changed since it was built. */
interface GraphOverlay {
  /** The ordinal's vector in the graph no longer counts; `isFresh` when it has a new one. */
  outdate(ordinal: number, isFresh: boolean): void
  freshCount(): number
  search(query: Float32Array, options: LegSearchOptions): LegHit[]
}

function overlayGraph(graph: LoadedGraph, rows: VectorRows, numbers: ItemNumbers): GraphOverlay {
  const ordinals = Int32Array.from(graph.keys, (key) => numbers.ordinalOf(key))
  const labels: (number | undefined)[] = []
  for (let label = 0; label < ordinals.length; label += 1) {
    const ordinal = ordinals[label]!
    if (ordinal >= 0) labels[ordinal] = label
  }
  const fresh = new Set<number>()
  for (const ordinal of rows.ordinals()) if (labels[ordinal] === undefined) fresh.add(ordinal)
  const toHits = ({ neighbors, distances }: Neighbours): LegHit[] =>
    neighbors.map((label, at) => ({ ordinal: ordinals[label]!, score: 1 - distances[at]! }))
  const searchMasked = (query: Float32Array, { limit, permitted }: LegSearchOptions): LegHit[] =>
    // hnswlib aborts the process when the filter throws; two typed-array reads cannot.
    toHits(graph.search(query, limit, (label) => permitted[ordinals[label]!] === 1))
  /** Where hardly any is forbidden, a few more are asked for: asking about each one that is seen would take longer. */
  const searchOpenly = (query: Float32Array, { limit, permitted, permittedCount }: LegSearchOptions) => {
    const share = Math.min(1, permittedCount / graph.keys.length)
    if (share < LEAST_OPEN_SHARE) return undefined
    const hits = toHits(graph.search(query, Math.ceil(limit / share ** 2) + SPARE))
    const allowed = hits.filter(({ ordinal }) => permitted[ordinal] === 1)
    return allowed.length < limit ? undefined : allowed
  }
  return {
    outdate(ordinal, isFresh) {
      const label = labels[ordinal]
      if (label !== undefined) ordinals[label] = -1
      labels[ordinal] = undefined
      if (isFresh) fresh.add(ordinal)
      else fresh.delete(ordinal)
    },
    freshCount: () => fresh.size,
    search(query, options) {
      const { limit, permitted } = options
      const hits = searchOpenly(query, options) ?? searchMasked(query, options)
      const freshOnes = [...fresh].filter((ordinal) => permitted[ordinal] === 1)
      const scores = rows.score(query, freshOnes)
      for (const [at, ordinal] of freshOnes.entries()) hits.push({ ordinal, score: scores[at]! })
      return hits.sort((a, b) => b.score - a.score || a.ordinal - b.ordinal).slice(0, limit)
    },
  }
}
