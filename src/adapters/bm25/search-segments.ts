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

/** Where a document stands. */
export interface DocumentPlace {
  readonly live: LiveSegment
  readonly local: number
}

export interface SegmentSearch extends LexicalSearchOptions {
  readonly parameters: Bm25Parameters
  /** Finds a document by its ordinal. */
  readonly find: (ordinal: number) => DocumentPlace | undefined
}

/** Ranks the permitted documents of all segments, term at a time, by one set of statistics. */
export function searchSegments(
  segments: readonly LiveSegment[],
  terms: readonly QueryTerm[],
  options: SegmentSearch,
): LegHit[] {
  const { parameters } = options
  const documentCount = segments.reduce((sum, { live }) => sum + live, 0)
  if (documentCount === 0 || terms.length === 0) return []
  const averageLength = Math.max(1, segments.reduce((sum, { liveLength }) => sum + liveLength, 0) / documentCount)
  for (const live of segments) updateNorms(live, averageLength, parameters)
  const weighed = weighTerms(segments, terms, documentCount, parameters)
  const largest = weighed.reduce((sum, { impact }) => sum + impact, 0)
  const counts = accumulateAll(segments, weighed, largest, options)
  const hits = collect(segments, counts, largest, options)
  return [...hits, ...scoreIncluded(segments, weighed, largest, hits, options)]
}

/** A term with what it can add to a score. */
interface WeighedTerm {
  /** Its id in each segment, or -1. */
  readonly ids: readonly number[]
  readonly frequency: number
  /** Every document gets less than this for it. */
  readonly impact: number
}

/** Those that tell most first. */
function weighTerms(
  segments: readonly LiveSegment[],
  terms: readonly QueryTerm[],
  documentCount: number,
  { k1 }: Bm25Parameters,
): WeighedTerm[] {
  const weighed = terms.flatMap(({ high, low, weight }): WeighedTerm[] => {
    const ids = segments.map(({ segment }) => findHash(segment, high, low))
    const frequency = ids.reduce((sum, id, at) => sum + documentFrequency(segments[at]!, id), 0)
    if (weight <= LITTLE_WEIGHT && frequency > MANY_DOCUMENTS) return []
    return [{ ids, frequency, impact: weight * inverseFrequency(documentCount, frequency) * (k1 + 1) }]
  })
  return weighed.sort((first, second) => second.impact - first.impact)
}

/**
 * Gives all documents a score that can be among the best. Once what is left to add could not lift a new document among them,
 * only those go on that could still be (Turtle and Flood, "Query Evaluation: Strategies and Optimizations", 1995).
 * @returns how many documents of each segment were touched
 */
function accumulateAll(
  segments: readonly LiveSegment[],
  terms: readonly WeighedTerm[],
  largest: number,
  { limit, permitted }: LexicalSearchOptions,
): number[] {
  const counts = segments.map(() => 0)
  let rest = largest
  let isSettled = false
  for (const { ids, frequency, impact } of terms) {
    const touched = counts.reduce((sum, count) => sum + count, 0)
    const seen = largest - rest
    const isWorthIt = touched >= limit && frequency > touched / 2
    if (isWorthIt && (isSettled || seen > rest)) {
      const spare = leastOfBest(segments, counts, limit, seen) - rest - largest * ROUNDING
      isSettled ||= spare > 0
      if (spare > 0) for (const [at, live] of segments.entries()) counts[at] = narrow(live, counts[at]!, spare)
    }
    for (const [at, id] of ids.entries()) {
      const live = segments[at]!
      if (id < 0) continue
      if (isSettled) add(live, id, impact, counts[at]!)
      else counts[at] = accumulate(live, id, impact, permitted, counts[at]!)
    }
    rest -= impact
  }
  return counts
}

/** Scores are kept with seven digits, of the largest score. */
const ROUNDING = 1e-6
const STEPS = 512

/** What the last of the best has at the least, to a step of what there can be. */
function leastOfBest(segments: readonly LiveSegment[], counts: readonly number[], limit: number, most: number): number {
  const steps = new Uint32Array(STEPS)
  const scale = STEPS / most
  for (const [at, { scores, touched }] of segments.entries()) {
    const count = counts[at]!
    for (let place = 0; place < count; place += 1) {
      const step = Math.min(STEPS - 1, (scores[touched[place]!]! * scale) | 0)
      steps[step] = steps[step]! + 1
    }
  }
  let better = 0
  for (let step = STEPS - 1; step > 0; step -= 1) {
    better += steps[step]!
    if (better >= limit) return step / scale
  }
  return 0
}

