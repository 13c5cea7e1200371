import type { Answer } from '../../../domain/answer.ts'
import type { Citation } from '../../../domain/evidence.ts'
import type { ChatWords } from '../../common/chat/chat-words.ts'
import { describeOrigin, describePlace } from '../../common/chat/describe-answer.ts'
import { linkTitle } from './link-title.ts'
import { escapeText } from './markdown/escape-text.ts'

const MOST_SOURCES = 5
/** How much is shown of each source: less where that takes more room than there is. */
const ROOMS = [
  { title: 70, address: 300 },
  { title: 70, address: 100 },
  { title: 50, address: 0 },
] as const
/** Whatever the sources are called, this is room enough to name them. */
const MOST = 1_900

/** What stands in small print below an answer: its first sources, and how it came about. */
export function answerFooter(answer: Answer, words: ChatWords): string {
  const { citations } = answer
  const left = citations.length - MOST_SOURCES
  const notes = [
    ...(left > 0 ? [words.moreSources(left)] : []),
    describeOrigin(answer, words, escapeText),
    ...(answer.degraded === undefined ? [] : [words.degraded(answer.degraded, answer.kind === 'extracted')]),
  ]
  let footer = ''
  for (const room of ROOMS) {
    const sources = citations.slice(0, MOST_SOURCES).map((citation) => describeSource(citation, words, room))
    footer = smallPrint([...sources, ...notes])
    if (footer.length <= MOST) break
  }
  return footer
}

/** Lines that Discord shows small and grey. */
export function smallPrint(lines: readonly string[]): string {
  return lines.map((line) => `-# ${line}`).join('\n')
}

function describeSource(citation: Citation, words: ChatWords, room: (typeof ROOMS)[number]): string {
  const place = describePlace(citation, words)
  const title = linkTitle(citation.title, citation.location, room)
  return `[${citation.number}] ${title}${place === undefined ? '' : ` · ${place}`}`
}
