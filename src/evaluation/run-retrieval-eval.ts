import { KikuError } from '../domain/errors.ts'
import type { Task } from '../domain/task.ts'
import type { ContextTurn } from '../index/unified-index.ts'
import type { EvaluationFiles } from '../ports/evaluation-set.ts'
import { pause } from './pause.ts'
import { countLines, type EvaluationProgress } from './progress.ts'
import { readJudgements, readRecords } from './read-records.ts'
import { DocumentRecord, QueryRecord, roleOf } from './schema.ts'
import { createLegScores, type LEGS, type LegReport, summariseLegs } from './score-legs.ts'

/** The retrieval under test. Documents are known by the ids of the set. */
export interface EvaluationIndex {
  add(documents: readonly EvaluationDocument[], signal: AbortSignal): Promise<void>
  rank(query: EvaluationQuery, signal: AbortSignal): Promise<EvaluationRankings>
}

export interface EvaluationDocument {
  readonly id: string
  readonly title: string
  readonly text: string
  /** To be used as the document's audience label. */
  readonly scope?: string
}

export interface EvaluationQuery {
  readonly text: string
  /** Earlier turns, oldest first. */
  readonly history: readonly ContextTurn[]
  /** The only audience label that may be found; absent means all. */
  readonly scope?: string
  readonly task: Task
  readonly limit: number
}

/** Document ids, best first. */
export type EvaluationRankings = Readonly<Record<(typeof LEGS)[number], readonly string[]>>

export interface RetrievalEvaluation {
  readonly files: EvaluationFiles
  /** Name of the set, for the report. */
  readonly set: string
  /** Default `queries.dev.jsonl`. */
  readonly queriesFile?: string
  /** Default `qrels.dev.tsv`. */
  readonly qrelsFile?: string
  readonly index: EvaluationIndex
  /** Default, query by query: `convsearch` where the query has history, else `qa`. */
  readonly task?: Task
  readonly onProgress?: (progress: EvaluationProgress) => void
}

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

const CORPUS = 'corpus.jsonl'
const BATCH = 256
const DEPTH = 10

/**
 * Indexes a set, ranks its queries and scores each leg. Documents and queries are streamed; only judgements and one
 * number per query and measure are held.
 * @throws KikuError `misuse` for a malformed file, `source-missing` for an absent one
 */
export async function runRetrievalEval(options: RetrievalEvaluation, signal: AbortSignal): Promise<RetrievalReport> {
  const qrelsFile = options.qrelsFile ?? 'qrels.dev.tsv'
  const judgements = await readJudgements(options.files, qrelsFile, signal)
  const documents = await indexDocuments(options, signal)
  const scores = createLegScores(DEPTH)
  const queriesFile = options.queriesFile ?? 'queries.dev.jsonl'
  const total = await countLines(options.files, queriesFile, signal)
  let skipped = 0
  for await (const record of readRecords(options.files, queriesFile, QueryRecord, signal)) {
    const gains = judgements.get(record._id)
    if (gains === undefined || ![...gains.values()].some((gain) => gain > 0)) {
      skipped += 1
      continue
    }
    scores.add(await options.index.rank(toQuery(record, options.task), signal), gains)
    options.onProgress?.({ step: 'search', done: scores.count() + skipped, total })
    await pause(signal)
  }
  if (scores.count() === 0) throw nothingToScore(queriesFile, qrelsFile)
  const summary = await summariseLegs(scores, signal)
  return {
    set: options.set,
    queries: scores.count(),
    ...summary,
    documents,
    skipped,
    task: options.task ?? 'by-history',
  }
}

async function indexDocuments(options: RetrievalEvaluation, signal: AbortSignal): Promise<number> {
  const total = await countLines(options.files, CORPUS, signal)
  let done = 0
  let batch: EvaluationDocument[] = []
  const flush = async (): Promise<void> => {
    await options.index.add(batch, signal)
    done += batch.length
    batch = []
    options.onProgress?.({ step: 'index', done, total })
    await pause(signal)
  }
  for await (const { _id, title, text, meta } of readRecords(options.files, CORPUS, DocumentRecord, signal)) {
    batch.push({ id: _id, title, text, ...(meta.scope !== undefined && { scope: meta.scope }) })
    if (batch.length === BATCH) await flush()
  }
  if (batch.length > 0) await flush()
  return done
}

function toQuery({ text, history, meta }: QueryRecord, task: Task | undefined): EvaluationQuery {
  return {
    text,
    history: history.map(({ speaker, text: said }) => ({ role: roleOf(speaker), text: said })),
    ...(meta.scope !== undefined && { scope: meta.scope }),
    task: task ?? (history.length > 0 ? 'convsearch' : 'qa'),
    limit: DEPTH,
  }
}

function nothingToScore(queriesFile: string, qrelsFile: string): KikuError {
  return new KikuError('misuse', `No query of ${queriesFile} has a relevant document in ${qrelsFile}.`, {
    remedy: 'Name the queries and the judgements that belong together.',
  })
}
