import type { Citation } from '../domain/evidence.ts'
import type { Passage } from './fit-context.ts'

/** @param quote a piece of the passage, verbatim */
export function toCitation({ evidence }: Passage, number: number, quote: string): Citation {
  const { key, title, location, locator, probability } = evidence
  return { number, key, title, location, locator, quote, score: probability }
}
