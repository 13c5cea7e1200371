import type { SurfaceName, Thread } from '../../domain/thread.ts'
import type { Connection } from './connection.ts'

export interface ThreadRow {
  readonly key: number
  readonly id: string
  readonly surface: SurfaceName
  readonly workspace: string
  readonly channel: string
  readonly audience: string
  readonly created_at: number
}

/** The prepared statements on threads. Removed ones are out of their sight. */
export function createThreadTable({ database }: Connection) {
  return {
    find: database.prepare<[string], ThreadRow>(
      `SELECT key, id, surface, workspace, channel, audience, created_at FROM threads WHERE id = ? AND removed = 0`,
    ),
    insert: database.prepare<[string, string, string, string, string, number]>(
      'INSERT INTO threads (id, surface, workspace, channel, audience, created_at) VALUES (?, ?, ?, ?, ?, ?)',
    ),
    /** A question was added. */
    noteQuestion: database.prepare<[number, number]>(
      'UPDATE threads SET asked_at = max(coalesce(asked_at, 0), ?) WHERE key = ?',
    ),
    /** Questions may have gone. */
    findLastQuestion: database.prepare<[number]>(
      `UPDATE threads SET asked_at = (SELECT max(created_at) FROM turns WHERE thread = threads.key AND role = 'user')
       WHERE key = ?`,
    ),
    name: database.prepare<[string | null, string]>('UPDATE threads SET name = ? WHERE id = ? AND removed = 0'),
    hide: database.prepare<[number]>('UPDATE threads SET removed = 1 WHERE key = ?'),
    /** Items of the thread itself, whatever turn they came with. */
    listItemKeys: database.prepare<[string], number>('SELECT key FROM visible_items WHERE thread_id = ?').pluck(),
    listChannels: database
      .prepare<[string, string, string, number], string>(
        `SELECT DISTINCT channel FROM threads
         WHERE removed = 0 AND surface = ? AND workspace = ? AND channel > ? ORDER BY channel LIMIT ?`,
      )
      .pluck(),
    listOfChannel: database
      .prepare<[string, string, string, string, number], string>(
        `SELECT id FROM threads
         WHERE removed = 0 AND surface = ? AND workspace = ? AND channel = ? AND id > ? ORDER BY id LIMIT ?`,
      )
      .pluck(),
    /** The threads after one, each with 1 when the author has written in it. */
    listWithAuthor: database.prepare<[string, string, number], { readonly id: string; readonly written: number }>(
      `SELECT id, EXISTS (SELECT 1 FROM turns t WHERE t.author_id = ? AND t.thread = h.key) AS written
       FROM threads h WHERE removed = 0 AND id > ? ORDER BY id LIMIT ?`,
    ),
  }
}

export function toThread(row: ThreadRow): Thread {
  const { id, surface, workspace, channel, audience } = row
  return { id, surface, workspace, channel, audience, createdAt: row.created_at }
}
