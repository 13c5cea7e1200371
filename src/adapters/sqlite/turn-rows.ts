import type { Turn } from '../../domain/thread.ts'
import type { Connection } from './connection.ts'

export interface TurnRow {
  readonly id: string
  readonly role: Turn['role']
  readonly author_id: string
  readonly author_name: string | null
  readonly text: string
  readonly created_at: number
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
  return {
    find: database.prepare<[string], { thread: number; item: number | null }>(
      'SELECT thread, item FROM turns WHERE id = ?',
    ),
    /** A removed thread may still hold the identifier until it is swept. */
    deleteHidden: database.prepare<[string]>(
      'DELETE FROM turns WHERE id = ? AND thread IN (SELECT key FROM threads WHERE removed = 1)',
    ),
    insert: database.prepare<TurnColumns>(
      'INSERT INTO turns (id, thread, role, author_id, author_name, text, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
    ),
    linkItem: database.prepare<[number, string]>('UPDATE turns SET item = ? WHERE id = ?'),
    listLast: database.prepare<[string, number], TurnRow>(
      `SELECT t.id, t.role, t.author_id, t.author_name, t.text, t.created_at
       FROM threads h CROSS JOIN turns t
       WHERE h.id = ? AND h.removed = 0 AND t.thread = h.key ORDER BY t.key DESC LIMIT ?`,
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
  }
}
