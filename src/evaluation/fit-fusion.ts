import type { WeightChoice } from '../domain/fusion-weights.ts'
import { estimateDifference } from './bootstrap.ts'
import { DEPTH, indexDocuments, type RetrievalEvaluation, readJudgedQueries } from './judged-set.ts'
import { mean, ndcgAt } from './metrics.ts'

/** Weights that are tried, from words alone to hardly anything but nearness. */
const TRIED: Readonly<Record<FittedWeight, readonly number[]>> = {
  sameScript: [0, 0.05, 0.1, 0.2, 0.3, 0.5, 0.8, 1.2, 2, 3],
  crossScript: [0, 0.1, 0.2, 0.3, 0.5, 0.8, 1.2, 2, 3],
}

export type FittedWeight = keyof WeightChoice

/** What a weight does to a set. */
export interface WeightTrial {
  readonly weight: number
  readonly 'ndcg@10': number
  /** Mean of what it gains on the weights in use, query by query, with its 95 % bootstrap interval. */
  readonly gain: number
  readonly ci95: readonly [number, number]
}

export interface FusionFit {
  readonly set: string
  readonly queries: number
  readonly documents: number
  /** nDCG@10 with the weights in use. */
  readonly present: number
  readonly trials: Readonly<Record<FittedWeight, readonly WeightTrial[]>>
  /** The best weight of each kind, where it gains more than chance would; none else. */
  readonly better: Readonly<Partial<Record<FittedWeight, number>>>
}

/**
 * Tries other weights of the fusion on a set: for texts in the script of the query, and for texts in another one.
 * @throws KikuError `misuse` for a malformed file, `source-missing` for an absent one
 */
export async function fitFusion(options: RetrievalEvaluation, signal: AbortSignal): Promise<FusionFit> {
  const documents = await indexDocuments(options, signal)
  const present: number[] = []
  const scores = {
    sameScript: TRIED.sameScript.map((): number[] => []),
    crossScript: TRIED.crossScript.map((): number[] => []),
  }
  for await (const { query, gains } of readJudgedQueries(options, signal)) {
    const measure = async (weights?: WeightChoice): Promise<number> => {
      const { fused } = await options.index.rank(weights === undefined ? query : { ...query, weights }, signal)
      return ndcgAt(DEPTH, fused, gains)
    }
    present.push(await measure())
    for (const kind of KINDS) {
      for (const [at, weight] of TRIED[kind].entries()) scores[kind][at]?.push(await measure({ [kind]: weight }))
    }
  }
  const trialsOf = async (kind: FittedWeight): Promise<WeightTrial[]> => {
    const trials: WeightTrial[] = []
    for (const [at, weight] of TRIED[kind].entries()) {
      const found = scores[kind][at] ?? []
      const { mean: gain, interval } = await estimateDifference({ a: found, b: present }, signal)
      trials.push({ weight, 'ndcg@10': mean(found), gain, ci95: interval })
    }
    return trials
  }
  const trials = { sameScript: await trialsOf('sameScript'), crossScript: await trialsOf('crossScript') }
  const better = Object.fromEntries(KINDS.flatMap((kind) => betterOf(trials[kind]).map((weight) => [kind, weight])))
  return { set: options.set, queries: present.length, documents, present: mean(present), trials, better }
}

const KINDS = ['sameScript', 'crossScript'] as const

function betterOf(trials: readonly WeightTrial[]): number[] {
  const [best] = [...trials].sort((left, right) => right.gain - left.gain)
  return best !== undefined && best.ci95[0] > 0 ? [best.weight] : []
}
