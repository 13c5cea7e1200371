/** Zero width space: keeps two characters apart that would mean something together, and is not seen. */
export const ZERO_WIDTH_SPACE = '\u200b'

const JAPANESE =
  /^[\u3000-\u303f\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff9f\u{20000}-\u{3fffd}]$/u
const WIDE =
  /^(?:[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation})/u
const WITHOUT_WIDTH = /^[\p{Mn}\p{Me}\p{Cf}]+$/u
const NARROW_ONLY = /^[ -~]*$/

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** Whether a character is written without spaces around it in Japanese: kana, kanji, and their punctuation. */
export function isJapanese(character: string): boolean {
  return JAPANESE.test(character)
}

/** The user-perceived characters of a text. */
export function graphemesOf(text: string): string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment)
}

/** Columns of a line in a font of equal widths, where a full-width character takes two. */
export function displayWidth(text: string): number {
  if (NARROW_ONLY.test(text)) return text.length
  let width = 0
  for (const { segment } of segmenter.segment(text)) width += graphemeWidth(segment)
  return width
}

export function graphemeWidth(grapheme: string): number {
  if (WITHOUT_WIDTH.test(grapheme)) return 0
  return WIDE.test(grapheme) || grapheme.includes('\ufe0f') ? 2 : 1
}

/** A text of at most so many UTF-16 units, cut between user-perceived characters, with `…` where something was cut. */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text
  let kept = ''
  // No grapheme of honest text is longer than this window, and a hostile one must not cost more.
  for (const { segment } of segmenter.segment(text.slice(0, most + 64))) {
    if (kept.length + segment.length > most - 1) break
    kept += segment
  }
  return most < 1 ? '' : `${kept.trimEnd()}…`
}
