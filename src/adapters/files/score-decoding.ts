/**
 * How much a decoding looks like something that a person wrote, per character outside ASCII. Meant for telling
 * Shift_JIS, EUC-JP, windows-1252 and damaged UTF-8 apart; the weights were set on short Japanese and European texts.
 */
export function scoreDecoding(text: string, encoding: string): number {
  const codes = Array.from(text, (character) => character.codePointAt(0) ?? 0)
  let points = 0
  let counted = 0
  codes.forEach((code, at) => {
    if (code < 0x80) return
    points += scoreCharacter(code) + scoreNeighbours(codes[at - 1] ?? 0, code, codes[at + 1] ?? 0)
    counted += 1
  })
  if (counted === 0) return 0
  // The two bytes of a Japanese character say more together than two characters of windows-1252 do.
  return points / counted - (encoding === 'windows-1252' ? 0.5 : 0)
}

function scoreCharacter(code: number): number {
  if (code === REPLACEMENT) return -12
  if (within(code, 0x3041, 0x3093)) return 3
  if (within(code, 0x30a1, 0x30fc)) return 2.5
  if (code === 0x3001 || code === 0x3002 || within(code, 0x300c, 0x300f)) return 3
  if (within(code, 0x4e00, 0x9fff)) return COMMON_KANJI.has(code) ? 2.5 : 0.5
  if (within(code, 0xff01, 0xff60) || within(code, 0x3000, 0x303f)) return 1.5
  if (within(code, 0xff61, 0xff9f)) return -0.5
  if (within(code, 0xe000, 0xf8ff) || within(code, 0x80, 0x9f)) return -8
  if (isLatinLetter(code) || TYPOGRAPHY.has(code)) return 1.5
  if (within(code, 0x2190, 0x25ff) || within(code, 0x0370, 0x07ff)) return 1
  return -0.5
}

// Accented letters and curly quotes stand beside letters, Japanese characters beside each other; the reverse is
// suspicious.
function scoreNeighbours(previous: number, code: number, next: number): number {
  if (isLatinLetter(code)) {
    if (isSmallLetter(previous) || isSmallLetter(next)) return 1
    return isAsciiLetter(previous) || isAsciiLetter(next) ? -1 : 0
  }
  if (TYPOGRAPHY.has(code)) return isSmallLetter(previous) || isSmallLetter(next) ? 2 : 0
  if (!isJapanese(code) || !isAsciiLetter(previous)) return 0
  return isJapanese(next) ? -1.5 : -3
}

function isJapanese(code: number): boolean {
  return within(code, 0x3001, 0x9fff) || within(code, 0xff61, 0xff9f)
}

function isSmallLetter(code: number): boolean {
  return within(code, 0x61, 0x7a)
}

function isAsciiLetter(code: number): boolean {
  return within(code | 0x20, 0x61, 0x7a)
}

const REPLACEMENT = 0xfffd

function isLatinLetter(code: number): boolean {
  return within(code, 0xc0, 0x17f) && code !== 0xd7 && code !== 0xf7
}

function within(code: number, from: number, to: number): boolean {
  return code >= from && code <= to
}

/** Curly quotes, dashes, ellipsis, bullet, euro, trade mark, degree, section, guillemets, and so on. */
const TYPOGRAPHY = new Set([...'‘’“”–—…•€™©®°§«»·¿¡£½¼¾²³µ\u00a0'].map((character) => character.codePointAt(0) ?? 0))

// The first level of JIS X 0208, rows 16 to 47, holds the kanji in daily use; misread bytes fall on the second level.
const COMMON_KANJI = new Set(
  [...new TextDecoder('euc-jp').decode(Uint8Array.from(listFirstLevelBytes()))].map(
    (kanji) => kanji.codePointAt(0) ?? 0,
  ),
)

function listFirstLevelBytes(): number[] {
  const bytes: number[] = []
  for (let row = 0xb0; row <= 0xcf; row += 1) {
    for (let cell = 0xa1; cell <= (row === 0xcf ? 0xd3 : 0xfe); cell += 1) bytes.push(row, cell)
  }
  return bytes
}