/** Drops documents below a score. @returns how many are left */
function narrow({ scores, touched }: LiveSegment, count: number, least: number): number {
  let kept = 0
  for (let place = 0; place < count; place += 1) {
    const local = touched[place]!
    if (scores[local]! < least) scores[local] = 0
    else touched[kept++] = local
  }
  return kept
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

/**
 * Adds one term's part to each permitted document. The audience is checked here, before anything is ranked.
 * @returns how many documents are touched now
 */
function accumulate(live: LiveSegment, term: number, impact: number, permitted: Uint8Array, count: number): number {
  const { segment, ordinals, norms, scores, touched } = live
  const { postingDocuments, postingCounts } = segment
  const end = segment.offsets[term + 1]!
  let touchedCount = count
  for (let at = segment.offsets[term]!; at < end; at += 1) {
    const local = postingDocuments[at]!
    const before = scores[local]!
    if (before === 0) {
      const ordinal = ordinals[local]!
      if (ordinal < 0 || permitted[ordinal] !== 1) continue
      touched[touchedCount++] = local
    }
    const occurrences = postingCounts[at]!
    scores[local] = before + (impact * occurrences) / (occurrences + norms[local]!)
  }
  return touchedCount
}

/** Adds one term's part to documents that are touched already, and to no other. */
function add(live: LiveSegment, term: number, impact: number, count: number): void {
  const { segment, norms, scores, touched } = live
  const { postingDocuments, postingCounts, offsets } = segment
  const [start, end] = [offsets[term]!, offsets[term + 1]!]
  const addAt = (at: number, local: number): void => {
    const occurrences = postingCounts[at]!
    scores[local] = scores[local]! + (impact * occurrences) / (occurrences + norms[local]!)
  }
  // Looking a few up in a long list is quicker than going through it.
  if (count * LOOKUP_COST < end - start) {
    for (let place = 0; place < count; place += 1) {
      const local = touched[place]!
      const at = findPosting(postingDocuments, start, end, local)
      if (at < end && postingDocuments[at] === local) addAt(at, local)
    }
    return
  }
  for (let at = start; at < end; at += 1) {
    const local = postingDocuments[at]!
    if (scores[local] !== 0) addAt(at, local)
  }
}

/** Postings that are gone through in the time in which one is looked up. */
const LOOKUP_COST = 16

/** Where a document stands in ascending postings, or would. */
function findPosting(documents: Uint32Array, start: number, end: number, local: number): number {
  let [low, high] = [start, end]
  while (low < high) {
    const middle = (low + high) >> 1
    if (documents[middle]! < local) low = middle + 1
    else high = middle
  }
  return low
}

/** Picks the best, divides by the largest reachable score, and leaves the accumulators clean. */
function collect(
  segments: readonly LiveSegment[],
  counts: readonly number[],
  largest: number,
  { limit }: LexicalSearchOptions,
): LegHit[] {
  const top = createTopHits(limit)
  for (const [at, { ordinals, scores, touched }] of segments.entries()) {
    for (let place = 0; place < counts[at]!; place += 1) {
      const local = touched[place]!
      top.offer(ordinals[local]!, scores[local]! / largest)
      scores[local] = 0
    }
  }
  return top.list()
}

/** Those whose score is wanted in any case, one by one: they may have been passed over above. */
function scoreIncluded(
  segments: readonly LiveSegment[],
  terms: readonly WeighedTerm[],
  largest: number,
  hits: readonly LegHit[],
  { include = [], permitted, find }: SegmentSearch,
): LegHit[] {
  const listed = new Set(hits.map(({ ordinal }) => ordinal))
  const extra = new Set(include.filter((ordinal) => permitted[ordinal] === 1 && !listed.has(ordinal)))
  const scored = [...extra].flatMap((ordinal): LegHit[] => {
    const place = find(ordinal)
    const score = place === undefined ? 0 : scoreOne(place, segments.indexOf(place.live), terms)
    return score > 0 ? [{ ordinal, score: score / largest }] : []
  })
  return scored.sort((a, b) => b.score - a.score || a.ordinal - b.ordinal)
}

function scoreOne({ live, local }: DocumentPlace, at: number, terms: readonly WeighedTerm[]): number {
  const { postingDocuments, postingCounts, offsets } = live.segment
  let score = 0
  for (const { ids, impact } of terms) {
    const id = ids[at] ?? -1
    if (id < 0) continue
    const end = offsets[id + 1]!
    const found = findPosting(postingDocuments, offsets[id]!, end, local)
    if (found >= end || postingDocuments[found] !== local) continue
    const occurrences = postingCounts[found]!
    // As exact as the others, which are kept in 32 bits.
    score = Math.fround(score + (impact * occurrences) / (occurrences + live.norms[local]!))
  }
  return score
}
