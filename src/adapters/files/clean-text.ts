// Characters that say nothing to a reader but can hide text, reorder it or upset a terminal: controls other than tab
// and line feed, soft hyphen, zero-width space, marks, bidirectional overrides, invisible operators, tags.
const UNWANTED =
  /(?![\t\n])[\p{Cc}\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu
// Escape sequences of coloured terminal output.
const ESCAPE = String.fromCharCode(27)
const TERMINAL_SEQUENCE = new RegExp(`${ESCAPE}\\[[0-9;?]{0,30}[ -/]*[@-~]`, 'g')
const NEEDS_CLEANING =
  /(?![\t\n])[\p{Cc}\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\u{e0000}-\u{e007f}]/u

/** Text with line feeds only, without control and invisible characters, and well formed. */
export function cleanText(text: string): string {
  if (!NEEDS_CLEANING.test(text)) return text
  return text
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
    .replace(TERMINAL_SEQUENCE, '')
    .replace(/\f/g, '\n\n')
    .replace(UNWANTED, '')
    .replace(/\p{Surrogate}/gu, '\ufffd')
}

/** One line: every run of white space is a single space. */
export function flattenText(text: string): string {
  return cleanText(text).replace(/\s+/g, ' ').trim()
}
