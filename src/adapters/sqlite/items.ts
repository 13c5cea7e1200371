import type { ItemStore } from '../../ports/store.ts'
import type { Connection } from './connection.ts'
import { type HeaderRow, type ItemWriter, type RecordReader, toHeader } from './item-rows.ts'
import { createKeyWindows } from './key-windows.ts'
import { LOOSE_REVISION } from './migrations.ts'
import { PURGED_WITH_REMOVAL, type Sweeper } from './sweep.ts'

const HEADERS_PER_WINDOW = 5_000

export interface ItemStoreParts {
  readonly connection: Connection
  readonly records: RecordReader
  readonly writer: ItemWriter
  readonly sweeper: Sweeper
}

/** Items as the index and the agents read them. */
export function createItemStore({ connection, records, writer, sweeper }: ItemStoreParts): ItemStore {
  const { database, read, write } = connection
  const { readPage } = createKeyWindows(connection)
  const headerWindow = database.prepare<[number, number, number], HeaderRow>(
    `SELECT key, namespace, audience, created_at, thread_id, script FROM visible_items
     WHERE key > ? AND key <= ? ORDER BY key LIMIT ?`,
  )
  const findRevision = database.prepare<[number], number>('SELECT revision FROM visible_items WHERE key = ?').pluck()
  const keysUpTo = database
    .prepare<[number, number, number], number>(
      'SELECT key FROM items WHERE revision = ? AND key <= ? ORDER BY key DESC LIMIT ?',
    )
    .pluck()
  const keysAfter = database
    .prepare<[number, number, number], number>(
      'SELECT key FROM items WHERE revision = ? AND key > ? ORDER BY key LIMIT ?',
    )
    .pluck()
  const keysOfThread = database
    .prepare<[string, string, number], number>(
      'SELECT key FROM visible_items WHERE thread_id = ? AND namespace = ? ORDER BY key LIMIT ?',
    )
    .pluck()
  const countVisible = database.prepare<[], number | null>('SELECT sum(item_count) FROM visible_revisions').pluck()

  function neighbourKeys(key: number, radius: number): readonly number[] {
    const revision = findRevision.get(key)
    if (revision === undefined) return []
    if (revision === LOOSE_REVISION) return [key]
    const before = keysUpTo.all(revision, key, radius + 1)
    return [...before.reverse(), ...keysAfter.all(revision, key, radius)]
  }

  return {
    add(items) {
      return write(() => writer.insert(LOOSE_REVISION, items))
    },
    remove(keys) {
      return write(() => {
        writer.retire(keys)
        sweeper.purge(PURGED_WITH_REMOVAL)
      })
    },
    get: records.read,
    listHeaders(page) {
      return readPage(page, HEADERS_PER_WINDOW, (after, last, most) =>
        headerWindow.all(after, last, most).map(toHeader),
      )
    },
    async neighbours(key, radius) {
      return records.read(await read(() => neighbourKeys(key, radius)))
    },
    async listOfThread(threadId, namespace, limit) {
      if (limit < 1) return []
      return records.read(await read(() => keysOfThread.all(threadId, namespace, limit)))
    },
    count() {
      return read(() => countVisible.get() ?? 0)
    },
  }
}
