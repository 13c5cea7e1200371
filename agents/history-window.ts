import { weighContentTerms } from '../src/answer/content-terms.ts'
import type { Question } from '../src/answer/question.ts'
import type { FindTimeRange } from '../src/ports/time-expression.ts'

/** Which part of the past to search, and for what. */
export interface HistoryWindow {
  readonly text: string
  /** Epoch milliseconds, inclusive. */
  readonly since?: number
  /** Epoch milliseconds, exclusive. */
  readonly until: number
  /** Whether the question named the time. */
  readonly isNamed: boolean
}

/** Reads the time that a question speaks of and takes it out of the words to search for. */
export function planHistorySearch(question: Question, findTimeRange: FindTimeRange): HistoryWindow {
  const range = findTimeRange(question.ownWords, question.askedAt) ?? findTimeRange(question.text, question.askedAt)
  if (range === undefined) {
    return { text: question.text, until: question.askedAt, isNamed: false }
  }
  // The message itself stands in the history by now, so the range ends before it.
  const until = Math.min(range.until, question.askedAt)
  const rest = question.text.replace(range.matched, () => ' ').trim()
  const text = weighContentTerms(rest).size === 0 ? question.text : rest
  return { text, since: range.from, until, isNamed: true }
}
