import { join } from 'node:path'
import { createExactIndex } from '../../src/adapters/exact-scan/create-exact-index.ts'
import { createHnswIndex } from '../../src/adapters/hnswlib/create-hnsw-index.ts'
import { openBundledEmbedder } from '../../src/compose/open-bundled-embedder.ts'
import { silentTelemetry, type Telemetry } from '../../src/ports/telemetry.ts'
import { readQueries } from '../corpus/corpus.ts'
import { createRandom } from '../corpus/random.ts'
import { readVectors, tableOf, type VectorTable } from '../corpus/vectors.ts'
import { type CallTimes, measureCalls } from '../measure/measure-calls.ts'
import { measureWork } from '../measure/measure-work.ts'
import { clusterVectors } from './cluster-vectors.ts'

export interface AnnJob {
  readonly work: string
  /** The vectors of the corpus, or such as a trained embedder makes. */
  readonly vectors: 'corpus' | 'clustered'
  readonly size: number
  readonly seed: number
}

export interface AnnFigures {
  readonly selectivity: number
  readonly path: 'graph' | 'exact'
  readonly recall: number
  readonly graph: CallTimes
  readonly exact: CallTimes
}

export interface AnnReport {
  readonly count: number
  readonly dimension: number
  /** 0: no graph was good enough, and the exact scan serves. */
  readonly ef: number
  /** As the builder measured it. */
  readonly builtRecall: number
  readonly buildMs: number
  readonly longestBlockMs: number
  readonly figures: readonly AnnFigures[]
}

const SELECTIVITIES = [1, 0.5, 0.2, 0.01]
const NEIGHBOURS = 10
/** Hits that Kiku asks of the dense leg; the first ten of them are judged. */
const CANDIDATES = 51
const QUERIES = 1_000
/** The index's own rule of when a graph pays, see `create-hnsw-index.ts`. */
const EXACT_LIMIT = 20_000
const LEAST_SELECTIVITY = 0.15

/** Builds the graph as the product does and compares what it finds with the exact scan, on queries it was not built of. */
export async function measureAnn(job: AnnJob): Promise<AnnReport> {
  const { vectors, queries } = await loadVectors(job)
  const { signal } = new AbortController()
  const rows = createExactIndex(vectors.dimension)
  let built = { ef: 0, recall: 0 }
  const telemetry: Telemetry = {
    ...silentTelemetry,
    info: (name, fields) => {
      if (name === 'vector-graph-built') built = { ef: Number(fields?.ef), recall: Number(fields?.recall) }
    },
  }
  const folder = join(job.work, `ann-${job.vectors}`)
  const index = createHnswIndex({ rows, folder, name: 'bench', minimum: 1_000, exactLimit: EXACT_LIMIT, telemetry })
  const step = 2_000
  for (let at = 0; at < vectors.count; at += step) {
    const length = Math.min(step, vectors.count - at)
    index.upsert(Array.from({ length }, (_, place) => ({ ordinal: at + place, vector: vectors.row(at + place) })))
  }
  const numbers = { ordinalOf: (key: number) => key - 1, keyOf: (ordinal: number) => ordinal + 1 }
  const { ms: buildMs, longestBlockMs } = await measureWork(() => index.maintain(numbers, signal))
  const figures: AnnFigures[] = []
  for (const selectivity of SELECTIVITIES) {
    const random = createRandom(job.seed)
    const permitted = Uint8Array.from({ length: vectors.count }, () => (random() < selectivity ? 1 : 0))
    const permittedCount = permitted.reduce((sum, one) => sum + one, 0)
    const options = { limit: CANDIDATES, permitted, permittedCount }
    const truths: number[] = []
    const exact = await measureCalls(
      queries,
      (query) => rows.search(query, options),
      (hits) => truths.push(hits[NEIGHBOURS - 1]?.score ?? 0),
    )
    let recall = 0
    const graph = await measureCalls(
      queries,
      async (query) => (await index.prepare?.(query, options, signal))?.(options) ?? index.search(query, options),
      (hits, at) => {
        recall += hits.slice(0, NEIGHBOURS).filter(({ score }) => score >= truths[at]! - 1e-6).length / NEIGHBOURS
      },
    )
    const isGraph = built.ef > 0 && permittedCount > EXACT_LIMIT && permittedCount >= LEAST_SELECTIVITY * vectors.count
    figures.push({ selectivity, path: isGraph ? 'graph' : 'exact', recall: recall / queries.length, graph, exact })
  }
  await index.close()
  const { count, dimension } = vectors
  return { count, dimension, ef: built.ef, builtRecall: built.recall, buildMs, longestBlockMs, figures }
}

async function loadVectors({ work, vectors, size, seed }: AnnJob): Promise<{
  readonly vectors: VectorTable
  readonly queries: readonly Float32Array[]
}> {
  if (vectors === 'corpus') {
    const embedder = openBundledEmbedder()
    const texts = (await readQueries(work)).slice(0, QUERIES).map(({ text }) => text)
    const queries = await embedder.embed(texts, { task: 'qa', side: 'query' }, new AbortController().signal)
    return { vectors: await readVectors(work), queries }
  }
  const dimension = 384
  const all = clusterVectors(size + QUERIES, dimension, seed)
  const queries = Array.from({ length: QUERIES }, (_, at) => all.row(size + at))
  const kept = new Float32Array(size * dimension)
  for (let at = 0; at < size; at += 1) kept.set(all.row(at), at * dimension)
  return { vectors: tableOf(kept, dimension), queries }
}
