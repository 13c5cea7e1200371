import { stemEnglish } from '../../domain/language/stem-english.ts'

/** Reads the features of texts, one text at a time, into a buffer that it owns. */
export interface FeatureReader {
  /** Hashes of the features of the last text; only the first `read()` of them are valid, until the next call. */
  readonly hashes: Uint32Array
  /** @returns how many features the text has. */
  read(text: string): number
}

/** Characters of a text that count; the rest would drown in the same few numbers. */
const MOST_CHARACTERS = 8_000
/** A text has at most so many features: four for each character. */
const MOST_FEATURES = 4 * MOST_CHARACTERS

/** Words whose features are remembered: a text mostly repeats words that came before. */
const MOST_WORDS = 60_000
const GRAM = 4
/** Shorter words are their own best piece; longer ones are names and base64. */
const LEAST_GRAMMED = 5
const MOST_GRAMMED = 24
const LONGEST_WORD = 64
const LONGEST_KATAKANA = 16

/**
 * Features of a text as 32-bit hashes, repeats included: English stems and the four-letter pieces of longer words;
 * Japanese character pairs, single kanji, katakana words and their pieces of three. One pass over the characters and no
 * dictionary, so that it takes microseconds. Part of the format of the weights: another cut makes them void.
 */
export function createFeatureReader(): FeatureReader {
  const hashes = new Uint32Array(MOST_FEATURES)
  const wordFeatures = new Map<string, readonly number[]>()
  let length = 0

  function pushWord(word: string): void {
    let features = wordFeatures.get(word)
    if (features === undefined) {
      features = featuresOfWord(word)
      if (wordFeatures.size >= MOST_WORDS) wordFeatures.clear()
      wordFeatures.set(word, features)
    }
    for (let at = 0; at < features.length && length < MOST_FEATURES; at += 1) hashes[length++] = features[at]!
  }

  function pushJapanese(text: string, start: number, end: number): void {
    let katakana = start
    for (let at = start; at < end; at += 1) {
      const code = text.charCodeAt(at)
      const kind = CLASSES[code]
      if (kind === KANJI) hashes[length++] = mix(code ^ SINGLE)
      if (at + 1 < end) hashes[length++] = mix(Math.imul(code, 0x10001) ^ (text.charCodeAt(at + 1) << 7) ^ PAIR)
      if (kind !== KATAKANA) katakana = at + 1
      else if (at + 1 === end || CLASSES[text.charCodeAt(at + 1)] !== KATAKANA) pushKatakana(text, katakana, at + 1)
    }
  }

  function pushKatakana(text: string, start: number, end: number): void {
    if (end - start < 2) return
    if (end - start <= LONGEST_KATAKANA) hashes[length++] = hashRange(text, start, end, WHOLE)
    for (let at = start; at + 3 <= end; at += 1) hashes[length++] = hashRange(text, at, at + 3, PIECE)
  }

  function readRuns(text: string): void {
    const end = text.length
    let at = 0
    while (at < end && length < MOST_FEATURES - 4 * LONGEST_WORD) {
      const kind = classOf(text.charCodeAt(at))
      if (kind === SEPARATOR) {
        at += 1
        continue
      }
      const start = at
      at += 1
      if (kind >= HIRAGANA) {
        while (at < end && at - start < LONGEST_WORD && classOf(text.charCodeAt(at)) >= HIRAGANA) at += 1
        pushJapanese(text, start, at)
      } else {
        at = endOfWord(text, at, kind)
        pushWord(text.slice(start, at).toLowerCase())
      }
    }
  }

  return {
    hashes,
    read(input) {
      length = 0
      const cut = input.length > MOST_CHARACTERS ? input.slice(0, MOST_CHARACTERS) : input
      const text = IS_PLAIN.test(cut) ? cut : cut.normalize('NFKC')
      readRuns(text)
      // A text of signs alone still is some text: then each sign counts.
      if (length === 0)
        for (const sign of text.replace(/\s+/g, '').slice(0, 256)) hashes[length++] = hashWhole(sign, WORD)
      return length
    },
  }
}

/** A word ends where its class does, and inside an identifier where a part begins: `getUser` is two words. */
function endOfWord(text: string, from: number, first: number): number {
  let at = from
  let before = first
  while (at < text.length && at - from < LONGEST_WORD) {
    const kind = classOf(text.charCodeAt(at))
    if (kind === SEPARATOR || kind >= HIRAGANA) break
    if (kind === UPPER && before !== UPPER) break
    if (before === UPPER && kind === UPPER && at + 1 < text.length && classOf(text.charCodeAt(at + 1)) === LOWER) break
    before = kind
    at += 1
  }
  return at
}

function featuresOfWord(word: string): number[] {
  const features = [hashWhole(stemEnglish(word), WORD)]
  if (word.length < LEAST_GRAMMED || word.length > MOST_GRAMMED || !LETTERS.test(word)) return features
  const framed = `<${word}>`
  for (let at = 0; at + GRAM <= framed.length; at += 1) features.push(hashRange(framed, at, at + GRAM, PIECE))
  return features
}

const IS_PLAIN = /^[\0-\x7f]*$/
const LETTERS = /^[a-z]+$/
const LETTER = /[\p{L}\p{N}\p{M}]/u

const UNKNOWN = 0
const SEPARATOR = 1
const LOWER = 2
const UPPER = 3
const HIRAGANA = 4
const KATAKANA = 5
const KANJI = 6

/** What each UTF-16 unit is, looked up once. */
const CLASSES = new Uint8Array(0x10000)

function classOf(code: number): number {
  const known = CLASSES[code]!
  if (known !== UNKNOWN) return known
  const found = classify(code)
  CLASSES[code] = found
  return found
}

function classify(code: number): number {
  if (code >= 0x3041 && code <= 0x309f) return HIRAGANA
  if ((code >= 0x30a1 && code <= 0x30fa) || (code >= 0x30fc && code <= 0x30ff)) return KATAKANA
  if ((code >= 0x3400 && code <= 0x9fff) || (code >= 0xf900 && code <= 0xfaff) || code === 0x3005) return KANJI
  // Half of a pair: emoji and rare kanji count as letters.
  if (code >= 0xd800 && code <= 0xdfff) return LOWER
  const letter = String.fromCharCode(code)
  if (!LETTER.test(letter)) return SEPARATOR
  return letter !== letter.toLowerCase() ? UPPER : LOWER
}

// Kinds of features start from different numbers, so that equal characters of two kinds do not meet.
const WORD = 0x811c9dc5
const PIECE = 0x2545f491
const WHOLE = 0x68e31da4
const PAIR = 0x1b56c4e9
const SINGLE = 0x7feb352d

const hashWhole = (text: string, seed: number): number => hashRange(text, 0, text.length, seed)

/** FNV-1a with a final mix. */
function hashRange(text: string, start: number, end: number, seed: number): number {
  let value = seed
  for (let at = start; at < end; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193)
  return mix(value)
}

/** The finaliser of MurmurHash3. */
function mix(seed: number): number {
  let value = seed
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35)
  return (value ^ (value >>> 16)) >>> 0
}
