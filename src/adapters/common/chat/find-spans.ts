import { readCodeSpan } from './read-code-span.ts'
import { readLink } from './read-link.ts'

/** What must not be cut apart in a text of Markdown, by place in UTF-16 units. */
export interface Spans {
  /** Whether a cut before the character at a place would be within a link, code, a marker, a citation or an entity. */
  holds(at: number): boolean
  /** The marks of emphasis that a place is within, from the outermost: `**`, `~~`. */
  marksAt(at: number): readonly string[]
}

interface Range {
  readonly start: number
  readonly end: number
}

interface Emphasis extends Range {
  readonly mark: string
}

const START = /[\\&`![<*~h]/g
const ENTITY = /&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z]\w{0,30});/y
const ANGLED = /<[!@#/a-zA-Z][^<>\n]{0,1000}>/y
const ADDRESS = /https?:\/\/[^\s<>"、。」』）】]{1,2000}/y
const CITATION = /\[\^?\d{1,4}\]/y
const TICKS = /`+/y
const MARK = /\*{1,3}|~{2}/y

/** Finds them between two places, which should be the beginning and the end of a block. Takes time in line with its length. */
export function collectSpans(text: string, from: number, to: number, spans: SpanCollector): void {
  const open = new Map<string, number>()
  // Searched within the block alone: what the rest of the text holds would be looked at for each block again.
  const block = text.slice(from, to)
  START.lastIndex = 0
  for (let start = START.exec(block); start !== null; start = START.exec(block)) {
    const at = from + start.index
    const length = Math.min(to - at, lengthAt(text, at, to))
    if (length > 1) spans.protect({ start: at, end: at + length })
    if (start[0] === '*' || start[0] === '~') pairMark(text, at, length, open, spans)
    START.lastIndex = start.index + Math.max(1, length)
  }
}

/** Collects spans in the order of the text. */
export interface SpanCollector extends Spans {
  readonly marks: readonly string[]
  protect(range: Range): void
  emphasize(emphasis: Emphasis): void
}

/** @param marks of emphasis that are looked for */
export function createSpanCollector(marks: readonly string[] = ['**', '~~']): SpanCollector {
  const ranges: Range[] = []
  /** By mark: emphasis of one kind does not nest, so that each list is in the order of the text. */
  const emphases = new Map(marks.map((mark): [string, Emphasis[]] => [mark, []]))
  return {
    marks,
    protect(range) {
      ranges.push(range)
    },
    emphasize(emphasis) {
      emphases.get(emphasis.mark)?.push(emphasis)
    },
    holds(at) {
      const range = ranges[findLast(ranges, at)]
      return range !== undefined && range.start < at && at < range.end
    },
    marksAt(at) {
      const around = [...emphases.values()].flatMap((list) => {
        const last = list[findLast(list, at)]
        return last !== undefined && last.start < at && at < last.end ? [last] : []
      })
      return around.sort((one, other) => one.start - other.start).map(({ mark }) => mark)
    },
  }
}

/** The last range that begins before a place, or -1. */
function findLast(ranges: readonly Range[], at: number): number {
  let low = 0
  let high = ranges.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ranges[middle]?.start ?? 0) < at) low = middle + 1
    else high = middle
  }
  return low - 1
}

function lengthAt(text: string, at: number, to: number): number {
  const character = text.charAt(at)
  switch (character) {
    case '\\':
      return 2
    case '&':
      return matchAt(ENTITY, text, at)
    case '`': {
      const code = readCodeSpan(text, at, true)
      // What seems to end it stands in another block.
      return code === 'more' || at + code.length > to ? matchAt(TICKS, text, at) : code.length
    }
    case '<':
      return matchAt(ANGLED, text, at)
    case 'h':
      return matchAt(ADDRESS, text, at)
    case '*':
    case '~':
      return matchAt(MARK, text, at)
    default:
      return linkLengthAt(text, at, to)
  }
}

function linkLengthAt(text: string, at: number, to: number): number {
  const bracket = text.charAt(at) === '!' ? at + 1 : at
  if (text.charAt(bracket) !== '[') return 1
  const link = readLink(text, bracket, true)
  if (link !== undefined && link !== 'more' && bracket + link.length <= to) return bracket - at + link.length
  return bracket > at ? 1 : matchAt(CITATION, text, at)
}

function matchAt(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0].length ?? 1
}

function pairMark(text: string, at: number, length: number, open: Map<string, number>, spans: SpanCollector): void {
  const run = text.slice(at, at + length)
  // Three stars are those of both kinds, where both are looked for.
  const isBoth = run === '***' && spans.marks.includes('*')
  for (const mark of spans.marks) {
    if (mark !== run && !(isBoth && mark.startsWith('*'))) continue
    const start = open.get(mark)
    if (start !== undefined && /\S/.test(text.charAt(at - 1))) {
      open.delete(mark)
      spans.emphasize({ mark, start, end: at })
    } else if (start === undefined && /\S/.test(text.charAt(at + length))) open.set(mark, at + length)
  }
}
