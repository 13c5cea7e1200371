import type { FusionWeights } from '../domain/fusion-weights.ts'

/** What a cosine adds to the lexical score of a hit. */
export type CosineWeigher = (cosine: number, isSameScript: boolean) => number

/** With nothing found by words the weight only has to keep the order. */
const LEAST_BEST = 0.02

/** @param bestLexical lexical score of the best hit of the query, 0 when words found nothing. */
export function createCosineWeigher(
  { sameScript, crossScript, crossBase = 0, scale = 'fixed' }: FusionWeights,
  bestLexical: number,
): CosineWeigher {
  const same = scale === 'best-lexical' ? sameScript * Math.max(bestLexical, LEAST_BEST) : sameScript
  return (cosine, isSameScript) =>
    isSameScript ? same * cosine : crossScript * (crossBase === 0 ? cosine : Math.max(0, cosine - crossBase))
}
