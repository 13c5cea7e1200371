import { answerWithoutModel, checkDirectAnswer } from './answer-directly.ts'
import { checkGrounding } from './check-grounding.ts'
import { type CheckedReply, composeAbstention } from './compose-abstention.ts'
import type { Draft } from './draft-reply.ts'
import { extractAnswer } from './extract-answer.ts'
import type { AnswerContext } from './plan-context.ts'

/** Turns a draft into a reply that may be shown; without a draft the evidence is quoted. */
export function checkReply(draft: Draft, context: AnswerContext): CheckedReply {
  const { question, passages, isDirect, searchFailed, writer } = context
  const boundary = writer?.plan.boundary ?? ''
  if (isDirect) {
    const reply = draft.kind === 'written' ? checkDirectAnswer(draft.text, question, boundary) : undefined
    return reply === undefined || reply.text === '' ? answerWithoutModel(question) : reply
  }
  if (searchFailed) return composeAbstention('search-failed', [], question)
  if (draft.kind === 'written') return checkGrounding({ text: draft.text, passages, question, boundary })
  return extractAnswer({ question, passages })
}
