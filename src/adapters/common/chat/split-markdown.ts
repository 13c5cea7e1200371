import { graphemesOf } from './characters.ts'
import { type ScannedLine, type ScannedText, scanLines } from './scan-lines.ts'

/** Shorter pieces could not hold what a piece begins and ends with. */
const SHORTEST = 64
/** A piece that goes on within a block repeats of it at most this share of the limit. */
const MOST_REPEATED = 0.25

/**
 * Cuts Markdown into pieces that each can be shown alone: between blocks if possible, else between list items, table
 * rows, lines, sentences (Japanese ones too), words, and never within a link, code, a citation or a character. A piece
 * that begins within a code fence opens it again, one within a table repeats its head, one within a list counts on.
 * Takes time in line with the length.
 * @param limit UTF-16 units of a piece, at least 64
 * @returns pieces without blank lines around them; none for a blank text
 * @throws RangeError when the limit is too small
 */
export function splitMarkdown(text: string, limit: number): readonly string[] {
  if (limit < SHORTEST) throw new RangeError(`Pieces of ${limit} characters are too short.`)
  if (text.trim() === '') return []
  if (text.length <= limit) return [text.replace(/^(?:[ \t]*\n)+/, '').trimEnd()]
  const scanned = scanLines(text)
  const pieces: string[] = []
  for (let start: Start | undefined = { at: 0, index: 0, opening: '', dedent: 0, marks: '' }; start !== undefined; ) {
    const cut = findCut(text, scanned, start, limit)
    const piece = writePiece(text, start, cut, limit)
    if (piece !== '') pieces.push(piece)
    start = cut.next
  }
  return pieces
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

function findCut(text: string, scanned: ScannedText, start: Start, limit: number): Cut {
  const room = limit - start.opening.length - start.marks.length
  if (text.length - start.at <= room) return { at: text.length, closing: '', next: undefined }
  return cutBetweenLines(scanned, start, room, limit) ?? cutWithinLine(text, scanned, start, room, limit)
}

/** The best line to begin the next piece with; undefined where none is good enough. */
function cutBetweenLines({ lines, spans }: ScannedText, start: Start, room: number, limit: number): Cut | undefined {
  let best: { readonly line: ScannedLine; readonly index: number; readonly score: number } | undefined
  for (let index = start.index + 1; index < lines.length; index += 1) {
    const line = lines[index]
    if (line === undefined || line.start - 1 - start.at + closingOf(line, limit).length > room) break
    const share = (line.start - start.at) / room
    // Full pieces are better than well-cut ones, unless hardly anything is lost.
    if (line.worth === 0 || share < 0.2 || spans.holds(line.start)) continue
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
function cutWithinLine(text: string, { lines, spans }: ScannedText, start: Start, room: number, limit: number): Cut {
  const indexAt = (at: number) => findLine(lines, at, start.index)
  const widest = lines[indexAt(start.at + room)]
  const closing = widest === undefined ? '' : closingOf(widest, limit)
  // Emphasis that is cut is closed here and opened again there.
  const end = start.at + room - closing.length - 2 * MARK_ROOM
  const at = choosePlace(text, start.at, end, widest?.fence === undefined ? (place) => !spans.holds(place) : () => true)
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
    closing: [...marks].reverse().join(''),
    next: { at: next, index: indexAt(next), opening: quote, dedent: 0, marks: marks.join('') },
  }
}

const MARK_ROOM = 4
const PLACES = [/[.!?]["')\]]*(?=\s)|[。！？]["'」』）)]*|\n/g, /[、，；：;:,](?=\s|[^\p{ASCII}])/gu, /\s/g]

function choosePlace(text: string, from: number, to: number, isFree: (at: number) => boolean): number {
  const window = text.slice(from, to)
  for (const [rank, pattern] of PLACES.entries()) {
    const least = window.length * (rank === 0 ? 0.5 : 0.7)
    const found = Array.from(window.matchAll(pattern), (match) => from + match.index + match[0].length)
    const place = found.findLast((at) => at - from >= least && isFree(at))
    if (place !== undefined) return place
  }
  return placeBetweenCharacters(text, from, to, isFree)
}

/** The last place where no character, and if possible no link or code, is cut. */
function placeBetweenCharacters(text: string, from: number, to: number, isFree: (at: number) => boolean): number {
  const window = Math.max(from, to - 64)
  const places: number[] = []
  let at = window
  // Begins outside of a pair, and beyond a grapheme that was cut by the window.
  if (isLowSurrogate(text, at)) at += 1
  for (const grapheme of graphemesOf(text.slice(at, to + 32))) {
    at += grapheme.length
    if (at > to) break
    places.push(at)
  }
  const free = places.findLast((place) => isFree(place)) ?? lastFree(from, window, isFree, text)
  const place = free ?? places.at(-1) ?? to
  return isLowSurrogate(text, place) ? place - 1 : place
}

/** Looks further back, for a link or code that is longer than the window. */
function lastFree(from: number, to: number, isFree: (at: number) => boolean, text: string): number | undefined {
  const least = from + (to - from) / 4
  for (let at = to; at > least; at -= 1) if (isFree(at) && /\s/.test(text.charAt(at - 1))) return at
  return undefined
}

function isLowSurrogate(text: string, at: number): boolean {
  return /^[\udc00-\udfff]/.test(text.charAt(at)) && /^[\ud800-\udbff]/.test(text.charAt(at - 1))
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

/** Takes spaces from the lines that have them, up to the first that has fewer. */
function dedent(text: string, spaces: number): string {
  if (spaces === 0) return text
  const lines = text.split('\n')
  const isIndented = (line: string) => line.trim() === '' || indentOf(line) >= spaces
  const end = lines.findIndex((line, index) => index > 0 && !isIndented(line))
  const count = end < 0 ? lines.length : end
  return lines.map((line, index) => (index < count ? removeIndent(line, spaces) : line)).join('\n')
}

const QUOTE = /^(?: {0,3}> ?)*/

function indentOf(line: string): number {
  return line.replace(QUOTE, '').search(/\S|$/)
}

function removeIndent(line: string, spaces: number): string {
  const quote = QUOTE.exec(line)?.[0] ?? ''
  const inside = line.slice(quote.length)
  return quote + inside.slice(Math.min(spaces, inside.search(/\S|$/)))
}
