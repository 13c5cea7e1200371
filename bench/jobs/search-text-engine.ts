import Database from 'better-sqlite3'
import MiniSearch from 'minisearch'
import { analyzeTerms } from '../../src/domain/language/terms.ts'
import { AUDIENCE_NAMES, AUDIENCES, type BenchChunk, readChunks, readQueries } from '../corpus/corpus.ts'
import { measureCalls } from '../measure/measure-calls.ts'
import { measureWork, residentMegabytes } from '../measure/measure-work.ts'
import { HITS, type SearchFigures } from './search-kiku.ts'

/** @returns places of the best hits. */
type SearchText = (text: string, labels: readonly string[] | undefined) => readonly number[]

export interface TextEngineJob {
  readonly work: string
  readonly engine: 'fts5' | 'minisearch'
  /** Queries at most. */
  readonly calls: number
}

/** Other full-text engines on the same terms: Kiku's own analysis cuts the text, so that only the engines differ. */
export async function searchTextEngine({ work, engine, calls }: TextEngineJob): Promise<{
  readonly figures: readonly SearchFigures[]
  readonly buildMs: number
  readonly residentMb: number
}> {
  const chunks = await readChunks(work)
  const queries = (await readQueries(work)).slice(0, calls)
  const build = engine === 'fts5' ? fillFts5 : fillMinisearch
  const { ms: buildMs, result: search } = await measureWork(async () => build(chunks))
  const figures: SearchFigures[] = []
  for (const audience of AUDIENCE_NAMES) {
    const labels: readonly string[] = AUDIENCES[audience]
    let found = 0
    let findable = 0
    const times = await measureCalls(
      queries,
      ({ text }) => search(text, audience === 'all' ? undefined : labels),
      (places, at) => {
        const { answer } = queries[at]!
        if (!labels.includes(chunks[answer]!.audience)) return
        findable += 1
        if (places.includes(answer)) found += 1
      },
    )
    figures.push({ audience, times, found: found / findable })
  }
  return { figures, buildMs, residentMb: residentMegabytes() }
}

// The mark of a bigram is no letter to FTS5, so it is spelled as one.
function toTokens(text: string): string[] {
  return analyzeTerms(text).map((term) => term.replace('\u2060', '_'))
}

/** The terms, separated by spaces, in a table in memory; the audience in a column that is not indexed. */
function fillFts5(chunks: readonly BenchChunk[]): SearchText {
  const database = new Database(':memory:')
  database.exec(`CREATE VIRTUAL TABLE chunks USING fts5(title, text, audience UNINDEXED,
    tokenize="unicode61 remove_diacritics 0 tokenchars '_'")`)
  const insert = database.prepare('INSERT INTO chunks(rowid, title, text, audience) VALUES (?, ?, ?, ?)')
  database.transaction(() => {
    for (const [place, { title, text, audience }] of chunks.entries()) {
      insert.run(place, toTokens(title).join(' '), toTokens(text).join(' '), audience)
    }
  })()
  const select = `SELECT rowid FROM chunks WHERE chunks MATCH ?`
  const best = `ORDER BY rank LIMIT ${HITS}`
  const all = database.prepare<[string], number>(`${select} ${best}`).pluck()
  const few = database.prepare<[string, string], number>(`${select} AND audience = ? ${best}`).pluck()
  return (text, labels) => {
    const query = [...new Set(toTokens(text))].map((token) => `"${token}"`).join(' OR ')
    if (query === '') return []
    return labels === undefined ? all.all(query) : labels.flatMap((label) => few.all(query, label))
  }
}

function fillMinisearch(chunks: readonly BenchChunk[]): SearchText {
  const engine = new MiniSearch<BenchChunk & { readonly id: number }>({
    fields: ['title', 'text'],
    storeFields: ['audience'],
    tokenize: (text) => toTokens(text),
    processTerm: (term) => term,
  })
  engine.addAll(chunks.map((chunk, id) => ({ ...chunk, id })))
  return (text, labels) => {
    const filter =
      labels === undefined
        ? {}
        : { filter: (result: Record<string, unknown>) => labels.includes(String(result.audience)) }
    return engine
      .search(text, filter)
      .slice(0, HITS)
      .map(({ id }) => Number(id))
  }
}
