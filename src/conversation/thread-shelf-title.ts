import { stripInvisible } from '../answer/strip-invisible.ts'

const segmenter = new Intl.Segmenter()
const MOST_CHARACTERS = 80
const SPACE = /[\s\p{Cc}\p{Zl}\p{Zp}]+/gu
const LONE_HALVES = /\p{Surrogate}/gu

/** A text on one line of at most 80 UTF-16 units, without what is not seen, cut between characters as people see them. */
export function cleanTitle(text: string): string {
  const line = stripInvisible(text.replace(SPACE, ' ').replace(LONE_HALVES, '\ufffd')).trim()
  if (line.length <= MOST_CHARACTERS) return line
  let kept = ''
  // No character of honest text is longer than this window, and a hostile one must not cost more.
  for (const { segment } of segmenter.segment(line.slice(0, MOST_CHARACTERS + 64))) {
    if (kept.length + segment.length > MOST_CHARACTERS - 1) break
    kept += segment
  }
  return `${kept.trimEnd()}…`
}
