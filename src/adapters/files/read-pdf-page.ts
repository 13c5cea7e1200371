import type { TextContent, TextItem } from 'pdfjs-dist/types/src/display/api.js'
import { cleanText } from './clean-text.ts'

/** A line as printed. Lengths are in points; the origin is the lower left corner. */
export interface PdfLine {
  readonly text: string
  readonly page: number
  /** Font size of most of its characters. */
  readonly size: number
  /** Where the line starts and ends along its direction. */
  readonly start: number
  readonly end: number
  /** Where it stands across its direction; grows down the page, or leftward for vertical text. */
  readonly across: number
}

export interface PdfPage {
  readonly number: number
  readonly lines: readonly PdfLine[]
  readonly height: number
}

/** Gathers the pieces of text of a page, which may be as small as a letter, into lines in reading order. */
export function readPdfPage(number: number, view: readonly number[], content: TextContent): PdfPage {
  const lines: PdfLine[] = []
  let run: Piece[] = []
  const flush = () => {
    const line = toLine(run, number)
    if (line !== undefined) lines.push(line)
    run = []
  }
  for (const item of content.items) {
    if (!('str' in item)) continue
    const piece = toPiece(item, content.styles[item.fontName]?.vertical === true)
    const last = run.at(-1)
    if (last !== undefined && piece.text.trim() !== '' && !isSameLine(last, piece)) flush()
    run.push(piece)
    if (item.hasEOL) flush()
  }
  flush()
  return { number, lines, height: Math.abs((view[3] ?? 0) - (view[1] ?? 0)) }
}

interface Piece {
  readonly text: string
  readonly size: number
  readonly start: number
  readonly end: number
  readonly across: number
  readonly isVertical: boolean
}

function toPiece(item: TextItem, isVertical: boolean): Piece {
  const [, , c = 0, d = 0, x = 0, y = 0] = item.transform.map(Number)
  const size = Math.hypot(c, d) || item.height
  const start = isVertical ? -y : x
  const length = isVertical ? item.height : item.width
  return { text: item.str, size, start, end: start + length, across: isVertical ? -x : -y, isVertical }
}

function isSameLine(last: Piece, piece: Piece): boolean {
  if (last.isVertical !== piece.isVertical) return false
  // Raised and lowered characters stay on the line; a jump back is the next column or a table's next row.
  const reach = Math.max(last.size, piece.size)
  return Math.abs(last.across - piece.across) < reach * 0.55 && piece.start > last.start - reach * 2
}

function toLine(pieces: readonly Piece[], page: number): PdfLine | undefined {
  const text = normalizeForms(cleanText(joinPieces(pieces)))
    .replace(/\s+/g, ' ')
    .trim()
  const filled = pieces.filter((piece) => piece.text.trim() !== '')
  const [first] = filled
  if (text === '' || first === undefined) return undefined
  const longest = filled.reduce((best, piece) => (piece.text.length > best.text.length ? piece : best), first)
  const end = Math.max(...filled.map((piece) => piece.end))
  return { text, page, size: longest.size, start: first.start, end, across: longest.across }
}

// pdf.js inserts most spaces itself; wide gaps between columns come without one.
function joinPieces(pieces: readonly Piece[]): string {
  let text = ''
  let end: number | undefined
  for (const piece of pieces) {
    const gap = end === undefined ? 0 : piece.start - end
    if (gap > piece.size * (WIDE.test(piece.text) ? 0.9 : 0.25) && !/\s$/.test(text) && !/^\s/.test(piece.text))
      text += ' '
    text += piece.text
    if (piece.text.trim() !== '') end = piece.end
  }
  return text
}

const WIDE = /^[\u2e80-\u9fff\uff00-\uffef]/

/** Ligatures, and the radicals that many Japanese PDFs hold in place of kanji, as the characters they stand for. */
function normalizeForms(text: string): string {
  return text.replace(/[\u2e80-\u2fdf\ufb00-\ufb06]/g, (character) => character.normalize('NFKC'))
}
