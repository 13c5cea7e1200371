import type { Reply, ReplyAddress, ReplyStore } from '../../ports/store.ts'
import type { Connection } from './connection.ts'
import { pruneInSlices } from './prune-in-slices.ts'

interface ReplyRow {
  readonly surface: string
  readonly workspace: string
  readonly channel: string
  readonly message_id: string
  readonly turn_id: string
  readonly at: number
}

/** Which messages on a platform show which answer: identifiers and times alone, never words. */
export function createReplyStore(connection: Connection): ReplyStore {
  const { database, read, write } = connection
  const columns = 'surface, workspace, channel, message_id, turn_id, at'
  const isAddress = 'surface = ? AND workspace = ? AND channel = ? AND message_id = ?'
  // A message that now shows the answer to another turn comes last among the messages of that one.
  const dropOther = database.prepare<[...AddressColumns, string]>(
    `DELETE FROM replies WHERE ${isAddress} AND turn_id <> ?`,
  )
  const put = database.prepare<[...AddressColumns, string, number]>(
    `INSERT INTO replies (${columns}) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (surface, workspace, channel, message_id) DO UPDATE SET at = excluded.at`,
  )
  const find = database.prepare<AddressColumns, ReplyRow>(`SELECT ${columns} FROM replies WHERE ${isAddress}`)
  const listByTurn = database.prepare<[string], ReplyRow>(
    `SELECT ${columns} FROM replies WHERE turn_id = ? ORDER BY key`,
  )
  const prune = database.prepare<[number, number]>(
    'DELETE FROM replies WHERE key IN (SELECT key FROM replies WHERE at < ? LIMIT ?)',
  )

  return {
    async add(reply) {
      await write(() => {
        dropOther.run(...toColumns(reply), reply.turnId)
        put.run(...toColumns(reply), reply.turnId, reply.at)
      })
    },
    async find(address) {
      const row = await read(() => find.get(...toColumns(address)))
      return row && toReply(row)
    },
    listByTurn(turnId) {
      return read(() => listByTurn.all(turnId).map(toReply))
    },
    prune: (before, limit) => pruneInSlices(connection, limit, (most) => prune.run(before, most)),
  }
}

type AddressColumns = [surface: string, workspace: string, channel: string, messageId: string]

function toColumns({ surface, workspace, channel, messageId }: ReplyAddress): AddressColumns {
  return [surface, workspace, channel, messageId]
}

function toReply({ surface, workspace, channel, message_id, turn_id, at }: ReplyRow): Reply {
  return { surface, workspace, channel, messageId: message_id, turnId: turn_id, at }
}
