import type { types } from '@slack/bolt'
import type { Answer } from '../../../domain/answer.ts'
import type { ChatWords } from '../../common/chat/chat-words.ts'
import { describeDecision, describeOrigin, describeTimings, describeTools } from '../../common/chat/describe-answer.ts'
import { chatWords } from '../../common/chat/words.ts'
import { neutralizeMentions } from './neutralize-mentions.ts'
import { bullets, lines, richText, safeLine, words as text } from './rich-text.ts'

const QUESTION_CHARACTERS = 500

/** How an answer came about, in a line: 'searched knowledge · used 6 of 9 passages · written by …'. */
export function decisionBlock(answer: Answer, words: ChatWords): types.ContextBlock {
  const notes = [
    describeOrigin(answer, words, neutralizeMentions),
    ...(answer.degraded === undefined ? [] : [words.degraded(answer.degraded, answer.kind === 'extracted')]),
  ]
  return {
    type: 'context',
    elements: notes.map((note) => ({ type: 'plain_text', text: note, emoji: false })),
  }
}

/** The same at length, for the one who asks: reasons, confidence, and the time that each stage took. */
export function whyBlocks(answer: Answer, locale: 'en' | 'ja'): types.KnownBlock[] {
  const words = chatWords(locale)
  const { question } = answer
  const { reasons, verdict } = describeDecision(answer.decision, words, neutralizeMentions)
  const times = describeTimings(answer, words, neutralizeMentions)
  const { considered, called } = describeTools(answer, words, neutralizeMentions)
  const listed = (title: string, items: readonly string[]) =>
    items.length === 0 ? [] : [richText(lines([text(title, { bold: true })]), bullets(items))]
  return [
    richText(
      lines(
        [text(words.whyTitle, { bold: true })],
        [text(describeOrigin(answer, words, neutralizeMentions))],
        ...(question.trim() === '' ? [] : [[text(safeLine(question, QUESTION_CHARACTERS), { italic: true })]]),
      ),
      ...(reasons.length === 0 ? [] : [bullets(reasons)]),
      lines([text(verdict)]),
    ),
    ...listed(words.tools.considered, considered),
    ...listed(words.tools.called, called),
    ...listed(words.timings, times),
  ]
}
