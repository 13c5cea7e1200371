import type { Answer } from '../../../domain/answer.ts'
import { cleanLine } from '../../common/chat/clean-text.ts'
import { describeDecision, describeOrigin, describeTimings, describeTools } from '../../common/chat/describe-answer.ts'
import { chatWords } from '../../common/chat/words.ts'
import { layOutTexts } from './laid-out.ts'
import { escapeText } from './markdown/escape-text.ts'
import type { LaidOutBody } from './message-body.ts'

const QUESTION_CHARACTERS = 300

/** How an answer came about, for whoever asks: reasons, confidence, and the time that each stage took. */
export function whyMessage(answer: Answer, locale: 'en' | 'ja'): LaidOutBody {
  const words = chatWords(locale)
  const { reasons, verdict } = describeDecision(answer.decision, words, escapeText)
  const times = describeTimings(answer, words, escapeText)
  const { considered, called } = describeTools(answer, words, escapeText)
  const question = escapeText(cleanLine(answer.question, QUESTION_CHARACTERS))
  const points = (lines: readonly string[]) => lines.map((line) => `- ${line}`)
  const listed = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : [[`**${title}**`, ...points(lines)]]
  const texts = [
    [`### ${words.whyTitle}`, describeOrigin(answer, words, escapeText), ...(question === '' ? [] : [`> ${question}`])],
    [...points(reasons), verdict],
    ...listed(words.tools.considered, considered),
    ...listed(words.tools.called, called),
    ...listed(words.timings, times),
  ]
  return layOutTexts({ write: () => texts.map((lines) => lines.join('\n')) })
}
