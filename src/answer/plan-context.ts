import type { PendingCall } from '../domain/tool.ts'
import type { ChatModel } from '../ports/chat-model.ts'
import type { AnswerPorts } from './answer-request.ts'
import { composePrompt, type PromptPlan } from './compose-prompt.ts'
import { type FittedContext, fitContext } from './fit-context.ts'
import type { Gathered } from './gather-evidence.ts'
import type { Question, UndoneReason } from './question.ts'

/** Everything that the answer is made from. */
export interface AnswerContext extends FittedContext {
  readonly question: Question
  readonly isDirect: boolean
  /** Whether every agent that was asked failed, so that finding nothing means nothing. */
  readonly searchFailed: boolean
  /** A call that has to be approved first. */
  readonly pending: PendingCall | undefined
  /** Why a call that the asker approved was not done for certain. */
  readonly undone: UndoneReason | undefined
  /** Whether tools fit that no model at hand can call. */
  readonly lacksModel: boolean
  /** Absent when no model is up. */
  readonly writer: { readonly model: ChatModel; readonly plan: PromptPlan } | undefined
}

interface Material {
  readonly question: Question
  readonly isDirect: boolean
  readonly gathered: Gathered
  readonly model: ChatModel | undefined
  readonly ports: AnswerPorts
}

/** Fits the evidence to the model that will read it. */
export function planContext({ question, isDirect, gathered, model, ports }: Material): AnswerContext {
  const plan = model && composePrompt(question, isDirect ? 'answer-direct' : 'answer', model, ports)
  const budget = plan?.evidenceTokens ?? ports.limits.extractTokens
  const fitted = fitContext(gathered.evidence, question.text, budget)
  const searchFailed = gathered.asked > 0 && gathered.failures.length === gathered.asked
  const { pending, undone, lacksModel } = gathered
  const about = { question, isDirect, searchFailed, pending, undone, lacksModel }
  return { ...fitted, ...about, writer: model && plan && { model, plan } }
}
