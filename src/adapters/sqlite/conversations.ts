import { KikuError } from '../../domain/errors.ts'
import type { SurfaceName, Thread, Turn } from '../../domain/thread.ts'
import type { ConversationStore } from '../../ports/store.ts'
import type { Connection } from './connection.ts'
import type { ItemWriter } from './item-rows.ts'
import { LOOSE_REVISION } from './migrations.ts'
import { answerSchema } from './schema.ts'
import { PURGED_WITH_REMOVAL, type Sweeper } from './sweep.ts'
import { toStorableText } from './text.ts'
import { createTurnTable, type TurnRow } from './turn-rows.ts'

/** Threads, their turns, and what was answered and thought of it. */
export function createConversationStore(
  connection: Connection,
  writer: ItemWriter,
  sweeper: Sweeper,
): ConversationStore {
  const { read, write } = connection
  const threads = createThreadTable(connection)
  const turns = createTurnTable(connection)

  return {
    ensureThread(thread) {
      return write(() => {
        const existing = threads.find.get(thread.id)
        if (existing !== undefined) return toThread(existing)
        const { id, surface, workspace, channel, audience, createdAt } = thread
        threads.insert.run(id, surface, workspace, channel, audience, createdAt)
        return thread
      })
    },
    async findThread(id) {
      const row = await read(() => threads.find.get(id))
      return row && toThread(row)
    },
    addTurn(turn, item) {
      return write(() => {
        const thread = threads.find.get(turn.threadId)
        if (thread === undefined) throw threadGoneError()
        turns.deleteHidden.run(turn.id)
        const earlier = turns.find.get(turn.id)
        if (earlier !== undefined && earlier.thread !== thread.key) throw turnTakenError()
        // Remembering a turn again after an interruption adds what was still missing, and nothing twice.
        if (earlier !== undefined && earlier.item !== null) return earlier.item
        if (earlier === undefined) turns.insert.run(...toTurnRow(thread.key, turn))
        const key = item && writer.insert(LOOSE_REVISION, [item])[0]
        if (key !== undefined) turns.linkItem.run(key, turn.id)
        return key
      })
    },
    async listTurns(threadId, limit) {
      if (limit < 1) return []
      const rows = await read(() => turns.listLast.all(threadId, Math.min(limit, Number.MAX_SAFE_INTEGER)))
      return rows.reverse().map((row) => toTurn(threadId, row))
    },
    async addAnswer(turnId, answer) {
      const { changes } = await write(() => turns.putAnswer.run(JSON.stringify(answer), turnId))
      if (changes === 0) throw turnGoneError()
    },
    async findAnswer(turnId) {
      const json = await read(() => turns.findAnswer.get(turnId))
      return json === undefined ? undefined : read(() => answerSchema.parse(JSON.parse(json)))
    },
    async addFeedback({ turnId, authorId, verdict, reason, at }) {
      // Feedback on a turn that is gone has nothing left to tell.
      await write(() =>
        turns.putFeedback.run(authorId, verdict, reason === undefined ? null : toStorableText(reason), at, turnId),
      )
    },
    removeThread(id) {
      return write(() => {
        const thread = threads.find.get(id)
        const keys = threads.listItemKeys.all(id)
        writer.retire(keys)
        if (thread !== undefined) threads.hide.run(thread.key)
        sweeper.purge(PURGED_WITH_REMOVAL)
        return keys
      })
    },
  }
}

interface ThreadRow {
  readonly key: number
  readonly id: string
  readonly surface: SurfaceName
  readonly workspace: string
  readonly channel: string
  readonly audience: string
  readonly created_at: number
}

function createThreadTable({ database }: Connection) {
  return {
    find: database.prepare<[string], ThreadRow>(
      `SELECT key, id, surface, workspace, channel, audience, created_at FROM threads WHERE id = ? AND removed = 0`,
    ),
    insert: database.prepare<[string, string, string, string, string, number]>(
      'INSERT INTO threads (id, surface, workspace, channel, audience, created_at) VALUES (?, ?, ?, ?, ?, ?)',
    ),
    hide: database.prepare<[number]>('UPDATE threads SET removed = 1 WHERE key = ?'),
    listItemKeys: database
      .prepare<[string], number>(
        `SELECT key FROM visible_items WHERE thread_id = ? AND namespace = 'history' ORDER BY key`,
      )
      .pluck(),
  }
}

function toThread(row: ThreadRow): Thread {
  const { id, surface, workspace, channel, audience } = row
  return { id, surface, workspace, channel, audience, createdAt: row.created_at }
}

function toTurn(threadId: string, row: TurnRow): Turn {
  const author = { id: row.author_id, ...(row.author_name === null ? {} : { displayName: row.author_name }) }
  return { id: row.id, threadId, role: row.role, author, text: row.text, createdAt: row.created_at }
}

function toTurnRow(thread: number, { id, role, author, text, createdAt }: Turn) {
  const name = author.displayName === undefined ? null : toStorableText(author.displayName)
  return [id, thread, role, author.id, name, toStorableText(text), createdAt] as const
}

function threadGoneError(): KikuError {
  return new KikuError('store-failed', 'The conversation of this message is not known, or was removed meanwhile.', {
    remedy: 'Start a new conversation.',
  })
}

function turnTakenError(): KikuError {
  return new KikuError('store-failed', 'A message with this identifier belongs to another conversation already.', {
    remedy: 'Report this as a bug.',
  })
}

function turnGoneError(): KikuError {
  return new KikuError('store-failed', 'The message of this answer is not known, or was removed meanwhile.', {
    remedy: 'Ask again.',
  })
}
