import type { types } from '@slack/bolt'
import type { Citation } from '../../../domain/evidence.ts'
import type { ChatWords } from '../../common/chat/chat-words.ts'
import { describePlace } from '../../common/chat/describe-answer.ts'
import { lines, linkedWords, richText, safeLine, words as text } from './rich-text.ts'

const MOST_SOURCES = 10
const TITLE_CHARACTERS = 120
const QUOTE_CHARACTERS = 140

/** The numbered sources of an answer, each with its place and what it says; none where nothing was cited. */
export function sourceBlocks(citations: readonly Citation[], words: ChatWords): types.RichTextBlock[] {
  if (citations.length === 0) return []
  const shown = citations.slice(0, MOST_SOURCES)
  const left = citations.length - shown.length
  return [
    richText(
      lines(
        [text(words.sources, { bold: true })],
        ...shown.map((citation) => describeSource(citation, words)),
        ...(left === 0 ? [] : [[text(words.moreSources(left))]]),
      ),
    ),
  ]
}

function describeSource(citation: Citation, words: ChatWords): types.RichTextElement[] {
  const { number, title, location, quote } = citation
  const name = safeLine(title, TITLE_CHARACTERS) || safeLine(location, TITLE_CHARACTERS) || '–'
  const place = describePlace(citation, words)
  const said = safeLine(quote, QUOTE_CHARACTERS)
  return [
    text(`[${number}] `),
    linkedWords(name, location),
    ...(place === undefined ? [] : [text(` · ${place}`)]),
    ...(said === '' ? [] : [text(`\n${said}`, { italic: true })]),
  ]
}
