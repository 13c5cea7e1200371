const WIDE_END = /[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\u{20000}-\u{3ffff}]$/u
const WIDE_START = /^[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u{20000}-\u{3ffff}]/u

/** Joins the lines of one paragraph: a space between words, nothing between Japanese characters. */
export function joinLines(lines: readonly string[]): string {
  let text = ''
  for (const line of lines) {
    const next = line.trim()
    if (next === '') continue
    text += text === '' || (WIDE_END.test(text.slice(-2)) && WIDE_START.test(next)) ? next : ` ${next}`
  }
  return text
}

/** As `joinLines`, and a word that was hyphenated at the end of a line is made whole. */
export function joinPrintedLines(lines: readonly string[]): string {
  const joined: string[] = []
  for (const line of lines) {
    const last = joined.at(-1)
    const next = line.trim()
    if (last !== undefined && /\p{Ll}[-\u2010]$/u.test(last) && /^\p{Ll}/u.test(next)) {
      joined[joined.length - 1] = last.slice(0, -1) + next
    } else joined.push(next)
  }
  return joinLines(joined)
}

/**
 * Joins hard-wrapped lines, which are all about as long as each other; leaves verses, addresses and lists alone.
 */
export function unwrapLines(text: string): string {
  if (!text.includes('\n')) return text
  const lines = text.split('\n')
  const widths = lines.map(displayWidth)
  const longest = Math.max(...widths)
  const isWrapped = longest >= 40 && longest <= 200 && widths.slice(0, -1).every((width) => width >= longest * 0.75)
  const isListed = lines.some((line) => /^\s*(?:[-*+•・|>]|\d+[.)])\s?/.test(line) || /^\s{2,}/.test(line))
  return isWrapped && !isListed ? joinLines(lines) : text
}

function displayWidth(line: string): number {
  let width = 0
  for (const character of line) width += WIDE_START.test(character) ? 2 : 1
  return width
}
