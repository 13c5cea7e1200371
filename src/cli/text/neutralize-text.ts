import { ESCAPES } from './escape-patterns.ts'

// C0 without tab and line feed, DEL, C1: a terminal may obey them.
const CONTROLS = /(?![\t\n])\p{Cc}/gu
// Marks that reorder what is seen, so that `gpj.exe` reads as `exe.jpg`, and tag characters that hide text.
const DISGUISES = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\u{e0000}-\u{e007f}]/gu
const LINE_BREAKS = /\r\n?|[\u0085\u2028\u2029]/g

/**
 * Text as it may be printed: escape sequences, other control characters and direction marks removed, line breaks
 * unified. For everything that comes from documents, file names, addresses and models.
 */
export function neutralizeText(text: string): string {
  return text.replace(LINE_BREAKS, '\n').replace(ESCAPES, '').replace(CONTROLS, '').replace(DISGUISES, '')
}

/** The same on one line, runs of white space made one space. */
export function neutralizeLine(text: string): string {
  return neutralizeText(text).replace(/\s+/g, ' ').trim()
}
