import type { ChatWords } from './chat-words.ts'
import { english } from './words-en.ts'
import { japanese } from './words-ja.ts'

/** Kiku's own words in a language. */
export function chatWords(locale: 'en' | 'ja'): ChatWords {
  return locale === 'ja' ? japanese : english
}
