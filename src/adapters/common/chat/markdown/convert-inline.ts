import { joinsLines } from '../join-lines.ts'
import { readCodeSpan } from '../read-code-span.ts'
import { readLink } from '../read-link.ts'
import type { InlineDialect, InlineReading } from './dialect.ts'
import { createLineWriter } from './line-writer.ts'
import { readAngle } from './read-angle.ts'

/** Converts the text of one block as it comes: markup within lines, and the lines themselves. */
export interface InlineConverter {
  feed(text: string): void
  /** Settles what was held back. */
  end(): void
}

export interface InlineOptions {
  readonly emit: (text: string) => void
  /** What each further line begins with: quote markers and indentation. */
  readonly prefix: string
  /** `line`: a heading, where line breaks become spaces. `label`: of a link, where links are text besides. */
  readonly kind: 'block' | 'line' | 'label'
  readonly dialect: InlineDialect
  /** Whether all of it is strong already. */
  readonly isStrong?: boolean
}

export function createInlineConverter({
  emit,
  prefix,
  kind,
  dialect,
  isStrong = false,
}: InlineOptions): InlineConverter {
  let text = ''
  let at = 0
  /** Of the text, in the block. */
  let offset = 0
  let isEnded = false
  const markers = dialect.createMarkers(isStrong)
  const lines = createLineWriter({ emit, prefix, isOneLine: kind !== 'block', dialect })
  const write = lines.write
  const isLabel = kind === 'label'

  /** The character from a place on; undefined while it is not there yet. */
  const peek = (from: number): string | undefined =>
    from < text.length ? String.fromCodePoint(text.codePointAt(from) ?? 0) : isEnded ? '' : undefined

  function takeSpace(): boolean {
    let end = at
    while (text.charAt(end) === ' ') end += 1
    // A heading may end with marks as it began.
    while (kind === 'line' && text.charAt(end) === '#') end += 1
    while (text.charAt(end) === ' ') end += 1
    if (end === text.length && !isEnded) return false
    const space = text.slice(at, end)
    const isClosing = kind === 'line' && end === text.length && /^ +#* *$/.test(space)
    if (text.charAt(end) === '\n') return takeLineEnd(end, end - at >= 2)
    if (end < text.length || (!isClosing && space.trim() !== '')) write(space)
    at = end
    return true
  }

  /** Japanese has no spaces between words, so that a line that was merely wrapped goes on without one. */
  function takeLineEnd(end: number, isHard: boolean): boolean {
    let next = end + 1
    while (/^[ *_~]$/.test(text.charAt(next))) next += 1
    const following = peek(next)
    if (following === undefined) return false
    if (isHard || !joinsLines(lines.lastSeen(), following)) lines.breakLine(isHard)
    at = end + 1
    while (text.charAt(at) === ' ') at += 1
    return true
  }

  function takeEscape(): boolean {
    const next = peek(at + 1)
    if (next === undefined) return false
    if (next === '\n') return takeLineEnd(at + 1, true)
    return take(dialect.escape(next))
  }

  function takeMarkers(): boolean {
    let end = at
    while (text.charAt(end) === text.charAt(at)) end += 1
    const after = peek(end)
    if (after === undefined) return false
    const written = markers.take({ text, at, end, offset, isEnded, before: lines.before(), after })
    if (written === 'more') return false
    lines.closeMarks(written.closing ?? [])
    lines.writeMark(written.plain ?? '')
    lines.openMarks(written.opening ?? [])
    at = end
    return true
  }

  /** What goes on as one over so much of the source cannot hold the end of emphasis. */
  function settle(length: number): void {
    lines.closeMarks(markers.settle(offset + at + length))
  }

  function takeCode(): boolean {
    const code = readCodeSpan(text, at, isEnded)
    if (code === 'more') return false
    const source = text.slice(at, at + code.length)
    settle(code.length)
    if (code.isCode) write(dialect.code(source.replace(/\n/g, ' '), isStrong))
    else write(dialect.ticks(source, /^\n?$/.test(lines.before())))
    at += code.length
    return true
  }

  function takeBracket(from: number): boolean {
    const link = readLink(text, from, isEnded)
    if (link === 'more') return false
    if (link === undefined || (isLabel && from === at)) {
      write(dialect.openingBracket(text.slice(at, from + 1), text.slice(from, from + MOST_BRACKETED)))
      at = from + 1
      return true
    }
    settle(from - at + link.length)
    writeLink(link, from > at)
    at = from + link.length
    return true
  }

  function writeLink(found: { readonly label: string; readonly destination: string }, isImage: boolean): void {
    const { label: source, destination } = found
    const address = isLabel ? undefined : dialect.address(destination)
    const link = { source, destination, isImage, label: convertLabel(source, dialect) }
    if (address === undefined) writeInstead(dialect.unlinked(link))
    else write(dialect.link({ ...link, address }, lines.before()))
  }

  /** Writes words whose markup is gone: they stand beside what they were kept apart from. */
  function writeInstead(words: string): void {
    lines.markStripped()
    write(words)
    lines.markStripped()
  }

  function takeAngle(): boolean {
    const source = readAngle(text, at, isEnded)
    if (source === 'more') return false
    if (source.kind === 'text') {
      const next = peek(at + 1)
      if (next === undefined) return false
      write(dialect.less(next))
      at += 1
      return true
    }
    settle(source.length)
    if (source.kind === 'markup') {
      lines.markStripped()
      if (source.gap === '\n') lines.breakLine(true)
      else if (source.gap === ' ') lines.addSpace()
    } else if (source.label !== '' || (!isLabel && dialect.address(source.address) !== undefined)) {
      writeLink({ label: source.label, destination: source.address }, false)
    } else writeInstead(dialect.words(source.address))
    at += source.length
    return true
  }

  function takeOther(character: string): boolean {
    const next = peek(at + 1)
    if (next === undefined) return false
    if (character === '!' && next === '[') return takeBracket(at + 1)
    write(character === ']' ? dialect.closingBracket(next) : character)
    at += 1
    return true
  }

  function takeNext(): boolean {
    const reading = dialect.read({ text, at, isEnded, isLineStart: lines.isLineStart(), isLabel })
    if (reading === 'more') return false
    if (reading !== undefined) {
      settle(reading.length)
      return take(reading)
    }
    const character = text.charAt(at)
    switch (character) {
      case ' ':
        return takeSpace()
      case '\n':
        return takeLineEnd(at, false)
      case '\\':
        return takeEscape()
      case '*':
      case '_':
      case '~':
        return takeMarkers()
      case '`':
        return takeCode()
      case '[':
        return takeBracket(at)
      case '<':
        return takeAngle()
      case '!':
      case ']':
        return takeOther(character)
      default:
        return takePlain()
    }
  }

  function take({ length, words }: InlineReading): boolean {
    for (const [index, line] of words.split('\n').entries()) {
      if (index > 0) lines.breakLine(false)
      write(line)
    }
    at += length
    return true
  }

  function takePlain(): boolean {
    dialect.plain.lastIndex = at
    const words = dialect.plain.exec(text)?.[0] ?? text.charAt(at)
    return take({ length: words.length, words })
  }

  function run(): void {
    while (at < text.length && takeNext());
    text = text.slice(at)
    offset += at
    at = 0
  }

  return {
    feed(more) {
      text += more
      run()
    },
    end() {
      isEnded = true
      run()
      lines.closeMarks(markers.end())
    },
  }
}

/** What a dialect may look at to judge a bracket. */
const MOST_BRACKETED = 120

/** A label on its own line, without links in it. */
function convertLabel(source: string, dialect: InlineDialect): string {
  let label = ''
  const emit = (text: string) => {
    label += text
  }
  const converter = createInlineConverter({ emit, prefix: '', kind: 'label', dialect })
  converter.feed(source)
  converter.end()
  return label
}
