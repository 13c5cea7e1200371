import { collectSpans, createSpanCollector, type Spans } from './find-spans.ts'

/** A line of Markdown, and what a cut before it would mean. */
export interface ScannedLine {
  /** Places of its first character and of its line break. */
  readonly start: number
  readonly end: number
  /** How well a cut before it reads: 0 not at all, 6 best. */
  readonly worth: number
  /** Quote markers before its text, and the spaces behind them. */
  readonly quote: string
  readonly indent: number
  /** The fence that it stands in. */
  readonly fence: ScannedFence | undefined
  /** Head of the pipe table that it is a row of, line break included. */
  readonly head: string | undefined
  /** Of an item in an ordered list: its marker as written, and its number as it counts. */
  readonly item: { readonly marker: string; readonly number: number } | undefined
}

export interface ScannedFence {
  readonly quote: string
  readonly indent: number
  readonly mark: string
  readonly language: string
  /** The lines that head a table which is written as code, line break included; else empty. */
  head: string
}

export interface ScannedText {
  readonly lines: readonly ScannedLine[]
  readonly spans: Spans
}

const WORTH = {
  none: 0,
  afterHeading: 1,
  line: 2,
  row: 3,
  nestedItem: 3,
  codeBlock: 3,
  item: 4,
  block: 5,
  heading: 6,
} as const

