import type { Answer } from '../../domain/answer.ts'
import { KikuError } from '../../domain/errors.ts'
import type { Thread, Turn } from '../../domain/thread.ts'
import type { ConversationStore, Feedback, ItemKey } from '../../ports/store.ts'
import type { ItemTable } from './memory-store-item-table.ts'
import { toStorableText } from './memory-store-text.ts'

interface ThreadEntry {
  readonly thread: Thread
  readonly turns: TurnEntry[]
}

interface TurnEntry {
  readonly turn: Turn
  item?: ItemKey
  answer?: Answer
  /** The last word of each author, by author. */
  readonly feedback: Map<string, Feedback>
}

/** Threads, their turns, and what was answered and thought of it. */
export function createMemoryConversations(table: ItemTable): ConversationStore {
  const threads = new Map<string, ThreadEntry>()
  const turns = new Map<string, TurnEntry>()

  /** @throws KikuError `store-failed` where the turn cannot be added */
  function findPlace(turn: Turn): { thread: ThreadEntry; earlier: TurnEntry | undefined } {
    const thread = threads.get(turn.threadId)
    if (thread === undefined) throw goneError('conversation of this message', 'Start a new conversation.')
    const earlier = turns.get(turn.id)
    if (earlier !== undefined && earlier.turn.threadId !== turn.threadId) throw takenError()
    return { thread, earlier }
  }

  function insertTurn(thread: ThreadEntry, turn: Turn): TurnEntry {
    const entry: TurnEntry = { turn: toStorableTurn(turn), feedback: new Map() }
    thread.turns.push(entry)
    turns.set(turn.id, entry)
    return entry
  }

  return {
    async ensureThread(thread) {
      const entry = threads.get(thread.id) ?? { thread: { ...thread }, turns: [] }
      threads.set(thread.id, entry)
      return entry.thread
    },
    async findThread(id) {
      return threads.get(id)?.thread
    },
    async addTurn(turn, item) {
      const { thread, earlier } = findPlace(turn)
      // Remembering a turn again after an interruption adds what was still missing, and nothing twice.
      if (earlier?.item !== undefined) return earlier.item
      const [key] = item === undefined ? [] : table.insert([item], { documentId: null, isVisible: true })
      const entry = earlier ?? insertTurn(thread, turn)
      if (key !== undefined) entry.item = key
      return key
    },
    async listTurns(threadId, limit) {
      const all = threads.get(threadId)?.turns ?? []
      return all.slice(Math.max(0, all.length - Math.max(0, limit))).map(({ turn }) => turn)
    },
    async addAnswer(turnId, answer) {
      const entry = turns.get(turnId)
      if (entry === undefined) throw goneError('message of this answer', 'Ask again.')
      entry.answer = structuredClone(answer)
    },
    async findAnswer(turnId) {
      return turns.get(turnId)?.answer
    },
    async addFeedback(feedback) {
      turns.get(feedback.turnId)?.feedback.set(feedback.authorId, feedback)
    },
    async removeThread(id) {
      for (const { turn } of threads.get(id)?.turns ?? []) turns.delete(turn.id)
      threads.delete(id)
      const all = { after: 0, limit: Number.POSITIVE_INFINITY }
      const items = table.page(all, ({ namespace, threadId }) => namespace === 'history' && threadId === id)
      const keys = items.map(({ key }) => key)
      table.delete(keys)
      return keys
    },
  }
}

function toStorableTurn(turn: Turn): Turn {
  const { id, displayName } = turn.author
  const author = displayName === undefined ? { id } : { id, displayName: toStorableText(displayName) }
  return { ...turn, author, text: toStorableText(turn.text) }
}

function goneError(what: string, remedy: string): KikuError {
  return new KikuError('store-failed', `The ${what} is not known, or was removed meanwhile.`, { remedy })
}

function takenError(): KikuError {
  return new KikuError('store-failed', 'A message with this identifier belongs to another conversation already.', {
    remedy: 'Report this as a bug.',
  })
}
