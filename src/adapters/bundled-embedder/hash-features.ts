import { analyzeTerms, termWeight } from '../../domain/language/terms.ts'

/** A feature of a text: a word stem or a piece of one, with how much it counts. */
export interface Feature {
  readonly hash: number
  readonly weight: number
}

const GRAM = 4

/** Word stems, Japanese words and bigrams, and the four-letter pieces of long words, each as a 32-bit hash. */
export function hashFeatures(text: string): Feature[] {
  const counts = new Map<string, number>()
  for (const term of termsOf(text)) counts.set(term, (counts.get(term) ?? 0) + 1)
  const features: Feature[] = []
  for (const [term, count] of counts) {
    const weight = termWeight(term) * Math.sqrt(count)
    features.push({ hash: hash(term), weight })
    const pieces = LATIN.test(term) ? Math.max(0, term.length - GRAM + 1) : 0
    for (let at = 0; at < pieces; at += 1) {
      features.push({ hash: hash(`#${term.slice(at, at + GRAM)}`), weight: (0.5 * weight) / Math.sqrt(pieces) })
    }
  }
  return features
}

/** A text of signs alone still is some text: then each sign counts. */
function termsOf(text: string): readonly string[] {
  const terms = analyzeTerms(text)
  return terms.length > 0 ? terms : Array.from(text.replace(/\s+/g, ''))
}

const LATIN = /^[a-z]+$/

/** FNV-1a with a final mix. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193)
  value ^= value >>> 16
  return Math.imul(value, 0x85ebca6b) >>> 0
}