const QUOTE = /^(?: {0,3}> ?)*/
const FENCE = /^(?:[-*+] +|\d{1,9}[.)] +)?(`{3,}(?=[^`]*$)|~{3,})\s*([\w+#.-]{0,30})/
const ITEM = /^(?:[-*+]|(\d{1,9})[.)])(?: +|$)/
const HEADING = /^#{1,6}(?: |$)/
const DELIMITER = /^\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/
/** The line below the head of a table that is written as code. */
const RULE = /^-+(?:-?\+-?-*)*-+$/
const MOST_HEAD_LINES = 8

/** Reads a text line by line. What spans lines is followed as far as cutting needs it. */
export function scanLines(text: string): ScannedText {
  const lines: ScannedLine[] = []
  const spans = createSpanCollector()
  const counters: { indent: number; number: number }[] = []
  let fence: ScannedFence | undefined
  let codeLines: string[] = []
  let head: string | undefined
  let last: 'start' | 'blank' | 'heading' | 'text' | 'table-head' | 'code' | 'code-blank' = 'start'
  let blockStart = 0

  const endBlock = (to: number) => {
    if (to > blockStart) collectSpans(text, blockStart, to, spans)
  }

  for (let start = 0; start <= text.length; ) {
    const found = text.indexOf('\n', start)
    const end = found < 0 ? text.length : found
    const line = text.slice(start, end)
    const quote = QUOTE.exec(line)?.[0] ?? ''
    const inside = line.slice(quote.length)
    const indent = inside.search(/\S|$/)
    const rest = inside.slice(indent)
    const add = (worth: number, item?: ScannedLine['item']) => {
      lines.push({ start, end, worth, quote, indent, fence, head, item })
    }

    if (fence !== undefined && depthOf(quote) >= depthOf(fence.quote)) {
      const isEnd = rest.startsWith(fence.mark) && /^[`~]+\s*$/.test(rest)
      const isFirst = codeLines.length === 0
      const isHeaded = fence.head !== '' && codeLines.length === fence.head.split('\n').length - 1
      add(isEnd || isFirst || isHeaded ? WORTH.none : last === 'code-blank' ? WORTH.codeBlock : WORTH.line)
      codeLines.push(inside.slice(Math.min(indent, fence.indent)))
      if (RULE.test(rest) && !isFirst && codeLines.length <= MOST_HEAD_LINES && fence.head === '') {
        fence.head = `${codeLines.join('\n')}\n`
      }
      last = rest === '' ? 'code-blank' : 'code'
      if (isEnd) {
        fence = undefined
        last = 'blank'
      }
      blockStart = end + 1
    } else if (rest === '') {
      fence = undefined
      endBlock(start)
      head = undefined
      last = 'blank'
      add(WORTH.none)
      blockStart = end + 1
    } else {
      fence = undefined
      const opening = FENCE.exec(rest)
      const item = ITEM.exec(rest)
      const isRow = head !== undefined && rest.includes('|')
      const isHead = head === undefined && isTableHead(rest, text, end, quote)
      if (!isRow) head = undefined
      const isHeading = HEADING.test(rest)
      if (opening !== null || isHead || isHeading || last === 'heading') {
        endBlock(start)
        blockStart = start
      }
      const number = countItem(counters, indent, item)
      add(
        last === 'heading' || last === 'start'
          ? WORTH.afterHeading
          : worthOf({
              isHeading,
              isItem: item !== null,
              isRow,
              indent,
              isAfterBlank: last === 'blank',
              isBlock: opening !== null || isHead,
            }),
        number === undefined ? undefined : { marker: item?.[0] ?? '', number },
      )
      last = isHeading ? 'heading' : 'text'
      if (isHead) {
        const delimiterEnd = endOfLine(text, end + 1)
        head = `${text.slice(start, delimiterEnd)}\n`
        lines.push({
          start: end + 1,
          end: delimiterEnd,
          worth: WORTH.none,
          quote,
          indent,
          fence,
          head: undefined,
          item: undefined,
        })
        start = delimiterEnd + 1
        // The first row stays with the head.
        const rowEnd = endOfLine(text, start)
        if (start <= text.length && text.slice(start, rowEnd).includes('|')) {
          lines.push({ start, end: rowEnd, worth: WORTH.none, quote, indent, fence, head, item: undefined })
          start = rowEnd + 1
        }
        continue
      }
      if (opening !== null) {
        fence = { quote, indent, mark: opening[1] ?? '```', language: opening[2] ?? '', head: '' }
        codeLines = []
        blockStart = end + 1
      }
    }
    start = end + 1
  }
  endBlock(text.length)
  return { lines, spans }
}

interface LineTraits {
  readonly isHeading: boolean
  readonly isItem: boolean
  readonly isRow: boolean
  readonly isBlock: boolean
  readonly isAfterBlank: boolean
  readonly indent: number
}

function worthOf({ isHeading, isItem, isRow, isBlock, isAfterBlank, indent }: LineTraits): number {
  if (isHeading) return WORTH.heading
  if (isRow) return WORTH.row
  if (indent >= 2) return isItem || isAfterBlank ? WORTH.nestedItem : WORTH.line
  if (isItem) return WORTH.item
  return isAfterBlank || isBlock ? WORTH.block : WORTH.line
}

/** The number of an ordered item: the first one's own, then counted on, whatever is written. */
function countItem(
  counters: { indent: number; number: number }[],
  indent: number,
  item: RegExpExecArray | null,
): number | undefined {
  if (item === null) {
    if (indent < 2) counters.length = 0
    return undefined
  }
  while ((counters.at(-1)?.indent ?? -1) > indent) counters.pop()
  const own = item[1] === undefined ? undefined : Number(item[1])
  const current = counters.at(-1)
  if (own === undefined) {
    if (current?.indent === indent) counters.pop()
    return undefined
  }
  if (current?.indent === indent) {
    current.number += 1
    return current.number
  }
  counters.push({ indent, number: own })
  return own
}

function isTableHead(rest: string, text: string, end: number, quote: string): boolean {
  if (!rest.includes('|') || end >= text.length) return false
  const next = text.slice(end + 1, endOfLine(text, end + 1))
  return next.startsWith(quote) && next.includes('|') && DELIMITER.test(next.slice(quote.length).trim())
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end < 0 ? text.length : end
}

function depthOf(quote: string): number {
  return quote.replace(/[^>]/g, '').length
}
