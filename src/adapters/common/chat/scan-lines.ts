import { collectSpans, createSpanCollector } from './find-spans.ts'
import { depthOf, type FenceScanner, indentOf, openFence } from './scan-fence.ts'
import { type ScannedLine, type ScannedText, WORTH } from './scanned-line.ts'

const QUOTE = /^(?: {0,3}> ?)*/
const ITEM = /^(?:[-*+]|(\d{1,9})[.)])(?: +|$)/
const HEADING = /^#{1,6}(?: |$)/
const DELIMITER = /^\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/

/** A line as it is looked at. */
interface Look {
  readonly start: number
  readonly end: number
  readonly quote: string
  readonly indent: number
  /** Without quote markers; without indentation too. */
  readonly inside: string
  readonly rest: string
}

/** Reads Markdown line by line, as far as cutting it needs. @param marks of emphasis that are closed at a cut and opened again */
export function scanLines(text: string, marks?: readonly string[]): ScannedText {
  const lines: ScannedLine[] = []
  const spans = createSpanCollector(marks)
  const counter = createItemCounter()
  let fence: FenceScanner | undefined
  let table: { readonly head: string; rows: number } | undefined
  let before: 'heading' | 'blank' | 'text' | 'delimiter' = 'heading'
  /** Where the block began whose links and code may go on over its lines. */
  let blockStart = 0

  const endBlock = (at: number) => {
    if (at > blockStart) collectSpans(text, blockStart, at, spans)
    blockStart = at
  }
  const add = ({ start, end, quote, indent }: Look, traits: Partial<ScannedLine>) =>
    lines.push({ start, end, quote, indent, worth: 0, fence: undefined, head: undefined, item: undefined, ...traits })

  function takeCode(look: Look, open: FenceScanner): void {
    const { worth, fence: scanned, isEnd } = open.take(look.inside)
    add(look, { worth, fence: scanned })
    if (isEnd) fence = undefined
    before = 'blank'
    blockStart = look.end + 1
  }

  function takeBlank(look: Look): void {
    endBlock(look.start)
    table = undefined
    before = before === 'heading' ? 'heading' : 'blank'
    add(look, {})
  }

  /** @returns whether the line is part of a table */
  function takeTable(look: Look): boolean {
    if (before === 'delimiter') {
      before = 'text'
      add(look, {})
      return true
    }
    if (table === undefined || !look.rest.includes('|')) return false
    table.rows += 1
    // The first row stays with the head.
    add(look, { worth: table.rows === 1 ? WORTH.none : WORTH.row, head: table.head })
    return true
  }

  function takeText(look: Look): void {
    const { rest, start, end, indent } = look
    fence = openFence(rest, look)
    const head = fence === undefined ? readTableHead(text, look) : undefined
    table = head === undefined ? undefined : { head, rows: 0 }
    const isHeading = HEADING.test(rest)
    const match = ITEM.exec(rest)
    const number = counter.count(indent, match)
    const isBlock = fence !== undefined || table !== undefined || before === 'blank'
    if (isHeading || isBlock || before === 'heading') endBlock(start)
    // What a heading announces stays with it, and so does a heading below a heading.
    const worth =
      before === 'heading' ? WORTH.afterHeading : worthOf({ isHeading, isBlock, isItem: match !== null, indent })
    add(look, { worth, item: number === undefined ? undefined : { marker: match?.[0] ?? '', number } })
    before = isHeading ? 'heading' : table === undefined ? 'text' : 'delimiter'
    if (isHeading || fence !== undefined) endBlock(end)
  }

  for (let start = 0; start <= text.length; ) {
    const look = lookAt(text, start)
    if (fence !== undefined && depthOf(look.quote) >= fence.depth) takeCode(look, fence)
    else if (look.rest === '') takeBlank(look)
    else if (!takeTable(look)) takeText(look)
    start = look.end + 1
  }
  endBlock(text.length)
  return { lines, spans }
}

function lookAt(text: string, start: number): Look {
  const end = endOfLine(text, start)
  const line = text.slice(start, end)
  const quote = QUOTE.exec(line)?.[0] ?? ''
  const inside = line.slice(quote.length)
  const indent = indentOf(inside)
  return { start, end, quote, indent, inside, rest: inside.slice(indent) }
}

interface LineTraits {
  readonly isHeading: boolean
  readonly isItem: boolean
  readonly isBlock: boolean
  readonly indent: number
}

function worthOf({ isHeading, isItem, isBlock, indent }: LineTraits): number {
  if (isHeading) return WORTH.heading
  if (indent >= 2) return isItem || isBlock ? WORTH.nested : WORTH.line
  if (isItem) return WORTH.item
  return isBlock ? WORTH.block : WORTH.line
}

/** Numbers the items of ordered lists: the first has its own number, the others count on, whatever is written. */
function createItemCounter() {
  const open: { indent: number; number: number }[] = []
  return {
    count(indent: number, item: RegExpExecArray | null): number | undefined {
      if (item === null) {
        if (indent < 2) open.length = 0
        return undefined
      }
      while ((open.at(-1)?.indent ?? -1) > indent) open.pop()
      const current = open.at(-1)
      const isSibling = current?.indent === indent
      if (item[1] === undefined) {
        if (isSibling) open.pop()
        return undefined
      }
      if (isSibling) {
        current.number += 1
        return current.number
      }
      open.push({ indent, number: Number(item[1]) })
      return Number(item[1])
    },
  }
}

/** The line and the one below it, where that makes it the head of a table. */
function readTableHead(text: string, { rest, start, end, quote }: Look): string | undefined {
  if (!rest.includes('|') || end >= text.length) return undefined
  const delimiterEnd = endOfLine(text, end + 1)
  const next = text.slice(end + 1, delimiterEnd)
  const isDelimiter = next.startsWith(quote) && next.includes('|') && DELIMITER.test(next.slice(quote.length).trim())
  return isDelimiter ? `${text.slice(start, delimiterEnd)}\n` : undefined
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end < 0 ? text.length : end
}
