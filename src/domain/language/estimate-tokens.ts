const WIDE = /[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\u{20000}-\u{3ffff}]/gu

/**
 * Upper-side estimate of a text's length in tokens without the model's tokeniser: a token for each wide character
 * (kana, kanji, hangul), one for every three other characters. Meant for budgets, where too many is safe.
 */
export function estimateTokens(text: string): number {
  const wide = text.match(WIDE)?.length ?? 0
  return wide + Math.ceil((text.length - wide) / 3)
}
