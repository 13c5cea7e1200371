import { MemoryVectorStore } from '@langchain/classic/vectorstores/memory'
import { HNSWLib } from '@langchain/community/vectorstores/hnswlib'
import type { Document } from '@langchain/core/documents'
import { createExactIndex, type ExactIndex } from '../../src/adapters/exact-scan/create-exact-index.ts'
import {
  AUDIENCE_NAMES,
  AUDIENCES,
  type AudienceName,
  type BenchChunk,
  type BenchQuery,
  readChunks,
  readQueries,
} from '../corpus/corpus.ts'
import { readVectors } from '../corpus/vectors.ts'
import { measureCalls } from '../measure/measure-calls.ts'
import { residentMegabytes } from '../measure/measure-work.ts'
import { BundledEmbeddings } from './langchain-embeddings.ts'
import { hnswlibFolder, toDocument } from './prepare-hnswlib.ts'
import { HITS, type SearchFigures } from './search-kiku.ts'

export interface VectorStoreJob {
  readonly work: string
  readonly store: 'hnswlib' | 'memory'
  /** Candidates that HNSW keeps while searching; hnswlib's own 10 unless set. */
  readonly ef?: number
  /** Queries at most. */
  readonly calls: number
}

export interface VectorFigures extends SearchFigures {
  /** Share of the ten true neighbours that were among the ten hits. */
  readonly recall: number
}

/** LangChain's stores, through their own `similaritySearch` with a metadata filter. */
export async function searchVectorStore(job: VectorStoreJob): Promise<{
  readonly figures: readonly VectorFigures[]
  readonly residentMb: number
}> {
  const chunks = await readChunks(job.work)
  const queries = (await readQueries(job.work)).slice(0, job.calls)
  const embeddings = new BundledEmbeddings()
  const store = job.store === 'hnswlib' ? await loadHnswlib(job, embeddings) : await fillMemory(job, chunks, embeddings)
  const found = new Map<AudienceName, number[][]>()
  const timed: Pick<SearchFigures, 'audience' | 'times'>[] = []
  for (const audience of AUDIENCE_NAMES) {
    const labels: readonly string[] = AUDIENCES[audience]
    const filter =
      audience === 'all' ? undefined : ({ metadata }: Document): boolean => labels.includes(metadata.audience)
    const places: number[][] = []
    const times = await measureCalls(
      queries,
      ({ text }) => store.similaritySearch(text, HITS, filter),
      (hits) => places.push(hits.map(({ metadata }) => Number(metadata.place))),
    )
    found.set(audience, places)
    timed.push({ audience, times })
  }
  const residentMb = residentMegabytes()
  const exact = await loadExact(job.work)
  const figures: VectorFigures[] = []
  for (const { audience, times } of timed) {
    const judged = await judgePlaces(found.get(audience)!, { audience, queries, chunks, exact, embeddings })
    figures.push({ audience, times, ...judged })
  }
  return { figures, residentMb }
}

async function loadHnswlib({ work, ef }: VectorStoreJob, embeddings: BundledEmbeddings): Promise<HNSWLib> {
  const store = await HNSWLib.load(hnswlibFolder(work), embeddings)
  if (ef !== undefined) store.index.setEf(ef)
  return store
}

async function fillMemory(
  { work }: VectorStoreJob,
  chunks: readonly BenchChunk[],
  embeddings: BundledEmbeddings,
): Promise<MemoryVectorStore> {
  const vectors = await readVectors(work)
  const store = new MemoryVectorStore(embeddings)
  await store.addVectors(
    chunks.map((_, place) => Array.from(vectors.row(place))),
    chunks.map(toDocument),
  )
  return store
}

async function loadExact(work: string): Promise<ExactIndex> {
  const vectors = await readVectors(work)
  const exact = createExactIndex(vectors.dimension)
  exact.upsert(Array.from({ length: vectors.count }, (_, ordinal) => ({ ordinal, vector: vectors.row(ordinal) })))
  return exact
}

async function judgePlaces(
  found: readonly (readonly number[])[],
  context: {
    readonly audience: AudienceName
    readonly queries: readonly BenchQuery[]
    readonly chunks: readonly BenchChunk[]
    readonly exact: ExactIndex
    readonly embeddings: BundledEmbeddings
  },
): Promise<{ readonly found: number; readonly recall: number }> {
  const { audience, queries, chunks, exact, embeddings } = context
  const labels: readonly string[] = AUDIENCES[audience]
  const permitted = Uint8Array.from(chunks, (chunk) => (labels.includes(chunk.audience) ? 1 : 0))
  const options = { limit: HITS, permitted, permittedCount: permitted.reduce((sum, one) => sum + one, 0) }
  let own = 0
  let findable = 0
  let recall = 0
  for (const [at, places] of found.entries()) {
    const { text, answer } = queries[at]!
    const truth = exact.search(Float32Array.from(await embeddings.embedQuery(text)), options)
    const least = truth.at(-1)?.score ?? 0
    const scores = exact.score(Float32Array.from(await embeddings.embedQuery(text)), places)
    // Ties at the border are as good as each other.
    recall += scores.filter((score) => score >= least - 1e-6).length / Math.max(1, truth.length)
    if (permitted[answer] !== 1) continue
    findable += 1
    if (places.includes(answer)) own += 1
  }
  return { found: own / findable, recall: recall / found.length }
}
