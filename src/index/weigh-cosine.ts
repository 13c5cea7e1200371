import type { FusionWeights } from '../domain/fusion-weights.ts'
import type { Task } from '../domain/task.ts'

/** What a cosine adds to the lexical score of a hit. */
export type CosineWeigher = (cosine: number, isSameScript: boolean) => number

/** With nothing found by words the weight only has to keep the order. */
const LEAST_BEST = 0.02

/** @param bestLexical lexical score of the best hit of the query, 0 when words found nothing. */
export function createCosineWeigher(
  { sameScript, byTask, crossScript, crossBase = 0, scale = 'fixed' }: FusionWeights,
  task: Task,
  bestLexical: number,
): CosineWeigher {
  const weight = byTask?.[task] ?? sameScript
  const same = scale === 'best-lexical' ? weight * Math.max(bestLexical, LEAST_BEST) : weight
  return (cosine, isSameScript) =>
    isSameScript ? same * cosine : crossScript * (crossBase === 0 ? cosine : Math.max(0, cosine - crossBase))
}
