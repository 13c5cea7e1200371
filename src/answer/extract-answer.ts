import { type CheckedReply, composeAbstention } from './compose-abstention.ts'
import type { Passage } from './fit-context.ts'
import { quoteUnits } from './quote-units.ts'
import { type ScoredEvidence, type ScoredUnit, scoreUnits } from './score-units.ts'

/** A question with the evidence to quote from. */
export interface Extraction {
  readonly question: { readonly text: string; readonly language: 'en' | 'ja' }
  readonly passages: readonly Passage[]
}

/**
 * Below this sum of the coverage of the question (0 to 1) and the evidence's best probability (0 to 1) the evidence is
 * about something else. Lower means more answers to questions that the sources do not answer.
 */
const LEAST_SUPPORT = 0.55
/** The best unit must hold this much of the question's weight, together with its title. */
const LEAST_MATCH = 0.25
const MOST_UNITS = 3
/** A further unit must score at least this share of the best one, and match this share of what the best one matches, */
const FURTHER_SHARE = 0.6
const FURTHER_MATCH = 0.5
/** and add this share of the question's weight, or be about as good as the best. */
const FURTHER_GAIN = 0.1
const EQUAL_SHARE = 0.85

/** Answers without a model: the sentences that answer best, verbatim, cited, in reading order; or an abstention. */
export function extractAnswer({ question, passages }: Extraction): CheckedReply {
  const evidence = scoreUnits(question.text, passages)
  const chosen = chooseUnits(evidence)
  if (chosen.length === 0) {
    return composeAbstention(passages.length === 0 ? 'nothing-found' : 'not-answered', passages, question)
  }
  return quoteUnits(chosen, evidence.units, question.language)
}

function chooseUnits({ units, weights, coverage, expected }: ScoredEvidence): ScoredUnit[] {
  const ranked = [...units].sort((left, right) => right.score - left.score)
  const best = ranked[0]
  const probability = Math.max(0, ...units.map((unit) => unit.passage.evidence.probability))
  if (best === undefined || coverage + probability < LEAST_SUPPORT || shareOf(weights, best.held) < LEAST_MATCH)
    return []
  const chosen = [best]
  for (const unit of ranked.slice(1)) {
    if (chosen.length === MOST_UNITS || unit.score < best.score * FURTHER_SHARE) break
    if (repeats(unit, chosen) || shareOf(weights, unit.matched) < FURTHER_MATCH * shareOf(weights, best.matched))
      continue
    const known = new Set(chosen.flatMap((other) => [...other.matched]))
    const gain = shareOf(weights, new Set([...unit.matched].filter((term) => !known.has(term))))
    const isAsGood = !expected.single && unit.score >= best.score * EQUAL_SHARE
    if (gain >= FURTHER_GAIN || isAsGood) chosen.push(unit)
  }
  return chosen
}

function shareOf(weights: ReadonlyMap<string, number>, terms: ReadonlySet<string>): number {
  let [held, total] = [0, 0]
  for (const [term, weight] of weights) {
    total += weight
    if (terms.has(term)) held += weight
  }
  return total === 0 ? 0 : held / total
}

function repeats(unit: ScoredUnit, chosen: readonly ScoredUnit[]): boolean {
  return chosen.some((other) => other.text.includes(unit.text) || unit.text.includes(other.text))
}
