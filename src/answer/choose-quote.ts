import { splitSentences } from '../domain/language/sentences.ts'
import { weighContentTerms } from './content-terms.ts'

const LONGEST_QUOTE = 300

/** The sentence of a passage that says most of what a statement says, verbatim; the beginning where none does. */
export function chooseQuote(passage: string, statement: string): string {
  const wanted = weighContentTerms(statement)
  let best = ''
  let bestScore = -1
  for (const { text } of splitSentences(passage)) {
    const terms = weighContentTerms(text)
    let score = 0
    for (const term of terms.keys()) score += wanted.get(term) ?? 0
    // Of two sentences that match alike the shorter says it more directly.
    const scored = score / Math.sqrt(terms.size + 4)
    if (scored > bestScore) [best, bestScore] = [text, scored]
  }
  return shortenQuote(best, wanted)
}

// A quote is a piece of the passage, letter by letter, so it is cut and never joined.
function shortenQuote(sentence: string, wanted: ReadonlyMap<string, number>): string {
  if (sentence.length <= LONGEST_QUOTE) return sentence
  const lines = sentence.split('\n')
  const matching = lines.find((line) => [...weighContentTerms(line).keys()].some((term) => wanted.has(term)))
  return (matching ?? sentence)
    .trim()
    .slice(0, LONGEST_QUOTE)
    .replace(/[\ud800-\udbff]$/, '')
}
