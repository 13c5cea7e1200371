import { AUDIENCE_NAMES } from '../corpus/corpus.ts'
import { runJob } from '../jobs/run-job.ts'
import type { SearchFigures } from '../jobs/search-kiku.ts'
import type { VectorFigures } from '../jobs/search-vector-store.ts'
import { type BenchTable, formatRatio } from '../report/table.ts'
import type { PartContext, PartReport } from './part.ts'
import { prepareShared } from './prepare-shared.ts'

/** Queries for the slow ones, which scan everything for each. */
const FEW_CALLS = 50
const SOME_CALLS = 300
const ALL_CALLS = 10_000

/** What LangChain's store needs to find about as much as the exact scan. */
const LARGE_EF = 256

/** Whole retrieval beside LangChain's vector stores, and the lexical leg beside other text engines. */
export async function benchRetrieval(context: PartContext): Promise<PartReport> {
  const { work, log } = context
  await prepareShared(context)
  log('searching with Kiku')
  const kiku = await runJob('search-kiku', { work })
  log('searching with LangChain HNSWLib')
  const hnswlib = await runJob('search-vector-store', { work, store: 'hnswlib', calls: ALL_CALLS })
  const wider = await runJob('search-vector-store', { work, store: 'hnswlib', ef: LARGE_EF, calls: SOME_CALLS })
  log('searching with LangChain MemoryVectorStore')
  const memory = await runJob('search-vector-store', { work, store: 'memory', calls: FEW_CALLS })
  log('searching with SQLite FTS5')
  const fts5 = await runJob('search-text-engine', { work, engine: 'fts5', calls: SOME_CALLS })
  log('searching with MiniSearch')
  const minisearch = await runJob('search-text-engine', { work, engine: 'minisearch', calls: FEW_CALLS })
  return {
    figures: { kiku, hnswlib, wider, memory, fts5, minisearch },
    tables: [
      compare('Whole retrieval: embed, permit, search, fuse', [
        ['Kiku (both legs, fused)', kiku.whole],
        ['LangChain HNSWLib (ef 10, its default)', hnswlib.figures],
        [`LangChain HNSWLib (ef ${LARGE_EF})`, wider.figures],
        ['LangChain MemoryVectorStore', memory.figures],
      ]),
      compare('Text search alone', [
        ["Kiku's BM25", kiku.lexical],
        ['SQLite FTS5', fts5.figures],
        ['MiniSearch', minisearch.figures],
      ]),
    ],
  }
}

type Candidate = readonly [name: string, figures: readonly (SearchFigures | VectorFigures)[]]

/** One row for each candidate and audience; the first candidate is the reference. */
function compare(title: string, candidates: readonly Candidate[]): BenchTable {
  const hasRecall = candidates.some(([, figures]) => figures.some((one) => 'recall' in one))
  const rows = AUDIENCE_NAMES.flatMap((audience) => {
    const of = (figures: Candidate[1]): SearchFigures | VectorFigures | undefined =>
      figures.find((one) => one.audience === audience)
    const reference = of(candidates[0]![1])
    return candidates.flatMap(([name, figures]) => {
      const one = of(figures)
      if (one === undefined || reference === undefined) return []
      const { p50Ms, p99Ms, cpuMs, calls } = one.times
      const ratio = formatRatio(p50Ms, reference.times.p50Ms)
      const recall = 'recall' in one ? one.recall : ''
      return [[name, audience, p50Ms, p99Ms, ratio, cpuMs, one.found, ...(hasRecall ? [recall] : []), calls]]
    })
  })
  const columns = ['', 'audience', 'p50 ms', 'p99 ms', 'p50 beside Kiku', 'CPU ms a query', 'found in 10']
  return { title, columns: [...columns, ...(hasRecall ? ['recall@10 of exact'] : []), 'queries'], rows }
}
