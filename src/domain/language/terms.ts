import { stemEnglish } from './stem-english.ts'
import { isStopWord } from './stop-words.ts'

/**
 * The index terms of a text, in order, repeats included: English words stemmed, stop words dropped; Japanese words
 * and character bigrams; numbers, identifiers and their parts. Queries and documents go through the same function.
 */
export function analyzeTerms(text: string): string[] {
  const terms: string[] = []
  for (const match of normalizeText(text).matchAll(RUN)) {
    const run = match[0]
    if (JAPANESE_START.test(run)) pushJapanese(terms, run)
    else pushWord(terms, run)
  }
  return terms
}

/** Compatibility forms folded (full-width letters, half-width kana), lower case. Length may change. */
export function normalizeText(text: string): string {
  return text.normalize('NFKC').toLowerCase()
}

const RUN =
  /[\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+|[\p{L}\p{N}\p{M}_]+(?:['’][\p{L}]+)?/gu
const JAPANESE_START = /^[\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]/

function pushWord(terms: string[], word: string): void {
  const bare = word.replace(/['’]\p{L}+$/u, '')
  if (bare === '' || isStopWord(bare)) return
  terms.push(stemEnglish(bare))
}

const segmenter = new Intl.Segmenter('ja', { granularity: 'word' })
const HIRAGANA_ONLY = /^[\u3040-\u309f]+$/

function pushJapanese(terms: string[], run: string): void {
  for (const { segment } of segmenter.segment(run)) {
    if (!isStopWord(segment) && !(HIRAGANA_ONLY.test(segment) && segment.length === 1)) terms.push(segment)
  }
  for (let at = 0; at + 2 <= run.length; at += 1) {
    const bigram = run.slice(at, at + 2)
    if (!HIRAGANA_ONLY.test(bigram)) terms.push(`${bigram}\u0001`)
  }
}
