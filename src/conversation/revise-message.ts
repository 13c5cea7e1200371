import { answerTurnId, type Message, turnIdOf } from '../domain/message.ts'
import type { Turn } from '../domain/thread.ts'
import { attachItems, embedTurns, type MemoryPorts, toHistoryItem } from './remember-turn.ts'

const EMBED_MS = 30_000

/**
 * Puts the new words of an edited message in the place of the old, which are gone from store and index when this resolves.
 * @returns whether the message was remembered at all
 */
export async function reviseMessage(message: Message, ports: MemoryPorts): Promise<boolean> {
  const { thread, author, text, receivedAt, permalink } = message
  const id = turnIdOf(message)
  const turn: Turn = { id, threadId: thread.id, role: 'user', author, text, createdAt: receivedAt }
  const item = text.trim() === '' ? undefined : toHistoryItem({ turn, thread, permalink })
  const { isFound, removed, added } = await ports.store.conversations.reviseTurn(id, text, item)
  ports.writer.detach(removed)
  if (added !== undefined) {
    attachItems(await ports.store.items.get([added]), ports.writer)
    await embedTurns([added], ports, AbortSignal.timeout(EMBED_MS))
  }
  if (isFound) await reviseAnsweredQuestion(id, text, ports)
  return isFound
}

/** The trace of an answer repeats the question, so the old words stand there, too. */
async function reviseAnsweredQuestion(turnId: string, question: string, { store }: MemoryPorts): Promise<void> {
  const id = answerTurnId(turnId)
  const answer = await store.conversations.findAnswer(id)
  if (answer === undefined || answer.question === question) return
  await store.conversations.addAnswer(id, { ...answer, question })
}
