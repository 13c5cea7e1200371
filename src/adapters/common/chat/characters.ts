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

/** Longer windows take the segmenter more than proportionally long. */
const WINDOW = 1024

/** The user-perceived characters of a text. One of more than a thousand units, which no honest text has, is cut. */
export function graphemesOf(text: string): string[] {
  const graphemes: string[] = []
  for (let from = 0; from < text.length; ) {
    const found = Array.from(segmenter.segment(text.slice(from, from + WINDOW)), ({ segment }) => segment)
    // The last one may go on behind the window.
    if (from + WINDOW < text.length && found.length > 1) found.pop()
    for (const grapheme of found) {
      graphemes.push(grapheme)
      from += grapheme.length
    }
  }
  return graphemes
}

/** Columns of a line in a font of equal widths, where a full-width character takes two. */
export function displayWidth(text: string): number {
  if (NARROW_ONLY.test(text)) return text.length
  let width = 0
  for (const grapheme of graphemesOf(text)) width += graphemeWidth(grapheme)
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
