import type { DiscordWords } from './discord-words.ts'
import { ENGLISH } from './en.ts'
import { JAPANESE } from './ja.ts'

/** What Kiku itself says in Discord, in a person's language. */
export function discordWords(locale: 'en' | 'ja'): DiscordWords {
  return locale === 'ja' ? JAPANESE : ENGLISH
}
