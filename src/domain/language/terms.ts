import { stemEnglish } from './stem-english.ts'
import { isStopWord } from './stop-words.ts'

/**
 * The index terms of a text, repeats included: English words stemmed; Japanese words and character bigrams; numbers;
 * identifiers whole and by part. Words in other scripts come before Japanese ones, each in the order of the text.
 * Queries and documents go through the same function.
 */
export function analyzeTerms(text: string): string[] {
  const terms: string[] = []
  const japanese: string[] = []
  for (const match of text.normalize('NFKC').matchAll(RUN)) {
    const run = match[0]
    if (JAPANESE_START.test(run)) japanese.push(run)
    else pushWord(terms, run)
  }
  if (japanese.length > 0) pushJapanese(terms, japanese)
  return terms
}

/**
 * How much a term of a query counts, 0 to 1. Function words tell little of a subject, but where nothing else matches
 * they still beat chance; bigrams mostly repeat what the words around them say. Chosen on the mean of the sets.
 */
export function termWeight(term: string): number {
  if (term.endsWith(BIGRAM)) return HIRAGANA_ONLY.test(term.slice(0, -1)) ? 0.1 : 0.4
  if (isStopWord(term)) return 0.1
  return HIRAGANA_ONLY.test(term) ? 0.5 : 1
}

/** Ends the terms that are character bigrams, so that they do not meet words of two characters. */
const BIGRAM = '\u2060'
const HIRAGANA_ONLY = /^[\u3040-\u309f]+\u2060?$/
const JAPANESE = '[\\u3005-\\u3007\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff]'
const JAPANESE_START = new RegExp(`^${JAPANESE}`)
// A word ends where Japanese begins: '6月下旬' is a number and a run, not one word.
const RUN = new RegExp(`${JAPANESE}+|(?:(?!${JAPANESE})[\\p{L}\\p{N}\\p{M}_])+(?:['’](?!${JAPANESE})\\p{L}+)?`, 'gu')

const POSSESSIVE = /['’]\p{L}+$/u
const PART_BORDER = /_+|(?<=\p{Ll})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u

function pushWord(terms: string[], run: string): void {
  const word = run.replace(POSSESSIVE, '')
  const parts = word.split(PART_BORDER).filter((part) => part !== '')
  for (const part of parts) terms.push(toTerm(part))
  if (parts.length > 1) terms.push(word.toLowerCase())
}

function toTerm(word: string): string {
  const lower = word.toLowerCase()
  return isStopWord(lower) ? lower : stemEnglish(lower)
}

const segmenter = new Intl.Segmenter('ja', { granularity: 'word' })

/** All runs go through the segmenter at once, since each call of it costs as much as a sentence. */
function pushJapanese(terms: string[], runs: readonly string[]): void {
  for (const { segment } of segmenter.segment(runs.join(' '))) {
    if (segment !== ' ') terms.push(segment)
  }
  for (const run of runs) {
    for (let at = 0; at + 2 <= run.length; at += 1) terms.push(run.slice(at, at + 2) + BIGRAM)
  }
}
