import { estimateTokens } from '../domain/language/estimate-tokens.ts'
import type { Turn } from '../domain/thread.ts'
import type { ChatMessage, ChatModel } from '../ports/chat-model.ts'
import type { AnswerPorts } from './answer-request.ts'
import { neutraliseText } from './neutralise-text.ts'
import type { Question } from './question.ts'
import { shortenText } from './shorten-text.ts'
import { stripCitations } from './strip-citations.ts'
import { stripControlTokens } from './strip-control-tokens.ts'

/** A prompt that lacks its evidence, and how much of that it has room for. */
export interface PromptPlan {
  /** The secret of this prompt's fences. */
  readonly boundary: string
  readonly answerTokens: number
  readonly evidenceTokens: number
  /** @param evidence rendered passages; empty for an answer without looking anything up */
  readonly render: (evidence: string) => readonly ChatMessage[]
}

// Shares of the context; what they leave is the evidence's.
const ANSWER_SHARE = 1 / 4
const QUESTION_SHARE = 1 / 4
const TURNS_SHARE = 1 / 8
/** Chat template tokens around each message, which the estimate does not see. */
const MESSAGE_TOKENS = 12

/** Divides the model's context, so that the prompt never grows past it and nothing is cut by the server. */
export function composePrompt(
  question: Question,
  kind: 'answer' | 'answer-direct',
  model: ChatModel,
  ports: AnswerPorts,
): PromptPlan {
  const context = model.capabilities.contextTokens
  const boundary = ports.createBoundary()
  const asked = shortenText(describeQuestion(question, boundary), Math.floor(context * QUESTION_SHARE))
  const turns = fitTurns(question.turns, Math.floor(context * TURNS_SHARE), boundary)
  const shared = { today: DAYS[question.language].format(question.askedAt), question: asked }
  const render = (evidence: string): readonly ChatMessage[] => {
    const values = kind === 'answer' ? { ...shared, boundary, evidence } : shared
    return insertTurns(ports.prompts.render(kind, question.language, values), turns)
  }
  const answerTokens = Math.min(ports.limits.answerTokens, Math.floor(context * ANSWER_SHARE))
  const evidenceTokens = Math.max(0, context - answerTokens - countTokens(render('')))
  return { boundary, answerTokens, evidenceTokens, render }
}

// A rewrite can be wrong, so the model sees the message as written too.
function describeQuestion(question: Question, boundary: string): string {
  const original = neutraliseText(question.original.trim(), boundary)
  const isRewritten =
    question.turns.length > 0 && question.context.length === 0 && original.length < question.text.length * 2
  if (!isRewritten || original === question.text) return original
  return `${original}\n(= ${neutraliseText(question.text, boundary)})`
}

function fitTurns(turns: readonly Turn[], maxTokens: number, boundary: string): ChatMessage[] {
  const messages: ChatMessage[] = []
  let left = maxTokens
  for (const turn of [...turns].reverse()) {
    const spoken = turn.role === 'assistant' ? stripCitations(stripControlTokens(turn.text)) : turn.text
    const content = shortenText(neutraliseText(spoken, boundary), Math.floor(maxTokens / 2))
    left -= estimateTokens(content) + MESSAGE_TOKENS
    if (left < 0) break
    messages.unshift({ role: turn.role, content })
  }
  return messages
}

function insertTurns(messages: readonly ChatMessage[], turns: readonly ChatMessage[]): ChatMessage[] {
  return [...messages.slice(0, -1), ...turns, ...messages.slice(-1)]
}

function countTokens(messages: readonly ChatMessage[]): number {
  return messages.reduce((sum, message) => sum + estimateTokens(message.content) + MESSAGE_TOKENS, 0)
}

// Made once: the first formatter of a locale takes tens of milliseconds.
const DAYS = {
  en: new Intl.DateTimeFormat('en-GB', { dateStyle: 'full' }),
  ja: new Intl.DateTimeFormat('ja-JP', { dateStyle: 'full' }),
} as const
