import type { Answer } from '../domain/answer.ts'
import type { Message } from '../domain/message.ts'
import type { Turn } from '../domain/thread.ts'
import type { Clock } from '../ports/clock.ts'
import type { ItemKey } from '../ports/store.ts'
import { type MemoryPorts, rememberTurn } from './remember-turn.ts'

/** What remembering a message needs of the world. */
export interface MessageMemoryPorts extends MemoryPorts {
  readonly clock: Clock
}

/** Turns among which a message is looked for that was stored before. */
const TURNS_READ = 40

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
  const turns = await ports.store.conversations.listTurns(thread.id, TURNS_READ)
  const id = userTurnId(message)
  // Seen before as a plain event, or stored just before a kill.
  if (turns.some((turn) => turn.id === id)) return undefined
  const { author, text, receivedAt } = message
  const turn: Turn = { id, threadId: thread.id, role: 'user', author, text, createdAt: receivedAt }
  const isUsable = text.length <= mostCharacters && text.trim() !== ''
  return isUsable ? rememberTurn(turn, thread, ports) : undefined
}

/**
 * Stores an answer as a turn, with its trace. It does not become a history item: an answer may rest on evidence that the
 * readers of a later reply may not see, outlives the sources it quotes, and would be found as its own support.
 */
export async function rememberAnswer(message: Message, answer: Answer, ports: MessageMemoryPorts): Promise<void> {
  const id = `${userTurnId(message)}:answer`
  const { conversations } = ports.store
  await conversations.addTurn({
    id,
    threadId: message.thread.id,
    role: 'assistant',
    author: { id: 'kiku', displayName: 'Kiku' },
    text: answer.text,
    createdAt: ports.clock.now(),
  })
  await conversations.addAnswer(id, answer)
}

/** The id of the turn that a message becomes: the same for every delivery of it. */
export function userTurnId({ thread, id }: Message): string {
  return `${thread.surface}:${thread.workspace}:${thread.channel}:${id}`
}
