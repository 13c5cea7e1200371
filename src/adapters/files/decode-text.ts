import iconv from 'iconv-lite'
import { guessUtf16 } from './detect-format.ts'
import { scoreDecoding } from './score-decoding.ts'

export interface DecodedText {
  readonly text: string
  /** WHATWG name, such as `utf-8` or `shift_jis`. */
  readonly encoding: string
}

/**
 * Turns bytes into text without being told the encoding: byte order mark, then strict UTF-8 (hardly any other text
 * passes it by accident), then what the file or its server declared, then whichever of the Japanese encodings
 * and windows-1252 gives the likelier text. Never throws: the worst case is a few replacement characters.
 */
export function decodeText(bytes: Uint8Array, declared?: string): DecodedText {
  const marked = encodingOfMark(bytes)
  if (marked !== undefined) return decode(bytes, marked)
  if (hasJisEscape(bytes)) return decode(bytes, 'iso-2022-jp')
  const utf16 = guessUtf16(bytes)
  if (utf16 !== undefined) return decode(bytes, utf16)
  const strict = decodeStrictly(bytes, 'utf-8')
  if (strict !== undefined && !isDoubtful(bytes, strict)) return { text: strict, encoding: 'utf-8' }
  const known = knownEncoding(declared)
  if (known !== undefined && known !== 'utf-8') {
    const text = decodeStrictly(bytes, known)
    if (text !== undefined) return { text, encoding: known }
  }
  return decode(bytes, likeliestEncoding(bytes))
}

/** The WHATWG name of a label such as `x-sjis` or `Latin1`; undefined when no such encoding exists. */
function knownEncoding(label: string | undefined): string | undefined {
  if (label === undefined) return undefined
  try {
    return new TextDecoder(label.trim()).encoding
  } catch {
    return undefined
  }
}

function encodingOfMark(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8'
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return undefined
}

const SAMPLE_BYTES = 64 * 1024

// ISO-2022-JP switches to kanji with ESC $ @ or ESC $ B and uses seven bits only.
function hasJisEscape(bytes: Uint8Array): boolean {
  const sample = bytes.subarray(0, SAMPLE_BYTES)
  for (let at = sample.indexOf(0x1b); at >= 0; at = sample.indexOf(0x1b, at + 1)) {
    const isKanji = sample[at + 1] === 0x24 && (sample[at + 2] === 0x40 || sample[at + 2] === 0x42)
    if (isKanji) return !sample.some((byte) => byte >= 0x80)
  }
  return false
}

const CANDIDATES = ['utf-8', 'shift_jis', 'euc-jp', 'windows-1252'] as const

function likeliestEncoding(bytes: Uint8Array): string {
  const sample = sampleAroundHighBytes(bytes)
  let best = 'windows-1252'
  let bestScore = Number.NEGATIVE_INFINITY
  for (const encoding of CANDIDATES) {
    const score = scoreDecoding(decode(sample, encoding).text, encoding)
    if (score > bestScore) {
      best = encoding
      bestScore = score
    }
  }
  return best
}

// A long ASCII preamble says nothing, so the sample starts on the line of the first other byte.
function sampleAroundHighBytes(bytes: Uint8Array): Uint8Array {
  const first = bytes.findIndex((byte) => byte >= 0x80)
  const start = first < 0 ? 0 : bytes.lastIndexOf(0x0a, first) + 1
  if (bytes.length - start <= SAMPLE_BYTES) return bytes.subarray(start)
  const end = bytes.lastIndexOf(0x0a, start + SAMPLE_BYTES)
  return bytes.subarray(start, end > start ? end : start + SAMPLE_BYTES)
}

// A few kanji of EUC-JP alone can pass for two-byte characters of UTF-8.
function isDoubtful(bytes: Uint8Array, text: string): boolean {
  return bytes.length < 200 && /[\u0080-\u07ff]/.test(text) && !/[\u0800-\uffff]/.test(text)
}

function decode(bytes: Uint8Array, encoding: string): DecodedText {
  return { text: convert(bytes, encoding, false), encoding }
}

function decodeStrictly(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return convert(bytes, encoding, true)
  } catch {
    return undefined
  }
}

// TextDecoder of Node 20 reads windows-1252 as Latin-1 and so turns curly quotes into control characters.
function convert(bytes: Uint8Array, encoding: string, fatal: boolean): string {
  if (encoding !== 'windows-1252') return new TextDecoder(encoding, { fatal }).decode(bytes)
  return iconv.decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), 'windows-1252')
}
