import type { Answer } from '../domain/answer.ts'
import { KikuError } from '../domain/errors.ts'
import { answerTurnId, type Message, turnIdOf } from '../domain/message.ts'
import type { Turn } from '../domain/thread.ts'
import type { Clock } from '../ports/clock.ts'
import type { ItemKey } from '../ports/store.ts'
import { type MemoryPorts, rememberTurn } from './remember-turn.ts'

/** What remembering a message needs of the world. */
export interface MessageMemoryPorts extends MemoryPorts {
  readonly clock: Clock
}

/**
 * Stores a message as a turn of its thread, once. One that is empty or too long for a question is not kept.
 * @returns the key of its history item, if it has a new one
 */
export async function rememberMessage(
  message: Message,
  ports: MessageMemoryPorts,
  mostCharacters: number,
): Promise<ItemKey | undefined> {
  const thread = await ports.store.conversations.ensureThread(message.thread)
  const id = turnIdOf(message)
  // Seen before as a plain event, stored just before a kill, or answered again.
  if ((await ports.store.conversations.findTurn(id)) !== undefined) return undefined
  const { author, text, receivedAt, permalink } = message
  const turn: Turn = { id, threadId: thread.id, role: 'user', author, text, createdAt: receivedAt }
  const isUsable = text.length <= mostCharacters && text.trim() !== ''
  return isUsable ? rememberTurn({ turn, thread, permalink }, ports) : undefined
}

/**
 * Stores an answer as a turn, with its trace, in place of an earlier answer to the same message. It does not become a
 * history item: an answer may rest on evidence that the readers of a later reply may not see, outlives the sources it
 * quotes, and would be found as its own support.
 * @throws KikuError `cancelled` when the message was forgotten meanwhile
 */
export async function rememberAnswer(message: Message, answer: Answer, ports: MessageMemoryPorts): Promise<void> {
  const id = answerTurnId(turnIdOf(message))
  const { conversations } = ports.store
  // Somebody wanted it forgotten while it was being answered: then there is nothing to answer any more.
  if ((await conversations.findTurn(turnIdOf(message))) === undefined) throw forgottenError()
  const earlier = await conversations.reviseTurn(id, answer.text)
  if (!earlier.isFound) {
    await conversations.addTurn({
      id,
      threadId: message.thread.id,
      role: 'assistant',
      author: { id: 'kiku', displayName: 'Kiku' },
      text: answer.text,
      createdAt: ports.clock.now(),
    })
  }
  await conversations.addAnswer(id, answer)
}

function forgottenError(): KikuError {
  return new KikuError('cancelled', 'The question was forgotten while it was being answered.')
}
