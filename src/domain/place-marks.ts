import type { Locator } from './document.ts'

/** From here on, a chunk stands elsewhere in its document than where it begins. */
export interface PlaceMark extends Locator {
  /** Offset in the text of the chunk, in UTF-16 units. */
  readonly at: number
}

/** Where a chunk begins, and where within it pages and headings change. */
export interface MarkedLocator extends Locator {
  /** In the order of the text; absent where all of it stands in one place. */
  readonly marks?: readonly PlaceMark[]
}

/** Where in its document a quote of a chunk begins; where it does not stand there, where the chunk begins. */
export function locateQuote(text: string, { marks = [], ...start }: MarkedLocator, quote: string): Locator {
  if (marks.length === 0) return start
  const at = findQuote(text, quote)
  const mark = at === undefined ? undefined : marks.findLast((one) => one.at <= at)
  if (mark === undefined) return start
  const { at: _, ...place } = mark
  return place
}

/** The last page of a chunk, where it does not begin there. */
export function lastPageOf({ page, marks = [] }: MarkedLocator): number | undefined {
  const last = marks.at(-1)?.page
  return last === undefined || last === page ? undefined : last
}

/** White space aside, since quotes may stand in one line. */
function findQuote(text: string, quote: string): number | undefined {
  const exact = text.indexOf(quote)
  if (exact >= 0) return exact
  const words = quote.split(/\s+/).filter((word) => word !== '')
  const found = words.length === 0 ? null : new RegExp(words.map(escapePattern).join('\\s*')).exec(text)
  return found?.index
}

function escapePattern(word: string): string {
  return word.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
}
