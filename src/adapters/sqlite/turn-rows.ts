import type { Turn } from '../../domain/thread.ts'
import type { Connection } from './connection.ts'
import { toStorableText } from './text.ts'

export interface TurnRow {
  readonly id: string
  readonly thread_id: string
  readonly role: Turn['role']
  readonly author_id: string
  readonly author_name: string | null
  readonly text: string
  readonly created_at: number
}

/** Where a turn stands, for changes to it. */
export interface TurnPlace {
  readonly key: number
  readonly thread: number
  readonly item: number | null
}

export interface FeedbackRow {
  readonly author_id: string
  readonly verdict: 'up' | 'down'
  readonly reason: string | null
  readonly at: number
}

type TurnColumns = [
  id: string,
  thread: number,
  role: string,
  authorId: string,
  authorName: string | null,
  text: string,
  createdAt: number,
]

/** The prepared statements on turns, answers and feedback. Turns of removed threads are out of their sight. */
export function createTurnTable({ database }: Connection) {
  const visible = 'turns t CROSS JOIN threads h ON h.key = t.thread AND h.removed = 0'
  const columns = 't.id, h.id AS thread_id, t.role, t.author_id, t.author_name, t.text, t.created_at'
  return {
    place: database.prepare<[string], TurnPlace>(`SELECT t.key, t.thread, t.item FROM ${visible} WHERE t.id = ?`),
    find: database.prepare<[string], TurnRow>(`SELECT ${columns} FROM ${visible} WHERE t.id = ?`),
    /** A removed thread may still hold the identifier until it is swept. */
    deleteHidden: database.prepare<[string]>(
      'DELETE FROM turns WHERE id = ? AND thread IN (SELECT key FROM threads WHERE removed = 1)',
    ),
    insert: database.prepare<TurnColumns>(
      'INSERT INTO turns (id, thread, role, author_id, author_name, text, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
    ),
    linkItem: database.prepare<[number, string]>('UPDATE turns SET item = ? WHERE id = ?'),
    revise: database.prepare<[string, number | null, number]>('UPDATE turns SET text = ?, item = ? WHERE key = ?'),
    /** With answer and feedback. */
    delete: database.prepare<[number]>('DELETE FROM turns WHERE key = ?'),
    listLast: database.prepare<[string, number], TurnRow>(
      `SELECT ${columns} FROM threads h CROSS JOIN turns t
       WHERE h.id = ? AND h.removed = 0 AND t.thread = h.key ORDER BY t.key DESC LIMIT ?`,
    ),
    listLastOf: database.prepare<[string, number], TurnRow>(
      `SELECT ${columns} FROM ${visible} WHERE t.author_id = ? AND t.role = 'user'
       ORDER BY t.created_at DESC, t.key DESC LIMIT ?`,
    ),
    putAnswer: database.prepare<[string, string]>(
      `INSERT INTO answers (turn, answer) SELECT t.key, ? FROM ${visible} WHERE t.id = ?
       ON CONFLICT (turn) DO UPDATE SET answer = excluded.answer`,
    ),
    findAnswer: database
      .prepare<[string], string>(`SELECT a.answer FROM ${visible} JOIN answers a ON a.turn = t.key WHERE t.id = ?`)
      .pluck(),
    putFeedback: database.prepare<[string, string, string | null, number, string]>(
      `INSERT INTO feedback (turn, author_id, verdict, reason, at) SELECT t.key, ?, ?, ?, ? FROM ${visible} WHERE t.id = ?
       ON CONFLICT (turn, author_id) DO UPDATE SET verdict = excluded.verdict, reason = excluded.reason, at = excluded.at`,
    ),
    deleteFeedbackOf: database.prepare<[string]>('DELETE FROM feedback WHERE author_id = ?'),
    listFeedback: database.prepare<[string], FeedbackRow>(
      `SELECT f.author_id, f.verdict, f.reason, f.at FROM ${visible} JOIN feedback f ON f.turn = t.key
       WHERE t.id = ? ORDER BY f.at, f.author_id`,
    ),
  }
}

export function toTurn(row: TurnRow): Turn {
  const author = { id: row.author_id, ...(row.author_name === null ? {} : { displayName: row.author_name }) }
  const { id, thread_id: threadId, role, text, created_at: createdAt } = row
  return { id, threadId, role, author, text, createdAt }
}

export function toTurnColumns(thread: number, { id, role, author, text, createdAt }: Turn): TurnColumns {
  const name = author.displayName === undefined ? null : toStorableText(author.displayName)
  return [id, thread, role, author.id, name, toStorableText(text), createdAt]
}
