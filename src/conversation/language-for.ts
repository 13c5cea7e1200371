import { languageOf } from '../domain/language/scripts.ts'
import type { Message } from '../domain/message.ts'

/** The language in which a message is answered: its own, else its author's. */
export function languageFor({ text, locale = 'en' }: Message): 'en' | 'ja' {
  return languageOf(text.slice(0, 4_000), locale)
}

/** The language of Kiku's own sentences about a message. Whoever has the platform in Japanese reads that best. */
export function languageToExplainIn(message: Message): 'en' | 'ja' {
  return message.locale === 'ja' ? 'ja' : languageFor(message)
}
