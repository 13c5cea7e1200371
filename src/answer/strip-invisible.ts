const INVISIBLE = /(?![\t\n\r\u200c\u200d])[\p{Cc}\p{Cf}\u2028\u2029]/gu
// Joiners make emoji and some scripts; beside ASCII they only hide text.
const JOINERS = /(?<=[\x21-\x7e])[\u200c\u200d]+|[\u200c\u200d]+(?=[\x21-\x7e])/gu

/** Removes characters that nobody sees but that a model reads or that split a word in two: a way to hide text. */
export function stripInvisible(text: string): string {
  return text.replace(INVISIBLE, '').replace(JOINERS, '')
}
