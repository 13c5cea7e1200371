import { ENGLISH } from './en.ts'
import { JAPANESE } from './ja.ts'
import type { SlackWords } from './slack-words.ts'

/** What Kiku itself says in Slack, in a person's language. */
export function slackWords(locale: 'en' | 'ja'): SlackWords {
  return locale === 'ja' ? JAPANESE : ENGLISH
}
