import { dominantScript, type Script } from '../domain/language/scripts.ts'
import { weighContentTerms } from './content-terms.ts'

/** What comparing a statement with a passage needs to know of each. */
export interface WeighedText {
  readonly terms: ReadonlyMap<string, number>
  readonly script: Script
}

export function weighText(text: string): WeighedText {
  return { terms: weighContentTerms(text), script: dominantScript(text) }
}

// Repeating the question proves nothing.
const QUESTION_WEIGHT = 0.4
// A wrong number is the mistake that matters most, however many of the words around it are right.
const WRONG_NUMBERS = 0.3
const IS_NUMBER = /^\d/
const LATIN_OR_NUMBER = /^[\p{Script=Latin}\d_.,-]+$/u

/**
 * How much of a statement stands in a passage: weighted share of its terms, 0 to 1, with words and bigrams in
 * Japanese. Where the two are in different scripts words cannot match, so numbers and Latin names alone are compared;
 * with none of those nothing can be said and the result is undefined.
 */
export function measureSupport(
  statement: WeighedText,
  passage: WeighedText,
  question: WeighedText,
): number | undefined {
  const isCrossScript = statement.script !== passage.script
  let [total, found, numbers, numbersFound] = [0, 0, 0, 0]
  for (const [term, weight] of statement.terms) {
    if (isCrossScript && !LATIN_OR_NUMBER.test(term)) continue
    const worth = weight * (question.terms.has(term) ? QUESTION_WEIGHT : 1)
    const isFound = passage.terms.has(term)
    const isNumber = IS_NUMBER.test(term)
    total += worth
    numbers += isNumber ? 1 : 0
    if (!isFound) continue
    found += worth
    numbersFound += isNumber ? 1 : 0
  }
  if (total === 0) return undefined
  return (found / total) * (numbers > 0 && numbersFound === 0 ? WRONG_NUMBERS : 1)
}
