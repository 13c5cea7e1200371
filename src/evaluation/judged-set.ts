import { KikuError } from '../domain/errors.ts'
import type { WeightChoice } from '../domain/fusion-weights.ts'
import type { Task } from '../domain/task.ts'
import type { ContextTurn } from '../index/unified-index.ts'
import type { EvaluationFiles } from '../ports/evaluation-set.ts'
import type { Gains } from './metrics.ts'
import { pause } from './pause.ts'
import { countLines, type EvaluationProgress } from './progress.ts'
import { readJudgements, readRecords } from './read-records.ts'
import { DocumentRecord, QueryRecord, roleOf } from './schema.ts'
import type { LEGS } from './score-legs.ts'

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
  /** Other weights of the fusion than the embedder's. */
  readonly weights?: WeightChoice
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

/** A query with the gain of each document that is relevant to it. */
export interface JudgedQuery {
  readonly query: EvaluationQuery
  readonly gains: Gains
}

/** Results that are looked at. */
export const DEPTH = 10

const CORPUS = 'corpus.jsonl'
const BATCH = 256

/** @returns how many there are */
export async function indexDocuments(options: RetrievalEvaluation, signal: AbortSignal): Promise<number> {
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

/**
 * Reads the queries of a set that have a relevant document, one after the other.
 * @returns how many had none, at the end
 * @throws KikuError `misuse` for a malformed file and where no query is left, `source-missing` for an absent one
 */
export async function* readJudgedQueries(
  options: RetrievalEvaluation,
  signal: AbortSignal,
): AsyncGenerator<JudgedQuery, number> {
  const qrelsFile = options.qrelsFile ?? 'qrels.dev.tsv'
  const queriesFile = options.queriesFile ?? 'queries.dev.jsonl'
  const judgements = await readJudgements(options.files, qrelsFile, signal)
  const total = await countLines(options.files, queriesFile, signal)
  let [done, skipped] = [0, 0]
  for await (const record of readRecords(options.files, queriesFile, QueryRecord, signal)) {
    done += 1
    const gains = judgements.get(record._id)
    if (gains === undefined || ![...gains.values()].some((gain) => gain > 0)) {
      skipped += 1
      continue
    }
    yield { query: toQuery(record, options.task), gains }
    options.onProgress?.({ step: 'search', done, total })
    await pause(signal)
  }
  if (done === skipped) throw nothingToScore(queriesFile, qrelsFile)
  return skipped
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
