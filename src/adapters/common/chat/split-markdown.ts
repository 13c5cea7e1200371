import { choosePlace } from './choose-place.ts'
import { dedent } from './dedent.ts'
import { scanLines } from './scan-lines.ts'
import type { ScannedLine, ScannedText } from './scanned-line.ts'

/** Shorter pieces could not hold what a piece begins and ends with. */
const SHORTEST = 64
/** Words that would begin a block, were they the first of a piece. */
const BLOCK_START = /^\s*(?:[-+*]|#{1,6}|-#|>{1,3}|\d{1,9}[.)])\s/
const LONGEST_START = 24
/** A piece that goes on within a block repeats of it at most this share of the limit. */
const MOST_REPEATED = 0.25

/**
 * Cuts Markdown into pieces that each can be shown alone: between blocks if possible, else between list items, table
 * rows, lines, sentences (Japanese ones too), words, and never within a link, code, a citation or a character. A piece
 * that begins within a code fence opens it again, one within a table repeats its head, one within a list counts on.
 * Takes time in line with the length.
 * @param limit UTF-16 units of a piece, at least 64
 * @param emphasis marks that are always emphasis, and what keeps two of them apart
 * @returns pieces without blank lines around them; none for a blank text
 * @throws RangeError when the limit is too small
 */
export function splitMarkdown(text: string, limit: number, emphasis: Emphasis = PLAIN_EMPHASIS): readonly string[] {
  if (limit < SHORTEST) throw new RangeError(`Pieces of ${limit} characters are too short.`)
  if (text.trim() === '') return []
  if (text.length <= limit) return [text.replace(/^(?:[ \t]*\n)+/, '').trimEnd()]
  const scanned = scanLines(text, emphasis.marks)
  const pieces: string[] = []
  for (let start: Start | undefined = { at: 0, index: 0, opening: '', dedent: 0, marks: '' }; start !== undefined; ) {
    const cut = findCut(text, scanned, start, { limit, emphasis })
    const piece = writePiece(text, start, cut, limit)
    if (piece !== '') pieces.push(piece)
    start = cut.next
  }
  return pieces
}

export interface Emphasis {
  readonly marks: readonly string[]
  readonly joint: string
}

const PLAIN_EMPHASIS: Emphasis = { marks: ['**', '~~'], joint: '' }

interface Limits {
  readonly limit: number
  readonly emphasis: Emphasis
}

/** Where a piece begins, and what it must begin with to mean the same as before. */
interface Start {
  readonly at: number
  /** Of the line that it is in. */
  readonly index: number
  readonly opening: string
  /** Spaces to take from the lines that follow, since what they are indented by is not there. */
  readonly dedent: number
  /** Emphasis opened again. */
  readonly marks: string
}

interface Cut {
  /** The end of the piece, and what ends it. */
  readonly at: number
  readonly closing: string
  readonly next: Start | undefined
}

function findCut(text: string, scanned: ScannedText, start: Start, limits: Limits): Cut {
  const { limit } = limits
  const room = limit - start.opening.length - start.marks.length
  if (text.length - start.at <= room) return { at: text.length, closing: '', next: undefined }
  return cutBetweenLines(scanned, start, room, limit) ?? cutWithinLine(text, scanned, start, room, limits)
}

/** The best line to begin the next piece with; undefined where none is good enough. */
function cutBetweenLines({ lines, spans }: ScannedText, start: Start, room: number, limit: number): Cut | undefined {
  let best: { readonly line: ScannedLine; readonly index: number; readonly score: number } | undefined
  for (let index = start.index + 1; index < lines.length; index += 1) {
    const line = lines[index]
    if (line === undefined || line.start - 1 - start.at + closingOf(line, limit).length > room) break
    const share = (line.start - start.at) / room
    // Full pieces are better than well-cut ones, unless hardly anything is lost.
    if (line.worth === 0 || share < 0.2 || spans.holds(line.start) || spans.marksAt(line.start).length > 0) continue
    const score = line.worth + 4 * Math.min(share, 0.9)
    if (best === undefined || score >= best.score) best = { line, index, score }
  }
  if (best === undefined || (best.line.worth < 2 && best.line.start - start.at < room / 2)) return undefined
  const { line, index } = best
  return { at: line.start - 1, closing: closingOf(line, limit), next: startAt(line, index, limit) }
}

function startAt(line: ScannedLine, index: number, limit: number): Start {
  const { start, fence, head, item, quote, indent } = line
  const base = { at: start, index, opening: '', marks: '', dedent: indent }
  if (fence !== undefined) {
    const opening = openingOf(line, limit)
    return { ...base, opening, dedent: opening === '' ? 0 : fence.indent }
  }
  if (head !== undefined && head.length <= limit * MOST_REPEATED) return { ...base, opening: dedent(head, indent) }
  if (item === undefined || Number.parseInt(item.marker, 10) === item.number) return base
  const marker = item.marker.replace(/^\d+/, String(item.number))
  return { ...base, at: start + quote.length + indent + item.marker.length, opening: `${quote}${marker}` }
}

/** Cuts where the piece is full: behind a sentence, a clause or a word not far before, else between two characters. */
function cutWithinLine(text: string, { lines, spans }: ScannedText, start: Start, room: number, limits: Limits): Cut {
  const { limit, emphasis } = limits
  const indexAt = (at: number) => findLine(lines, at, start.index)
  const widest = lines[indexAt(start.at + room)]
  const closing = widest === undefined ? '' : closingOf(widest, limit)
  // Emphasis that is cut is closed here and opened again there.
  const end = start.at + room - closing.length - 2 * emphasis.marks.join(emphasis.joint).length
  const at = choosePlace(
    text,
    start.at,
    end,
    (place) => !spans.holds(place) && !BLOCK_START.test(text.slice(place, place + LONGEST_START)),
  )
  const index = indexAt(at)
  const line = lines[index]
  if (line === undefined) return { at, closing: '', next: { at, index, opening: '', dedent: 0, marks: '' } }
  if (line.fence !== undefined) {
    const opening = openingOf(line, limit)
    return { at, closing: closingOf(line, limit), next: { at, index, opening, dedent: 0, marks: '' } }
  }
  const marks = spans.marksAt(at)
  const next = at + (/^\s*/.exec(text.slice(at, at + room))?.[0].length ?? 0)
  const quote = line.quote.length <= limit * MOST_REPEATED && next <= line.end ? line.quote : ''
  return {
    at,
    closing: [...marks].reverse().join(emphasis.joint),
    next: { at: next, index: indexAt(next), opening: quote, dedent: 0, marks: marks.join(emphasis.joint) },
  }
}

/** The line that a place is in. */
function findLine(lines: readonly ScannedLine[], at: number, from: number): number {
  let index = from
  while ((lines[index + 1]?.start ?? Number.POSITIVE_INFINITY) <= at) index += 1
  return index
}

function openingOf({ fence }: ScannedLine, limit: number): string {
  if (fence === undefined) return ''
  const first = `${fence.quote}${fence.mark}${fence.language}\n`
  const head = fence.head
    .split(/(?<=\n)/)
    .map((line) => fence.quote + line)
    .join('')
  if (fence.head !== '' && first.length + head.length <= limit * MOST_REPEATED) return first + head
  return first.length <= limit * MOST_REPEATED ? first : ''
}

function closingOf(line: ScannedLine, limit: number): string {
  const { fence } = line
  return fence === undefined || openingOf(line, limit) === '' ? '' : `\n${fence.quote}${fence.mark}`
}

function writePiece(text: string, start: Start, { at, closing }: Cut, limit: number): string {
  const isCode = start.opening.includes('\n')
  const raw = text.slice(start.at, at)
  const body = dedent(isCode ? raw.replace(/^\n/, '') : raw.replace(/^(?:[ \t]*\n)+/, ''), start.dedent).trimEnd()
  if (body.trim() === '') return ''
  const piece = start.opening + start.marks + body + closing
  return piece.length <= limit ? piece : `${start.opening}${start.marks}${body}`
}
