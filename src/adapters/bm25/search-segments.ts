import type { LegHit, LexicalSearchOptions } from '../../ports/lexical-index.ts'
import { createTopHits } from '../../ports/top-hits.ts'
import type { LiveSegment } from './live-segment.ts'
import { findHash } from './segment.ts'
import type { QueryTerm } from './weigh-query.ts'

/** Okapi BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009, section 3.3). */
export interface Bm25Parameters {
  /** Saturation of the term count. */
  readonly k1: number
  /** Strength of length normalisation, 0 to 1. */
  readonly b: number
}

/**
 * A term that tells little (weight up to this) and stands in more documents than that is passed over: going through its
 * postings would cost most of the search and hardly change the order.
 */
const LITTLE_WEIGHT = 0.1
const MANY_DOCUMENTS = 4_000

/** Ranks the permitted documents of all segments, term at a time, by one set of statistics. */
export function searchSegments(
  segments: readonly LiveSegment[],
  terms: readonly QueryTerm[],
  options: LexicalSearchOptions,
  parameters: Bm25Parameters,
): LegHit[] {
  const documentCount = segments.reduce((sum, { live }) => sum + live, 0)
  if (documentCount === 0 || terms.length === 0) return []
  const averageLength = Math.max(1, segments.reduce((sum, { liveLength }) => sum + liveLength, 0) / documentCount)
  for (const live of segments) updateNorms(live, averageLength, parameters)
  const touched = segments.map(() => [] as number[])
  let largest = 0
  for (const term of terms) {
    const ids = segments.map(({ segment }) => findHash(segment, term.high, term.low))
    const frequency = ids.reduce((sum, id, at) => sum + documentFrequency(segments[at]!, id), 0)
    if (term.weight <= LITTLE_WEIGHT && frequency > MANY_DOCUMENTS) continue
    const impact = term.weight * inverseFrequency(documentCount, frequency) * (parameters.k1 + 1)
    largest += impact
    for (const [at, id] of ids.entries()) {
      if (id >= 0) accumulate(segments[at]!, id, impact, options.permitted, touched[at]!)
    }
  }
  return collect(segments, touched, largest, options)
}

function documentFrequency({ segment }: LiveSegment, term: number): number {
  return term < 0 ? 0 : segment.offsets[term + 1]! - segment.offsets[term]!
}

/** Never negative, since removed documents may still be counted in the frequency. */
function inverseFrequency(documentCount: number, frequency: number): number {
  return Math.log(1 + Math.max(0.5, documentCount - frequency + 0.5) / (frequency + 0.5))
}

/** Recomputes the length parts when the average has moved by more than a hundredth. */
function updateNorms(live: LiveSegment, averageLength: number, { k1, b }: Bm25Parameters): void {
  if (Math.abs(live.normsFor - averageLength) <= averageLength / 100) return
  const { lengths } = live.segment
  for (let local = 0; local < lengths.length; local += 1) {
    live.norms[local] = k1 * (1 - b + (b * lengths[local]!) / averageLength)
  }
  live.normsFor = averageLength
}

/** Adds one term's part to each permitted document. The audience is checked here, before anything is ranked. */
function accumulate(live: LiveSegment, term: number, impact: number, permitted: Uint8Array, touched: number[]): void {
  const { segment, ordinals, norms, scores } = live
  const { postingDocuments, postingCounts } = segment
  const end = segment.offsets[term + 1]!
  for (let at = segment.offsets[term]!; at < end; at += 1) {
    const local = postingDocuments[at]!
    const ordinal = ordinals[local]!
    if (ordinal < 0 || permitted[ordinal] !== 1) continue
    const count = postingCounts[at]!
    const before = scores[local]!
    if (before === 0) touched.push(local)
    scores[local] = before + (impact * count) / (count + norms[local]!)
  }
}

/** Picks the best, divides by the largest reachable score, and leaves the accumulators clean. */
function collect(
  segments: readonly LiveSegment[],
  touched: readonly (readonly number[])[],
  largest: number,
  { limit, include = [] }: LexicalSearchOptions,
): LegHit[] {
  const top = createTopHits(limit)
  const wanted = new Set(include)
  const included: LegHit[] = []
  for (const [at, { ordinals, scores }] of segments.entries()) {
    for (const local of touched[at]!) {
      const ordinal = ordinals[local]!
      const score = scores[local]! / largest
      scores[local] = 0
      top.offer(ordinal, score)
      if (wanted.has(ordinal)) included.push({ ordinal, score })
    }
  }
  const hits = top.list()
  const listed = new Set(hits.map(({ ordinal }) => ordinal))
  const extra = included.filter(({ ordinal }) => !listed.has(ordinal))
  return [...hits, ...extra.sort((a, b) => b.score - a.score || a.ordinal - b.ordinal)]
}
