import { toKikuError } from '../domain/errors.ts'
import type { Turn } from '../domain/thread.ts'
import type { ContextTurn } from '../index/unified-index.ts'
import type { ChatModel } from '../ports/chat-model.ts'
import type { AnswerPorts, AnswerRequest } from './answer-request.ts'
import { needsContext } from './needs-context.ts'
import type { Question } from './question.ts'
import { rewriteQuestion } from './rewrite-question.ts'
import { shortenText } from './shorten-text.ts'
import { stripCitations } from './strip-citations.ts'
import { stripInvisible } from './strip-invisible.ts'

/** Retrieval looks at this much of a message; pasted logs beyond it would only drown the request. */
const SEARCHED_TOKENS = 500
const CONTEXT_TURN_TOKENS = 160

/**
 * Makes the message standalone. A message that needs nothing of the conversation stays as it is, without a model
 * call; a follow-up is rewritten by the model, or else carries its recent turns as context for retrieval.
 */
export async function contextualiseQuestion(
  request: AnswerRequest,
  findModel: () => Promise<ChatModel | undefined>,
  ports: AnswerPorts,
): Promise<Question> {
  const turns = request.turns.slice(-ports.limits.recentTurns)
  const message = shortenText(stripInvisible(request.text).trim(), SEARCHED_TOKENS)
  if (turns.length === 0 || !needsContext(message)) return toQuestion(request, turns, message, [])
  const model = await findModel()
  const rewritten = model === undefined ? undefined : await tryRewrite({ request, message, turns, model, ports })
  if (rewritten !== undefined) return toQuestion(request, turns, rewritten, [])
  return toQuestion(request, turns, message, turns.map(toContextTurn))
}

interface Rewrite {
  readonly request: AnswerRequest
  readonly message: string
  readonly turns: readonly Turn[]
  readonly model: ChatModel
  readonly ports: AnswerPorts
}

async function tryRewrite({ request, message, turns, model, ports }: Rewrite): Promise<string | undefined> {
  try {
    return await rewriteQuestion({ message, turns, language: request.language, signal: request.signal }, model, ports)
  } catch (thrown) {
    request.signal.throwIfAborted()
    ports.telemetry.warn('question-not-rewritten', { code: toKikuError(thrown).code })
    return undefined
  }
}

function toQuestion(
  request: AnswerRequest,
  turns: readonly Turn[],
  text: string,
  context: readonly ContextTurn[],
): Question {
  const { audience, threadId, search, language, askedAt, ownWords = request.text } = request
  const approved = request.approved === undefined ? {} : { approved: request.approved }
  const asker = request.asker === undefined ? {} : { asker: request.asker }
  return {
    text,
    original: request.text,
    ownWords,
    turns,
    context,
    language,
    audience,
    threadId,
    search,
    askedAt,
    ...approved,
    ...asker,
  }
}

function toContextTurn(turn: Turn): ContextTurn {
  return { role: turn.role, text: shortenText(stripCitations(turn.text), CONTEXT_TURN_TOKENS) }
}
