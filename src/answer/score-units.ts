import { isInterrogative } from '../domain/language/interrogatives.ts'
import { dominantScript } from '../domain/language/scripts.ts'
import { weighContentTerms } from './content-terms.ts'
import { type Expectation, expectAnswer } from './expect-answer.ts'
import type { Passage } from './fit-context.ts'
import { pointsBack } from './points-back.ts'
import { type QuotableUnit, splitBlocks } from './split-blocks.ts'
import { weighQuestion } from './weigh-question.ts'

/** A unit with how well it answers. */
export interface ScoredUnit extends QuotableUnit {
  readonly passage: Passage
  /** Position within its passage, from 0. */
  readonly position: number
  /** Terms of the question that stand in it. */
  readonly matched: ReadonlySet<string>
  /** The same, with those that its title has: what it is about. */
  readonly held: ReadonlySet<string>
  /** Higher is better; comparable within one question. */
  readonly score: number
}

export interface ScoredEvidence {
  readonly units: readonly ScoredUnit[]
  /** Weight of every term of the question, rarity included. */
  readonly weights: ReadonlyMap<string, number>
  /** Largest share of the question's weight that one passage holds, 0 to 1. */
  readonly coverage: number
  readonly expected: Expectation
}

/** Share of a neighbour's or the title's matches that a sentence is credited with: its subject often stands there. */
const NEIGHBOUR_CREDIT = 0.35
/** The same for a sentence that begins with 'it' or 「これ」: it speaks of what stands before. */
const ANAPHOR_CREDIT = 0.8
const TITLE_CREDIT = 0.8
const FORM_BONUS = 0.1
const DEFINITION_BONUS = 0.35
const BLOCK_BONUS = 0.12
const PRIOR = 0.25
/** From this share of a sentence's score on, one in the asker's language may stand for it. */
const COMPARABLE_SHARE = 0.75
/** What a sentence is worth that itself asks: it has the words, but hardly the answer. */
const ASKING_SHARE = 0.3

/** Scores every sentence and block of the evidence against the question. */
export function scoreUnits(question: string, passages: readonly Passage[]): ScoredEvidence {
  const expected = expectAnswer(question)
  const asked = weighQuestion(question)
  const parsed = passages.map((passage, rank) => parsePassage(passage, rank))
  const weights = weighByRarity(asked, parsed)
  const total = sumWeights(weights, weights.keys())
  const units = preferOwnLanguage(
    parsed.flatMap((item) => scorePassage(item, weights, total, expected)),
    question,
  )
  const coverage = Math.max(0, ...parsed.map((item) => coverPassage(item, weights, total)))
  return { units, weights, coverage, expected }
}

interface ParsedPassage {
  readonly passage: Passage
  readonly rank: number
  readonly title: ReadonlyMap<string, number>
  readonly units: readonly { readonly unit: QuotableUnit; readonly terms: ReadonlyMap<string, number> }[]
}

function parsePassage(passage: Passage, rank: number): ParsedPassage {
  const units = splitBlocks(passage.text).map((unit) => ({ unit, terms: weighContentTerms(unit.text) }))
  return { passage, rank, title: weighContentTerms(passage.evidence.title), units }
}

// A term that stands in every sentence tells none of them apart; one that stands nowhere was not answered.
function weighByRarity(asked: ReadonlyMap<string, number>, parsed: readonly ParsedPassage[]): Map<string, number> {
  const all = parsed.flatMap(({ units }) => units)
  return new Map(
    [...asked].map(([term, weight]) => {
      const holding = all.filter(({ terms }) => terms.has(term)).length
      return [term, weight * Math.log(1 + (all.length - holding + 0.5) / (holding + 0.5))]
    }),
  )
}

function scorePassage(
  { passage, rank, title, units }: ParsedPassage,
  weights: ReadonlyMap<string, number>,
  total: number,
  expected: Expectation,
): ScoredUnit[] {
  const matches = units.map(({ terms }) => new Set([...weights.keys()].filter((term) => terms.has(term))))
  const averageTerms = units.reduce((sum, { terms }) => sum + terms.size, 0) / Math.max(1, units.length)
  return units.map(({ unit, terms }, position): ScoredUnit => {
    const matched = matches[position] ?? new Set()
    const own = sumWeights(weights, matched)
    const lent = [...weights.keys()].filter((term) => !matched.has(term))
    const nearby = lent.filter((term) => matches[position - 1]?.has(term) || matches[position + 1]?.has(term))
    const titled = lent.filter((term) => title.has(term))
    const before = lent.filter((term) => pointsBack(unit.text) && matches[position - 1]?.has(term))
    const borrowed = Math.max(
      ANAPHOR_CREDIT * sumWeights(weights, before),
      NEIGHBOUR_CREDIT * sumWeights(weights, nearby),
      TITLE_CREDIT * sumWeights(weights, titled),
    )
    const length = 0.75 + 0.25 * (terms.size / Math.max(1, averageTerms))
    const covered = total === 0 ? 0 : (own / length + borrowed) / total
    const defines = expected.definition?.test(unit.text) === true ? DEFINITION_BONUS : 0
    const formed = own > 0 && expected.form !== undefined && expected.form.test(unit.text) ? FORM_BONUS : 0
    const block = expected.block && unit.kind !== 'sentence' ? BLOCK_BONUS : 0
    const prior = PRIOR / (rank + 1)
    const asks = unit.kind === 'sentence' && isInterrogative(unit.text) ? ASKING_SHARE : 1
    return {
      ...unit,
      passage,
      position,
      matched,
      held: new Set([...matched, ...titled]),
      score: asks * (covered + formed + defines + block + prior * covered),
    }
  })
}

/** Where as much is said in the asker's own language, that is quoted. What only the other one says is left as it is. */
function preferOwnLanguage(units: readonly ScoredUnit[], question: string): ScoredUnit[] {
  const own = dominantScript(question)
  const isOwn = ({ text }: ScoredUnit) => dominantScript(text) === own
  const best = Math.max(0, ...units.filter(isOwn).map(({ score }) => score))
  return units.filter((unit) => isOwn(unit) || best < COMPARABLE_SHARE * unit.score)
}

function coverPassage({ title, units }: ParsedPassage, weights: ReadonlyMap<string, number>, total: number): number {
  const held = [...weights.keys()].filter((term) => title.has(term) || units.some(({ terms }) => terms.has(term)))
  return total === 0 ? 0 : sumWeights(weights, held) / total
}

function sumWeights(weights: ReadonlyMap<string, number>, terms: Iterable<string>): number {
  let sum = 0
  for (const term of terms) sum += weights.get(term) ?? 0
  return sum
}
