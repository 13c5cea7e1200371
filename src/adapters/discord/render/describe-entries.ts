import { cleanLine } from '../../common/chat/clean-text.ts'
import { linkTitle } from './link-title.ts'
import { escapeText } from './markdown/escape-text.ts'

/** A source or passage as a list shows it. */
export interface Entry {
  readonly number: number
  readonly title: string
  readonly location: string
  /** What stands behind the title, such as the page; Kiku's own words. */
  readonly facts: readonly string[]
  /** Verbatim, maybe Markdown. */
  readonly quote: string
}

/** How much of an entry is shown, from the most to what fits whatever it holds. */
const ROOMS = [
  ...[900, 600, 400, 280, 200, 140].map((quote) => ({ title: 120, address: 400, quote })),
  { title: 100, address: 200, quote: 100 },
  { title: 80, address: 100, quote: 60 },
  { title: 60, address: 0, quote: 0 },
] as const
type Room = (typeof ROOMS)[number]

/** The entries with as much of each as fits into so many characters together. @param longest quote that is worth showing */
export function describeEntries(entries: readonly Entry[], most: number, longest = 900): readonly string[] {
  let written: readonly string[] = []
  for (const room of ROOMS.filter(({ quote }) => quote <= longest)) {
    written = entries.map((entry) => describeEntry(entry, room))
    if (written.reduce((sum, text) => sum + text.length + 1, 0) <= most) break
  }
  return written
}

function describeEntry({ number, title, location, facts, quote }: Entry, room: Room): string {
  const said = room.quote === 0 ? '' : escapeText(cleanLine(withoutMarks(quote), room.quote))
  const head = [`**${number}.** ${linkTitle(title, location, room)}`, ...facts].join(' · ')
  return said === '' ? head : `${head}\n> ${said}`
}

/** Marks of Markdown say nothing in a quotation that is shown as text. */
function withoutMarks(markdown: string): string {
  return markdown
    .slice(0, 4_000)
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/^\s{0,3}(?:#{1,6}|>|[-*+])\s+/gm, '')
    .replace(/\*{2,3}|~~|`+|\|/g, ' ')
}
