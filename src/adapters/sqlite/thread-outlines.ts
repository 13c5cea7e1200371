import type { ThreadOutline } from '../../ports/conversation-lists.ts'
import type { ConversationStore } from '../../ports/store.ts'
import type { Connection } from './connection.ts'

interface OutlineRow {
  readonly id: string
  readonly created_at: number
  readonly asked_at: number
  readonly name: string | null
  readonly questions: number
  readonly opening: string
}

/** Reads threads as lists show them, in order of their last questions. */
export function createThreadOutlines({
  database,
  read,
}: Connection): Pick<ConversationStore, 'findOutline' | 'listThreads'> {
  const asked = `turns t WHERE t.thread = h.key AND t.role = 'user'`
  const outlines = `SELECT h.id, h.created_at, h.asked_at, h.name, (SELECT count(*) FROM ${asked}) AS questions,
      (SELECT substr(t.text, 1, 500) FROM ${asked} ORDER BY t.created_at, t.key LIMIT 1) AS opening
    FROM threads h WHERE h.removed = 0`
  const listPage = database.prepare<[string, string, string, number, string, number], OutlineRow>(
    `${outlines} AND h.surface = ? AND h.workspace = ? AND h.channel = ? AND (h.asked_at, h.id) < (?, ?)
     ORDER BY h.asked_at DESC, h.id DESC LIMIT ?`,
  )
  const find = database.prepare<[string], OutlineRow>(`${outlines} AND h.id = ? AND h.asked_at IS NOT NULL`)

  return {
    async listThreads({ surface, workspace, channel }, { before, limit }) {
      if (limit < 1) return []
      const { at, id } = before ?? { at: Number.POSITIVE_INFINITY, id: '' }
      return read(() => listPage.all(surface, workspace, channel, at, id, limit).map(toOutline))
    },
    async findOutline(threadId) {
      const row = await read(() => find.get(threadId))
      return row && toOutline(row)
    },
  }
}

function toOutline({ id, created_at, asked_at, name, questions, opening }: OutlineRow): ThreadOutline {
  return { id, createdAt: created_at, askedAt: asked_at, questions, opening, ...(name === null ? {} : { name }) }
}
