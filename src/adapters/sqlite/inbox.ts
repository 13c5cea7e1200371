import type { Message } from '../../domain/message.ts'
import type { InboxStore } from '../../ports/store.ts'
import type { Connection } from './connection.ts'
import { pruneInSlices } from './prune-in-slices.ts'
import { messageSchema } from './schema.ts'

interface InboxRow {
  readonly key: number
  readonly addressed: number
  readonly outcome: string | null
}

/**
 * Which messages were taken. A message waits here with its text from `admit` until `settle`; a message that was merely
 * seen, and one that is settled, leaves only its identifiers. Times are those at which the messages were received.
 */
export function createInboxStore(connection: Connection): InboxStore {
  const { database, read, write, telemetry } = connection
  const find = database.prepare<InboxKey, InboxRow>(
    'SELECT key, addressed, outcome FROM inbox WHERE surface = ? AND workspace = ? AND channel = ? AND message_id = ?',
  )
  const insert = database.prepare<[...InboxKey, number, number, string | null]>(
    `INSERT INTO inbox (surface, workspace, channel, message_id, received_at, addressed, message)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  )
  const upgrade = database.prepare<[number, string, number]>(
    'UPDATE inbox SET addressed = 1, outcome = NULL, received_at = ?, message = ? WHERE key = ?',
  )
  const settle = database.prepare<[...InboxKey, number, number, string]>(
    `INSERT INTO inbox (surface, workspace, channel, message_id, received_at, addressed, outcome)
     VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (surface, workspace, channel, message_id) DO UPDATE SET outcome = excluded.outcome, message = NULL`,
  )
  const listUnsettled = database
    .prepare<[number], string>(
      `SELECT message FROM inbox WHERE addressed = 1 AND outcome IS NULL AND received_at >= ?
       ORDER BY received_at, key`,
    )
    .pluck()
  const prune = database.prepare<[number, number]>(
    `DELETE FROM inbox WHERE key IN (SELECT key FROM inbox
       WHERE received_at < ? AND (addressed = 0 OR outcome IS NOT NULL) LIMIT ?)`,
  )

  function parseMessage(json: string): readonly Message[] {
    const parsed = messageSchema.safeParse(JSON.parse(json))
    if (parsed.success) return [parsed.data]
    // Left unanswered rather than keeping Kiku from starting: another version may have written it.
    telemetry.warn('inbox-message-unreadable', { problem: parsed.error.issues[0]?.code })
    return []
  }

  return {
    admit(message) {
      return write(() => {
        const { addressed, receivedAt } = message
        const text = addressed ? JSON.stringify(message) : null
        const known = find.get(...keyOf(message))
        if (known === undefined) {
          insert.run(...keyOf(message), receivedAt, addressed ? 1 : 0, text)
          return 'fresh'
        }
        if (text === null && known.addressed === 0 && known.outcome === null) return 'fresh'
        if (known.addressed === 1 || text === null) return 'duplicate'
        upgrade.run(receivedAt, text, known.key)
        return 'upgraded'
      })
    },
    async settle(message, outcome) {
      await write(() => settle.run(...keyOf(message), message.receivedAt, message.addressed ? 1 : 0, outcome))
    },
    listUnsettled(since) {
      return read(() => listUnsettled.all(since).flatMap(parseMessage))
    },
    prune: (before, limit) => pruneInSlices(connection, limit, (most) => prune.run(before, most)),
  }
}

type InboxKey = [surface: string, workspace: string, channel: string, id: string]

function keyOf({ id, thread: { surface, workspace, channel } }: Message): InboxKey {
  return [surface, workspace, channel, id]
}
