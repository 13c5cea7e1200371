/** The script that carries a text's words. Decides segmentation, fusion weights and the language of replies. */
export type Script = 'latin' | 'japanese'

const KANA_OR_KANJI = /[\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f]/g
const LATIN_WORD = /[A-Za-z\u00c0-\u024f]{2,}/g

/**
 * The dominant script: one kanji or kana counts as much as half a Latin word, since Japanese has about two characters
 * to a word. Text without either (numbers, symbols) is `latin`.
 */
export function dominantScript(text: string): Script {
  const sample = text.length > 4000 ? text.slice(0, 4000) : text
  const japanese = sample.match(KANA_OR_KANJI)?.length ?? 0
  if (japanese === 0) return 'latin'
  const latin = sample.match(LATIN_WORD)?.length ?? 0
  return japanese / 2 >= latin ? 'japanese' : 'latin'
}

/** The language for Kiku's own sentences about a text: Japanese where kana or kanji dominate, else English. */
export function languageOf(text: string, fallback: 'en' | 'ja' = 'en'): 'en' | 'ja' {
  if (dominantScript(text) === 'japanese') return 'ja'
  return text.search(LATIN_WORD) >= 0 ? 'en' : fallback
}
