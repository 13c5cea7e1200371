import { KikuError } from '../domain/errors.ts'
import type { Task } from '../domain/task.ts'
import type { Embedder } from '../ports/embedder.ts'
import type { EvaluationFiles } from '../ports/evaluation-set.ts'
import { type Estimate, estimateStatistic } from './bootstrap.ts'
import { createCorrelations } from './correlation.ts'
import { pause } from './pause.ts'
import { countLines, type EvaluationProgress } from './progress.ts'
import { type PairRecord, readPairs } from './read-pairs.ts'

export interface JstsEvaluation {
  readonly files: EvaluationFiles
  /** Name of the set, for the report. */
  readonly set: string
  readonly file: string
  readonly embedder: Embedder
  /** Default `icl`. */
  readonly task?: Task
  /** Only the first pairs. */
  readonly limit?: number
  readonly onProgress?: (progress: EvaluationProgress) => void
}

export interface JstsReport {
  readonly set: string
  readonly pairs: number
  /** Of cosine and label; what papers report, often times 100. */
  readonly spearman: number
  /** 95 % bootstrap interval over the pairs. */
  readonly ci95: readonly [number, number]
  readonly pearson: number
  readonly pearsonCi95: readonly [number, number]
  readonly embedder: { readonly id: string; readonly preset: string; readonly dimension: number }
  readonly task: Task
  readonly side: 'query'
}

const BATCH = 64
/** A correlation of two pairs is always perfect. */
const LEAST_PAIRS = 3

/**
 * How well the cosines of sentence pairs agree with how similar people find them: the test of Japanese SimCSE (Tsukagoshi et
 * al., 2023) on the validation part of JSTS (Kurihara et al., JGLUE, 2022).
 *
 * Both sentences are embedded on the same side of the same task, since neither is asked and neither is found: with two
 * instructions a sentence would not even equal itself. The side is `query`, which E5's authors prescribe for both
 * texts of a symmetric task, and the task is `icl`, the one of the six whose instruction asks for something alike.
 * @throws KikuError `misuse` for a malformed file or one with nothing to correlate, `source-missing` for an absent
 * one, those of the embedder
 */
export async function runJstsEval(options: JstsEvaluation, signal: AbortSignal): Promise<JstsReport> {
  const { files, file, embedder, set, task = 'icl', limit = Number.POSITIVE_INFINITY } = options
  const total = Math.min(limit, await countLines(files, file, signal))
  const labels: number[] = []
  const cosines: number[] = []
  let batch: PairRecord[] = []
  const flush = async (): Promise<void> => {
    const texts = batch.flatMap(({ sentence1, sentence2 }) => [sentence1, sentence2])
    const vectors = await embedder.embed(texts, { task, side: 'query' }, signal)
    for (const [at, { label }] of batch.entries()) {
      labels.push(label)
      cosines.push(cosine(vectors[2 * at]!, vectors[2 * at + 1]!))
    }
    batch = []
    options.onProgress?.({ step: 'embed', done: labels.length, total })
    await pause(signal)
  }
  for await (const pair of readPairs(files, file, signal)) {
    if (labels.length + batch.length >= limit) break
    batch.push(pair)
    if (batch.length === BATCH) await flush()
  }
  if (batch.length > 0) await flush()
  if (labels.length < LEAST_PAIRS || new Set(labels).size === 1) throw nothingToCorrelate(file, labels.length)
  const { spearman, pearson } = await estimateCorrelations(cosines, labels, signal)
  return {
    set,
    pairs: labels.length,
    spearman: spearman.mean,
    ci95: spearman.interval,
    pearson: pearson.mean,
    pearsonCi95: pearson.interval,
    embedder: { id: embedder.id, preset: embedder.preset, dimension: embedder.dimension },
    task,
    side: 'query',
  }
}

async function estimateCorrelations(
  cosines: readonly number[],
  labels: readonly number[],
  signal: AbortSignal,
): Promise<{ readonly spearman: Estimate; readonly pearson: Estimate }> {
  const correlations = createCorrelations(cosines, labels)
  return {
    spearman: await estimateStatistic(labels.length, correlations.spearman, signal),
    pearson: await estimateStatistic(labels.length, correlations.pearson, signal),
  }
}

/** Of unit vectors. */
function cosine(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let at = 0; at < a.length; at += 1) sum += a[at]! * b[at]!
  return sum
}

function nothingToCorrelate(file: string, pairs: number): KikuError {
  const reason = pairs < LEAST_PAIRS ? `holds ${pairs} sentence pairs` : 'has the same label on every line'
  return new KikuError('misuse', `${file} ${reason}; there is nothing to correlate.`, {
    remedy: `Name a file of at least ${LEAST_PAIRS} pairs with different labels, or raise --limit.`,
  })
}
