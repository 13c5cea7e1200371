import { analyzeTerms, termWeight } from '../domain/language/terms.ts'

// Bigrams with hiragana mostly straddle two words, and short runs of it are endings: noise on both sides.
const KANA_FRAGMENT = /^(?=.*[\u3040-\u309f])..\u2060$|^[\u3040-\u309f]{1,2}$/

/** Below this a term is a function word or a bigram of kana. */
const CONTENT_WEIGHT = 0.3

/** The distinct terms of a text that tell its subject, each with how much it counts, 0 to 1. */
export function weighContentTerms(text: string): ReadonlyMap<string, number> {
  const terms = new Map<string, number>()
  for (const term of analyzeTerms(text)) {
    const weight = termWeight(term)
    if (weight >= CONTENT_WEIGHT && !KANA_FRAGMENT.test(term)) terms.set(term, weight)
  }
  return terms
}
