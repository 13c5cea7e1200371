import { answerWithoutModel, checkDirectAnswer } from './answer-directly.ts'
import { checkGrounding } from './check-grounding.ts'
import { type CheckedReply, composeAbstention } from './compose-abstention.ts'
import type { Draft } from './draft-reply.ts'
import { extractAnswer } from './extract-answer.ts'
import type { Passage } from './fit-context.ts'
import { neutraliseText } from './neutralise-text.ts'
import { approvalSentence, undoneSentence } from './own-sentences.ts'
import type { AnswerContext } from './plan-context.ts'
import { toCitation } from './to-citation.ts'

/** Turns a draft into a reply that may be shown; without a draft the evidence is quoted. */
export function checkReply(draft: Draft, context: AnswerContext): CheckedReply {
  const { question, passages, isDirect, searchFailed, pending, undone, lacksModel, writer } = context
  if (pending !== undefined) {
    return { kind: 'abstained', text: approvalSentence(pending, question.language), citations: [] }
  }
  const results = passages.filter(({ evidence }) => evidence.namespace === 'tool')
  if (undone !== undefined) {
    const told = quoteResults(results)
    const sentence = undoneSentence(undone, question.approved?.title ?? '', question.language)
    return { ...told, kind: 'abstained', text: `${sentence}\n\n${told.text}`.trim() }
  }
  const boundary = writer?.plan.boundary ?? ''
  if (isDirect) {
    const reply = draft.kind === 'written' ? checkDirectAnswer(draft.text, question, boundary) : undefined
    return reply === undefined || reply.text === '' ? answerWithoutModel(question) : reply
  }
  if (searchFailed) return composeAbstention('search-failed', [], question)
  if (draft.kind === 'written') {
    const checked = checkGrounding({ text: draft.text, passages, question, boundary })
    // Whoever approved a call wants to know what came of it, whatever a model made of that.
    const isUntold = checked.kind === 'abstained' && question.approved !== undefined && results.length > 0
    return isUntold ? quoteResults(results) : checked
  }
  if (results.length > 0) return quoteResults(results)
  const extracted = extractAnswer({ question, passages })
  return lacksModel && extracted.kind === 'abstained'
    ? composeAbstention('no-tool-model', passages, question)
    : extracted
}

/** What a tool said is the answer to what it was asked. */
function quoteResults(results: readonly Passage[]): CheckedReply {
  const citations = results.map((passage, at) => toCitation(passage, at + 1, passage.text))
  const text = results.map((passage, at) => `${neutraliseText(passage.text, '').trim()} [${at + 1}]`).join('\n\n')
  return { kind: 'extracted', text, citations }
}
