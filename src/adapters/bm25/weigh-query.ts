import { analyzeTerms, termWeight } from '../../domain/language/terms.ts'
import type { WeightedText } from '../../ports/lexical-index.ts'
import { hashTerm } from './hash-term.ts'

/** One distinct term of a query. */
export interface QueryTerm {
  readonly high: number
  readonly low: number
  /** Sum over the parts that hold it of part weight times saturated count. */
  readonly weight: number
}

/** More terms than this add time but hardly meaning; the weightiest and earliest are kept. */
const MOST_TERMS = 256

/** Longer parts are cut for analysis: a pasted page is still about what it begins with. */
const MOST_CHARACTERS = 8_000

/** The distinct terms of a query with their weights, heaviest first. */
export function weighQuery(parts: readonly WeightedText[]): QueryTerm[] {
  const weights = new Map<string, number>()
  for (const { text, weight } of parts) {
    const counts = new Map<string, number>()
    for (const term of analyzeTerms(text.slice(0, MOST_CHARACTERS))) counts.set(term, (counts.get(term) ?? 0) + 1)
    for (const [term, count] of counts)
      weights.set(term, (weights.get(term) ?? 0) + weight * saturate(count) * termWeight(term))
  }
  const heaviest = [...weights].sort((a, b) => b[1] - a[1]).slice(0, MOST_TERMS)
  return heaviest.map(([term, weight]) => {
    const [high, low] = hashTerm(term)
    return { high, low, weight }
  })
}

/** Okapi's query-side saturation with k3 = 1: 1, 1.33, 1.5, … at most 2. */
function saturate(count: number): number {
  return (2 * count) / (1 + count)
}
