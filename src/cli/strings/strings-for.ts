import { english } from './en.ts'
import { japanese } from './ja.ts'
import type { Strings } from './strings.ts'

/** The words of a language. */
export function stringsFor(language: 'en' | 'ja'): Strings {
  return language === 'ja' ? japanese : english
}
