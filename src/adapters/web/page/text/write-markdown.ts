import type { AnswerView } from '../../api/schemas/answer.ts'
import type { Words } from './english.ts'
import { namePlace } from './name-place.ts'

/** An answer with its question and sources as Markdown, for the clipboard. */
export function writeMarkdown(question: string, { text, citations }: AnswerView, words: Words): string {
  const quoted = question
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n')
  if (citations.length === 0) return `${quoted}\n\n${text}\n`
  const sources = citations.map((citation) => {
    const place = namePlace(citation, words)
    return `${citation.number}. ${[escapeLine(citation.title), escapeLine(citation.location), place].filter(Boolean).join(', ')}`
  })
  return `${quoted}\n\n${text}\n\n**${words.ask.sources}**\n\n${sources.join('\n')}\n`
}

/** Titles come from documents, and must not act as Markdown where they are pasted. */
function escapeLine(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_[\]<>|!]/g, '\\$&')
}
