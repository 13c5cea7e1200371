import { KikuError } from '../../domain/errors.ts'
import type { Turn } from '../../domain/thread.ts'
import type { ConversationStore, ItemKey } from '../../ports/store.ts'
import type { ItemTable } from './memory-store-item-table.ts'
import { createMemoryLists } from './memory-store-lists.ts'
import { toStorableText } from './memory-store-text.ts'
import {
  itemsOf,
  matchesThread,
  type ThreadEntry,
  type TurnEntry,
  toStorableFeedback,
  toStorableTurn,
} from './memory-store-turns.ts'

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
    const entry: TurnEntry = { turn: toStorableTurn(turn), item: undefined, attached: [], feedback: new Map() }
    thread.turns.push(entry)
    turns.set(turn.id, entry)
    return entry
  }

  /** @returns the keys of those that were there, in ascending order */
  function deleteItems(keys: readonly ItemKey[]): readonly ItemKey[] {
    const present = [...new Set(keys)].filter((key) => table.find(key) !== undefined)
    table.delete(present)
    return present.sort((left, right) => left - right)
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
    async listThreadIds(filter, { after, limit }) {
      const ids = [...threads.values()].filter((entry) => matchesThread(entry, filter)).map(({ thread }) => thread.id)
      return sortByBytes(ids)
        .filter((id) => isBehind(id, after))
        .slice(0, Math.max(0, limit))
    },
    async listChannels({ surface, workspace }, { after, limit }) {
      const own = [...threads.values()].filter(
        ({ thread }) => thread.surface === surface && thread.workspace === workspace,
      )
      const channels = sortByBytes([...new Set(own.map(({ thread }) => thread.channel))])
      return channels.filter((channel) => isBehind(channel, after)).slice(0, Math.max(0, limit))
    },
    ...createMemoryLists(threads),
    async nameThread(id, name) {
      const entry = threads.get(id)
      if (entry !== undefined) entry.name = toStorableText(name)
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
    async reviseTurn(turnId, text, item) {
      const entry = turns.get(turnId)
      if (entry === undefined) return { isFound: false, removed: [] }
      const [added] = item === undefined ? [] : table.insert([item], { documentId: null, isVisible: true })
      const removed = deleteItems(entry.item === undefined ? [] : [entry.item])
      entry.item = added
      entry.turn = { ...entry.turn, text: toStorableText(text) }
      return { isFound: true, removed, ...(added === undefined ? {} : { added }) }
    },
    async addTurnItems(turnId, items) {
      if (items.length === 0) return []
      const entry = turns.get(turnId)
      if (entry === undefined) throw goneError('message', 'Ask again.')
      const siblings = new Set<ItemKey>()
      const keys = table.insert(items, { documentId: null, isVisible: true, siblings })
      for (const key of keys) siblings.add(key)
      entry.attached.push(siblings)
      return keys
    },
    async findTurn(turnId) {
      return turns.get(turnId)?.turn
    },
    async listTurns(threadId, limit) {
      const all = threads.get(threadId)?.turns ?? []
      return all.slice(Math.max(0, all.length - Math.max(0, limit))).map(({ turn }) => turn)
    },
    async listTurnsOf(authorId, limit) {
      const own = [...turns.values()].map(({ turn }) => turn)
      const questions = own.filter(({ role, author }) => role === 'user' && author.id === authorId).reverse()
      return questions.sort((left, right) => right.createdAt - left.createdAt).slice(0, Math.max(0, limit))
    },
    async addAnswer(turnId, answer) {
      const entry = turns.get(turnId)
      if (entry === undefined) throw goneError('message', 'Ask again.')
      entry.answer = structuredClone(answer)
    },
    async findAnswer(turnId) {
      return turns.get(turnId)?.answer
    },
    async addFeedback(feedback) {
      turns.get(feedback.turnId)?.feedback.set(feedback.authorId, toStorableFeedback(feedback))
    },
    async removeFeedbackOf(authorId) {
      for (const { feedback } of turns.values()) feedback.delete(authorId)
    },
    async listFeedback(turnId) {
      const all = [...(turns.get(turnId)?.feedback.values() ?? [])]
      return all.sort((left, right) => left.at - right.at || (left.authorId < right.authorId ? -1 : 1))
    },
    async removeTurns(turnIds) {
      const entries = [...new Set(turnIds)].flatMap((id) => turns.get(id) ?? [])
      for (const entry of entries) {
        turns.delete(entry.turn.id)
        const siblings = threads.get(entry.turn.threadId)?.turns
        siblings?.splice(siblings.indexOf(entry), 1)
      }
      return deleteItems(entries.flatMap(itemsOf))
    },
    async removeThread(id) {
      const entries = threads.get(id)?.turns ?? []
      for (const { turn } of entries) turns.delete(turn.id)
      threads.delete(id)
      const ofThread = table.page({ after: 0, limit: Number.POSITIVE_INFINITY }, ({ threadId }) => threadId === id)
      return deleteItems([...entries.flatMap(itemsOf), ...ofThread.map(({ key }) => key)])
    },
  }
}

function goneError(what: string, remedy: string): KikuError {
  return new KikuError('store-failed', `The ${what} is not known, or was removed meanwhile.`, { remedy })
}

function takenError(): KikuError {
  return new KikuError('store-failed', 'A message with this identifier belongs to another conversation already.', {
    remedy: 'Report this as a bug.',
  })
}

/** As databases do. */
function sortByBytes(texts: readonly string[]): readonly string[] {
  return [...texts].sort((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right)))
}

function isBehind(text: string, after: string): boolean {
  return Buffer.compare(Buffer.from(text), Buffer.from(after)) > 0
}
