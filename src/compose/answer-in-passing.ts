import type { AnswerRequest } from '../answer/answer-request.ts'
import { checkMessage } from '../conversation/check-message.ts'
import { toUserError } from '../conversation/explain-error.ts'
import type { ConversationPorts } from '../conversation/handle-message.ts'
import { waitForPlace } from '../conversation/wait-for-place.ts'
import type { AnswerEvent } from '../domain/answer.ts'
import { type KikuError, toKikuError } from '../domain/errors.ts'
import { languageOf } from '../domain/language/scripts.ts'
import type { Message } from '../domain/message.ts'
import type { Turn } from '../domain/thread.ts'

/** A question that is answered and not remembered. */
export interface PassingQuestion extends Pick<AnswerRequest, 'text' | 'search' | 'audience'> {
  readonly surface: 'web' | 'mcp'
  /** Names the asker where askers take turns. */
  readonly askedBy: string
  /** What was said before, oldest first; nothing unless given. */
  readonly turns?: readonly Pick<Turn, 'role' | 'text'>[]
  /** For Kiku's own sentences where the question shows no language; as configured unless given. */
  readonly language?: 'en' | 'ja'
}

export interface PassingPorts extends Pick<ConversationPorts, 'answer' | 'turnQueue'> {
  /** Longest question, in UTF-16 units. */
  readonly mostCharacters: number
}

/** Answers a message as it would be answered anywhere, but nothing is stored. */
export async function* answerInPassing(
  message: Message,
  said: readonly Pick<Turn, 'role' | 'text'>[],
  ports: PassingPorts,
  signal: AbortSignal,
): AsyncGenerator<AnswerEvent, void> {
  const language = languageOf(message.text, message.locale ?? 'en')
  try {
    checkMessage(message.text, ports.mostCharacters)
    const leave = yield* waitForPlace(ports.turnQueue, message.author.id, signal)
    try {
      for await (const event of ports.answer(toRequest(message, said, language, signal))) {
        yield event.kind === 'failed' ? explained(event.error, language) : event
      }
    } finally {
      leave()
    }
  } catch (thrown) {
    yield explained(toKikuError(thrown), language)
  }
}

function explained(error: KikuError, language: 'en' | 'ja'): AnswerEvent {
  return { kind: 'failed', error: toUserError(error, language) }
}

function toRequest(
  { text, thread, audience, search, receivedAt, approved }: Message,
  said: readonly Pick<Turn, 'role' | 'text'>[],
  language: 'en' | 'ja',
  signal: AbortSignal,
): AnswerRequest {
  const turns = said.map((turn, at): Turn => {
    const author = { id: turn.role === 'user' ? 'passing:asker' : 'passing:kiku' }
    return { ...turn, id: `${thread.id}:${at}`, threadId: thread.id, author, createdAt: receivedAt }
  })
  const about = { text, turns, threadId: thread.id, audience, search, language, askedAt: receivedAt, signal }
  return approved === undefined ? about : { ...about, approved }
}
