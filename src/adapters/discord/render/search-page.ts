import type { Evidence } from '../../../domain/evidence.ts'
import type { ChatWords } from '../../common/chat/chat-words.ts'
import { cleanLine } from '../../common/chat/clean-text.ts'
import { chatWords } from '../../common/chat/words.ts'
import { describeEntries, type Entry } from './describe-entries.ts'
import { layOutTexts } from './laid-out.ts'
import { escapeText } from './markdown/escape-text.ts'
import type { LaidOutBody } from './message-body.ts'
import { buttonRows, createButton } from './reply-buttons.ts'

const MOST_PASSAGES = 8
const QUERY_CHARACTERS = 100
const LONGEST_SNIPPET = 280
const ROOM_AROUND = 300

export interface SearchView {
  readonly query: string
  /** From 1; so is the number of the first passage. */
  readonly page: number
  readonly pages: number
  readonly first: number
  readonly locale: 'en' | 'ja'
  /** Custom ids of the buttons to the pages before and after, at most 100 characters; none where there is no such page. */
  readonly previous?: string
  readonly next?: string
}

/** A page of passages, at most eight, each with a link to where it stands and with what both ways of searching said. */
export function searchPage(evidence: readonly Evidence[], view: SearchView): LaidOutBody {
  const words = chatWords(view.locale)
  const entries = evidence.slice(0, MOST_PASSAGES).map((each, index) => toEntry(each, view.first + index, words))
  const heading = `### ${words.passagesFor(escapeText(cleanLine(view.query, QUERY_CHARACTERS)))}`
  const write = (most: number) => [
    heading,
    ...(entries.length === 0 ? [words.nothingFound] : describeEntries(entries, most - ROOM_AROUND, LONGEST_SNIPPET)),
    ...(view.pages > 1 ? [`-# ${words.pageOf(view.page, view.pages)}`] : []),
  ]
  const { previous, next } = view
  const buttons = [
    ...(previous === undefined ? [] : [createButton({ id: previous, label: `◀ ${words.previousPage}` })]),
    ...(next === undefined ? [] : [createButton({ id: next, label: `${words.nextPage} ▶` })]),
  ]
  return layOutTexts({ write, components: buttonRows(buttons) })
}

function toEntry({ title, location, text, probability, legs }: Evidence, number: number, words: ChatWords): Entry {
  const { lexical, dense } = legs
  const facts = [
    words.relevance(Math.round(probability * 100)),
    ...(lexical === undefined ? [] : [words.legScore('lexical', lexical.score.toFixed(2), lexical.rank)]),
    ...(dense === undefined ? [] : [words.legScore('dense', dense.score.toFixed(2), dense.rank)]),
  ]
  return { number, title, location, quote: text, facts }
}
