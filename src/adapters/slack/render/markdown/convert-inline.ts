import { isJapanese, ZERO_WIDTH_SPACE } from '../../../common/chat/characters.ts'
import { readCodeSpan } from '../../../common/chat/read-code-span.ts'
import { readLink } from '../../../common/chat/read-link.ts'
import { createLineWriter } from './line-writer.ts'
import { opensUnderscore, placeMarker } from './place-marker.ts'
import { readAngle } from './read-angle.ts'
import { hasScheme, safeAddress } from './safe-address.ts'

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
}

const PLAIN = /[^\\`*_~[\]!<\n ]+/y
const ASCII_PUNCTUATION = /^[!-/:-@[-`{-~]$/
/** Of a file or page beside the document; what has markup in it is none. */
const PATH = /^[\p{L}\p{N}./%?=&+-][\p{L}\p{N}./%?=&+#_-]*$/u
/** `_emphasis_` that touches Japanese words, on one line. */
const UNDERSCORED = /^(_{1,2})(?![_\s])([^_\n]{0,80}?[^_\s])\1(?!_)/
const LONGEST_UNDERSCORED = 90

/** @see https://docs.slack.dev/reference/block-kit/blocks/markdown-block for what Slack reads */
export function createInlineConverter({ emit, prefix, kind }: InlineOptions): InlineConverter {
  let text = ''
  let at = 0
  let isEnded = false
  let closesAt = -1
  const open: string[] = []
  const lines = createLineWriter({ emit, prefix, isOneLine: kind !== 'block' })
  const write = lines.write

  /** The character from a place on; undefined while it is not there yet. */
  const peek = (from: number): string | undefined =>
    from < text.length ? String.fromCodePoint(text.codePointAt(from) ?? 0) : isEnded ? '' : undefined

  function takeSpace(): boolean {
    let end = at
    while (text.charAt(end) === ' ') end += 1
    if (kind === 'line') while (text.charAt(end) === '#' || (text.charAt(end) === ' ' && end > at)) end += 1
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
    const joins = !isHard && isJapanese(lines.lastSeen()) && isJapanese(following)
    if (!joins) lines.breakLine(isHard)
    at = end + 1
    while (text.charAt(at) === ' ') at += 1
    return true
  }

  function takeEscape(): boolean {
    const next = peek(at + 1)
    if (next === undefined) return false
    if (next === '\n') return takeLineEnd(at + 1, true)
    const length = ASCII_PUNCTUATION.test(next) ? 2 : 1
    write(text.slice(at, at + length))
    at += length
    return true
  }

  function takeMarkers(): boolean {
    let end = at
    while (text.charAt(end) === text.charAt(at)) end += 1
    const after = peek(end)
    if (after === undefined) return false
    const marker = { run: text.slice(at, end), before: lines.before(), after }
    if (text.charAt(at) === '_') {
      if (at === closesAt) return takeRun({ ...marker, run: '*'.repeat(end - at) }, end)
      if (!isJapanese(after) || !opensUnderscore(marker)) return takeRun(marker, end, true)
      const source = text.slice(at, at + LONGEST_UNDERSCORED)
      const match = UNDERSCORED.exec(source)
      const isOpen = match === null ? /^_{1,2}[^_\n]*_{0,2}$/.test(source) : at + match[0].length === text.length
      if (isOpen && !isEnded && source.length < LONGEST_UNDERSCORED) return false
      if (match === null || !isJapanese(peek(at + match[0].length) ?? '')) return takeRun(marker, end, true)
      closesAt = at + match[0].length - end + at
      return takeRun({ ...marker, run: '*'.repeat(end - at) }, end)
    }
    return takeRun(marker, end, marker.run === '~' || marker.run.length > 3)
  }

  function takeRun(marker: Parameters<typeof placeMarker>[0], end: number, isPlain = false): boolean {
    write(isPlain ? marker.run : placeMarker(marker, open))
    at = end
    return true
  }

  function takeCode(): boolean {
    const code = readCodeSpan(text, at, isEnded)
    if (code === 'more') return false
    const source = text.slice(at, at + code.length)
    // Marks that open no fence only for what follows them must not open one when that is gone.
    const isRisky = !code.isCode && code.length >= 3 && /^\n?$/.test(lines.before())
    if (code.isCode) write(source.replace(/\n/g, ' '))
    else write(isRisky ? ZERO_WIDTH_SPACE + source : source)
    at += code.length
    return true
  }

  function takeBracket(from: number): boolean {
    const link = readLink(text, from, isEnded)
    if (link === 'more') return false
    if (link === undefined || (kind === 'label' && from === at)) {
      write(text.slice(at, from + 1))
      at = from + 1
      return true
    }
    const label = convertLabel(link.label)
    const address = kind === 'label' ? undefined : safeAddress(link.destination)
    if (address !== undefined) writeLink(label, address)
    else writeInstead(describeTarget(label, link.destination, from > at))
    at = from + link.length
    return true
  }

  function writeLink(label: string, address: string): void {
    const words = label === '' ? address.replace(/^mailto:/i, '').replace(/[[\]]/g, encodeURIComponent) : label
    // An exclamation mark before it would make a picture of it.
    write(`${lines.before() === '!' ? ZERO_WIDTH_SPACE : ''}[${words}](${address})`)
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
      // Where it could begin a tag or a mention for Slack, it is written so that it cannot.
      write(/^[\s\d=-]?$/.test(next) ? '<' : '&lt;')
      at += 1
      return true
    }
    if (source.kind === 'markup') {
      lines.markStripped()
      if (source.gap === '\n') lines.breakLine(true)
      else if (source.gap === ' ') lines.addSpace()
    } else {
      const address = kind === 'label' ? undefined : safeAddress(source.address)
      const label = convertLabel(source.label)
      if (address === undefined) writeInstead(label === '' ? source.address : label)
      else writeLink(label, address)
    }
    at += source.length
    return true
  }

  function takeOther(character: string): boolean {
    const next = peek(at + 1)
    if (next === undefined) return false
    if (character === '!' && next === '[') return takeBracket(at + 1)
    // A bracket that ends no link must not begin one, or a definition, for a more lenient reader.
    write(character === ']' && (next === '(' || next === ':') ? character + ZERO_WIDTH_SPACE : character)
    at += 1
    return true
  }

  function takeNext(): boolean {
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

  function takePlain(): boolean {
    PLAIN.lastIndex = at
    const words = PLAIN.exec(text)?.[0] ?? text.charAt(at)
    write(words)
    at += words.length
    return true
  }

  function run(): void {
    while (at < text.length && takeNext());
    text = text.slice(at)
    closesAt -= at
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
    },
  }
}

/** A label on its own line, without links in it. */
function convertLabel(source: string): string {
  let label = ''
  const converter = createInlineConverter({
    emit: (text) => {
      label += text
    },
    prefix: '',
    kind: 'label',
  })
  converter.feed(source)
  converter.end()
  return isBalanced(label) ? label : label.replace(/(?<!\\)[[\]]/g, '\\$&')
}

function isBalanced(label: string): boolean {
  let depth = 0
  for (const bracket of label.replace(/\\./g, '').match(/[[\]]/g) ?? []) {
    depth += bracket === '[' ? 1 : -1
    if (depth < 0) return false
  }
  return depth === 0
}

/** What is left of a link that may not be one: a path is worth reading, `javascript:` is not. */
function describeTarget(label: string, destination: string, isImage: boolean): string {
  if (isImage || !PATH.test(destination) || hasScheme(destination)) return label
  return label === '' ? destination : `${label} (${destination})`
}
