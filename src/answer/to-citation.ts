import type { Citation } from '../domain/evidence.ts'
import { locateQuote } from '../domain/place-marks.ts'
import type { Passage } from './fit-context.ts'

/** @param quote a piece of the passage, verbatim; the citation leads to where it stands */
export function toCitation({ evidence }: Passage, number: number, quote: string): Citation {
  const { key, text, location, probability } = evidence
  const locator = locateQuote(text, evidence.locator, quote)
  // The title names the headings that all of the passage stands under.
  const further = (locator.headings ?? []).slice(evidence.locator.headings?.length ?? 0)
  const title = [evidence.title, ...further].join(' › ')
  return { number, key, title, location, locator, quote, score: probability }
}
