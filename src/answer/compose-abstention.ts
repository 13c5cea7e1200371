import type { Citation } from '../domain/evidence.ts'
import { chooseQuote } from './choose-quote.ts'
import type { Passage } from './fit-context.ts'
import { neutraliseText } from './neutralise-text.ts'
import { type AbstentionReason, abstentionSentence, nearestSentence } from './own-sentences.ts'
import { toCitation } from './to-citation.ts'

/** The text and sources of a reply, whoever wrote it. */
export interface CheckedReply {
  readonly kind: 'answered' | 'extracted' | 'abstained'
  readonly text: string
  readonly citations: readonly Citation[]
}

const MOST_NEAREST = 3

/** An honest 'I could not find this', with the sources that came nearest for the reader to judge. */
export function composeAbstention(
  reason: AbstentionReason,
  passages: readonly Passage[],
  { text: question, language }: { readonly text: string; readonly language: 'en' | 'ja' },
): CheckedReply {
  const sentence = abstentionSentence(reason, language)
  const nearest = [...passages]
    .sort((left, right) => right.evidence.probability - left.evidence.probability)
    .slice(0, MOST_NEAREST)
  if (nearest.length === 0) return { kind: 'abstained', text: sentence, citations: [] }
  const citations = nearest.map((passage, index) => toCitation(passage, index + 1, chooseQuote(passage.text, question)))
  const lines = citations.map(({ number, title, location }) => `- [${number}] ${plainTitle(title || location)}`)
  return { kind: 'abstained', text: [sentence, '', nearestSentence(language), ...lines].join('\n'), citations }
}

// Titles come from documents; here they stand in Kiku's own words and must not act as Markdown or links.
function plainTitle(title: string): string {
  return neutraliseText(title, '\u0000')
    .replace(/\s+/g, ' ')
    .replace(/[[\]<>`*_!|]/g, '')
    .replace(/:\/\//g, ' ')
    .slice(0, 120)
    .trim()
}
