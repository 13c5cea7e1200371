import type { Task } from '../domain/task.ts'
import { DEPTH, indexDocuments, type RetrievalEvaluation, readJudgedQueries } from './judged-set.ts'
import { createLegScores, type LEGS, type LegReport, summariseLegs } from './score-legs.ts'

export interface RetrievalReport {
  readonly set: string
  /** Queries that were scored. */
  readonly queries: number
  readonly legs: Readonly<Record<(typeof LEGS)[number], LegReport>>
  /** Means of fused minus lexical nDCG over the same queries; the interval shows whether it is more than noise. */
  readonly fusedMinusLexical: {
    readonly 'ndcg@10': number
    readonly ci95: readonly [number, number]
    readonly 'ndcg@5': number
    readonly ci95at5: readonly [number, number]
  }
  readonly documents: number
  /** Queries without a relevant document, which have no score. */
  readonly skipped: number
  readonly task: Task | 'by-history'
}

/**
 * Indexes a set, ranks its queries and scores each leg. Documents and queries are streamed; only judgements and one
 * number per query and measure are held.
 * @throws KikuError `misuse` for a malformed file, `source-missing` for an absent one
 */
export async function runRetrievalEval(options: RetrievalEvaluation, signal: AbortSignal): Promise<RetrievalReport> {
  const documents = await indexDocuments(options, signal)
  const scores = createLegScores(DEPTH)
  const queries = readJudgedQueries(options, signal)
  let next = await queries.next()
  for (; next.done !== true; next = await queries.next()) {
    const { query, gains } = next.value
    scores.add(await options.index.rank(query, signal), gains)
  }
  const summary = await summariseLegs(scores, signal)
  return {
    set: options.set,
    queries: scores.count(),
    ...summary,
    documents,
    skipped: next.value,
    task: options.task ?? 'by-history',
  }
}
