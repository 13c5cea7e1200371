import type { AnswerEvent } from '../domain/answer.ts'
import { KikuError, toKikuError } from '../domain/errors.ts'
import type { ChatMessage, ChatModel } from '../ports/chat-model.ts'
import type { AnswerPorts } from './answer-request.ts'
import { guardStream } from './guard-stream.ts'
import { readModelStream } from './read-model-stream.ts'
import { separateThinking } from './separate-thinking.ts'

/** What to have written, and what may be shown of it while it is being written. */
export interface Writing {
  readonly messages: readonly ChatMessage[]
  readonly answerTokens: number
  readonly temperature?: number
  readonly boundary: string
  readonly allowedLinks: ReadonlySet<string>
  readonly language: 'en' | 'ja'
}

/** How the writing ended. What was streamed before a failure is replaced by the final answer. */
export type Written =
  | { readonly kind: 'written'; readonly text: string }
  | { readonly kind: 'failed'; readonly error: KikuError }

/**
 * Streams the model's answer as `token` events, thinking left out and addresses checked.
 * @throws the reason of the signal; a model's failure is a value
 */
export async function* writeAnswer(
  writing: Writing,
  model: ChatModel,
  ports: AnswerPorts,
  signal: AbortSignal,
): AsyncGenerator<AnswerEvent, Written> {
  const { messages, answerTokens, temperature, boundary, allowedLinks, language } = writing
  const request = {
    messages,
    maxTokens: answerTokens,
    think: false,
    ...(temperature === undefined ? {} : { temperature }),
  }
  const thinking = separateThinking()
  const guard = guardStream(allowedLinks, language, boundary)
  let text = ''
  let isCutOff = false
  try {
    for await (const event of readModelStream(model, request, { limits: ports.limits, clock: ports.clock, signal })) {
      if (event.kind === 'done') isCutOff = event.reason === 'length'
      if (event.kind !== 'token') continue
      const spoken = thinking.push(event.text)
      text += spoken
      yield* showTokens(guard.push(spoken))
    }
    const rest = thinking.end()
    text += rest
    yield* showTokens(guard.push(rest) + guard.end())
  } catch (thrown) {
    signal.throwIfAborted()
    return { kind: 'failed', error: toKikuError(thrown) }
  }
  if (text.trim() === '') return { kind: 'failed', error: emptyAnswer() }
  return { kind: 'written', text: isCutOff ? `${text.trimEnd()} …` : text }
}

function* showTokens(text: string): Generator<AnswerEvent> {
  if (text !== '') yield { kind: 'token', text }
}

function emptyAnswer(): KikuError {
  return new KikuError('model-failed', 'The model wrote nothing.', { retryable: true })
}
