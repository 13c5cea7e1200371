import type { Answer } from '../../../domain/answer.ts'
import type { Citation } from '../../../domain/evidence.ts'
import type { ChatWords } from '../../common/chat/chat-words.ts'
import { describePlace } from '../../common/chat/describe-answer.ts'
import { chatWords } from '../../common/chat/words.ts'
import { describeEntries, type Entry } from './describe-entries.ts'
import { layOutTexts } from './laid-out.ts'
import type { LaidOutBody } from './message-body.ts'

/** With the heading and what counts the rest, all that a container takes. */
const MOST_SOURCES = 8
const ROOM_AROUND = 80

/** What an answer draws on, each with its place, how likely it is to matter, and what it says. */
export function sourcesMessage({ citations }: Answer, locale: 'en' | 'ja'): LaidOutBody {
  const words = chatWords(locale)
  const entries = citations.slice(0, MOST_SOURCES).map((citation) => toEntry(citation, words))
  const left = citations.length - entries.length
  const write = (most: number) => [
    `### ${words.sources}`,
    ...describeEntries(entries, most - ROOM_AROUND),
    ...(left > 0 ? [`-# ${words.moreSources(left)}`] : []),
  ]
  return layOutTexts({ write })
}

function toEntry(citation: Citation, words: ChatWords): Entry {
  const { number, title, location, quote, score } = citation
  const place = describePlace(citation, words)
  const facts = [...(place === undefined ? [] : [place]), words.relevance(Math.round(score * 100))]
  return { number, title, location, quote, facts }
}
