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
  return isUsable ? rememberTurn(turn, thread, true, ports) : undefined
}

/** Stores an answer as a turn, with its trace. @returns the key of its history item, if it has one */
export async function rememberAnswer(
  message: Message,
  answer: Answer,
  ports: MessageMemoryPorts,
): Promise<ItemKey | undefined> {
  const id = `${userTurnId(message)}:answer`
  const author = { id: 'kiku', displayName: 'Kiku' }
  const turn: Turn = {
    id,
    threadId: message.thread.id,
    role: 'assistant',
    author,
    text: answer.text,
    createdAt: ports.clock.now(),
  }
  // What was found by searching is worth finding again; small talk and 'I could not find this' are not.
  const key = await rememberTurn(
    turn,
    message.thread,
    answer.citations.length > 0 && answer.kind !== 'abstained',
    ports,
  )
  await ports.store.conversations.addAnswer(id, answer)
  return key
}

/** The id of the turn that a message becomes: the same for every delivery of it. */
export function userTurnId({ thread, id }: Message): string {
  return `${thread.surface}:${thread.workspace}:${thread.channel}:${id}`
}
