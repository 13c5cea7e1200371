import type { types } from '@slack/bolt'
import type { Answer } from '../../../domain/answer.ts'
import type { Decision } from '../../../domain/decision.ts'
import type { ChatWords } from '../../common/chat/chat-words.ts'
import { chatWords } from '../../common/chat/words.ts'
import { bullets, lines, richText, safeLine, words as text } from './rich-text.ts'

const MODEL_CHARACTERS = 80
const REASON_CHARACTERS = 100
const QUESTION_CHARACTERS = 500
const MOST_REASONS = 10
/** Shorter stages are not worth a line. */
const LEAST_MS = 5

/** How an answer came about, in a line: 'searched knowledge · used 6 of 9 passages · written by …'. */
export function decisionBlock(answer: Answer, words: ChatWords): types.ContextBlock {
  const notes = [
    describeOrigin(answer, words),
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
  const { decision, timings, question } = answer
  const reasons = decision.reasons.slice(0, MOST_REASONS).map((reason) => nameReason(reason, words))
  const verdict = `${words.decidedBy[decision.decidedBy]} · ${words.confidence(Math.round(decision.confidence * 100))}`
  const noted = Object.entries(timings).filter(([stage, ms]) => stage === 'total' || ms >= LEAST_MS)
  const times = noted.map(
    ([stage, ms]) =>
      `${words.stageNames[stage] ?? safeLine(stage, REASON_CHARACTERS)}: ${words.seconds(formatSeconds(ms))}`,
  )
  return [
    richText(
      lines(
        [text(words.whyTitle, { bold: true })],
        [text(describeOrigin(answer, words))],
        ...(question.trim() === '' ? [] : [[text(safeLine(question, QUESTION_CHARACTERS), { italic: true })]]),
      ),
      ...(reasons.length === 0 ? [] : [bullets(reasons)]),
      lines([text(verdict)]),
    ),
    ...(times.length === 0 ? [] : [richText(lines([text(words.timings, { bold: true })]), bullets(times))]),
  ]
}

/** Whether nothing was searched for an answer, so that a search may do better. */
export function isDirect(decision: Decision): boolean {
  return decision.labels.every((label) => label === 'direct')
}

function describeOrigin(answer: Answer, words: ChatWords): string {
  const { decision, evidence } = answer
  const places = decision.labels.flatMap((label) => (label === 'direct' ? [] : [label]))
  return [
    places.length === 0 ? words.answeredDirectly : words.searched(places),
    ...(evidence.found === 0 ? [] : [words.usedEvidence(evidence.used, evidence.found)]),
    ...describeWriter(answer, words),
  ].join(' · ')
}

function describeWriter({ kind, model }: Answer, words: ChatWords): string[] {
  switch (kind) {
    case 'abstained':
      return [words.nothingFound]
    case 'extracted':
      return [words.quoted]
    case 'answered':
      return model === null ? [] : [words.writtenBy(safeLine(model, MODEL_CHARACTERS))]
  }
}

function nameReason(reason: string, words: ChatWords): string {
  return words.reasons[reason] ?? safeLine(reason.replaceAll('-', ' '), REASON_CHARACTERS)
}

function formatSeconds(ms: number): string {
  const seconds = ms / 1000
  return seconds < 10 ? seconds.toFixed(2) : seconds.toFixed(1)
}
