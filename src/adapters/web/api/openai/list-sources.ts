import type { Citation } from '../../../../domain/evidence.ts'
import { ZERO_WIDTH_SPACE } from '../../../common/chat/characters.ts'
import { cleanLine } from '../../../common/chat/clean-text.ts'
import type { ShowLocation } from '../views/show-location.ts'

const WORDS = {
  en: { sources: 'Sources:', checked: '**Checked against the sources:**', page: (page: number) => `p. ${page}` },
  ja: { sources: '出典:', checked: '**出典と照合した回答:**', page: (page: number) => `${page}ページ` },
} as const

const LIST = /\n\n(?:Sources|出典):\n(?:- \[\d+\] [^\n]*(?:\n|$))+\s*$/
const DRAFT = /^[\s\S]*\n\n---\n\n\*\*(?:Checked against the sources|出典と照合した回答):\*\*\n\n/

/** What stands below an answer for readers of its text alone. Empty where it cites nothing. */
export function listSources(citations: readonly Citation[], show: ShowLocation, language: 'en' | 'ja'): string {
  if (citations.length === 0) return ''
  const words = WORDS[language]
  const lines = citations.map(({ number, title, location, locator }) => {
    const page = locator.page === undefined ? '' : ` (${words.page(locator.page)})`
    return `- [${number}] ${plain(title)}${page} — ${plainLocation(show(location))}`
  })
  return `\n\n${words.sources}\n${lines.join('\n')}`
}

/** Takes the place of a draft that was shown and does not hold as it was. */
export function correctDraft(text: string, language: 'en' | 'ja'): string {
  return `\n\n---\n\n${WORDS[language].checked}\n\n${text}`
}

/** An earlier answer as it comes back from a client: without what was added for readers. */
export function withoutSources(text: string): string {
  return text.replace(LIST, '').replace(DRAFT, '')
}

/** Titles are anybody's words: nothing in them may become a picture or a link in a client. */
function plain(text: string): string {
  const flat = cleanLine(text, 200)
  return flat.replace(/[[\]<>`\\]/g, (character) => FLAT[character] ?? '').replace(/:\/\//g, `:/${ZERO_WIDTH_SPACE}/`)
}

const FLAT: Readonly<Record<string, string>> = { '[': '(', ']': ')', '<': '‹', '>': '›', '`': "'", '\\': '/' }

function plainLocation(location: string): string {
  if (!/^https?:\/\//i.test(location) || !URL.canParse(location)) return plain(location)
  return new URL(location).href.replace(/[[\]<>`\\()]/g, (character) => `%${character.charCodeAt(0).toString(16)}`)
}
