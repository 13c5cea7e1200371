import { toKikuError } from '../../domain/errors.ts'
import { withDeadline } from '../../domain/with-deadline.ts'
import type { ItemNumbers, LegSearchOptions } from '../../ports/lexical-index.ts'
import { silentTelemetry, type Telemetry } from '../../ports/telemetry.ts'
import type { PersistentVectorIndex, PreparedSearch } from '../../ports/vector-index.ts'
import { readManifest } from './graph-files.ts'
import { type GraphOverlay, overlayGraph } from './graph-overlay.ts'
import { loadGraph } from './load-graph.ts'
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
  /** A search of the graph that takes longer is given up for the exact scan. */
  readonly searchMs?: number
  readonly telemetry?: Telemetry
}

/** Below this share of permitted vectors a graph mostly visits forbidden ones. */
const LEAST_SELECTIVITY = 0.15

/** What is not in the graph is compared number by number; with more of it than this the scan of all is quicker. */
const MOST_FRESH_SHARE = 0.05

/** A graph is built anew when this share of the vectors is not in it. */
const STALE_SHARE = 0.2

/**
 * An exact index that answers large searches through an HNSW graph (Malkov and Yashunin, 2018). The graph is an
 * immutable cache built in another process; vectors that came later are scanned exactly, vectors that went are
 * masked, so that nothing is ever written to a graph in use.
 */
export function createHnswIndex(options: HnswIndexOptions): PersistentVectorIndex {
  const { rows, folder, name, minimum = 50_000, exactLimit = 20_000 } = options
  const { searchMs = 1_000, telemetry = silentTelemetry } = options
  let overlay: GraphOverlay | undefined
  let maintenance: Promise<void> | undefined
  let isClosed = false
  let isLost = false
  /** Vectors at the last attempt to build a graph that turned out to find too few neighbours. */
  let givenUpAt = 0
  const load = async (numbers: ItemNumbers, signal: AbortSignal): Promise<void> => {
    const manifest = await readManifest(folder, name)
    if (manifest?.ef === 0) givenUpAt = manifest.count
    const graph = manifest && (await loadGraph(folder, manifest, rows.dimension, signal))
    if (graph === undefined) return
    if ('reason' in graph) return telemetry.warn('vector-graph-unusable', { name, reason: graph.reason })
    const before = overlay
    const loaded = overlayGraph(graph, rows, numbers)
    overlay = loaded
    void graph.thread.ended.then(() => {
      if (overlay !== loaded) return
      // The scan serves until maintenance has loaded it again.
      overlay = undefined
      isLost = !isClosed
      if (isLost) telemetry.warn('vector-graph-lost', { name })
    })
    await before?.thread.close()
    if (isClosed) await graph.thread.close()
  }
  const rebuild = async (numbers: ItemNumbers, signal: AbortSignal): Promise<void> => {
    const manifest = await storeGraph({ rows, folder, name }, numbers, signal)
    telemetry.info('vector-graph-built', { count: manifest.count, ef: manifest.ef, recall: manifest.recall })
    await load(numbers, signal)
    // One that cannot be loaded now cannot be loaded the next time either.
    if (overlay === undefined) givenUpAt = manifest.count
  }
  const isWorthGraph = ({ freshCount }: GraphOverlay, { permittedCount }: LegSearchOptions): boolean =>
    permittedCount > exactLimit &&
    permittedCount >= LEAST_SELECTIVITY * rows.size &&
    freshCount() <= MOST_FRESH_SHARE * rows.size
  const ask = async (
    used: GraphOverlay,
    query: Float32Array,
    options: LegSearchOptions,
    signal: AbortSignal,
  ): Promise<PreparedSearch | undefined> => {
    const deadline = { signal, timeoutMs: searchMs, what: 'search of the vector graph' }
    const found = await withDeadline(deadline, () => used.thread.search(query, options)).catch((thrown: unknown) => {
      signal.throwIfAborted()
      telemetry.warn('vector-graph-slow', { reason: toKikuError(thrown).code })
      return undefined
    })
    if (found === undefined) return undefined
    // A graph that was replaced meanwhile is no longer told of changes.
    return (later) => (used === overlay ? used.finish(query, found, later) : undefined) ?? rows.search(query, later)
  }
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
    prepare(query, options, signal) {
      return overlay === undefined || !isWorthGraph(overlay, options) ? undefined : ask(overlay, query, options, signal)
    },
    search: (query, options) => rows.search(query, options),
    restore: load,
    async maintain(numbers, signal) {
      if (isLost) {
        isLost = false
        await load(numbers, signal)
      }
      const fresh = overlay === undefined ? rows.size - givenUpAt : overlay.freshCount()
      if (rows.size < minimum || fresh < STALE_SHARE * rows.size) return
      maintenance ??= rebuild(numbers, signal).finally(() => {
        maintenance = undefined
      })
      await maintenance
    },
    async close() {
      isClosed = true
      await overlay?.thread.close()
    },
  }
}
