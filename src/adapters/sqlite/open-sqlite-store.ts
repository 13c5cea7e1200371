import { type Clock, systemClock } from '../../ports/clock.ts'
import type { Store } from '../../ports/store.ts'
import { silentTelemetry, type Telemetry } from '../../ports/telemetry.ts'
import { createConnection } from './connection.ts'
import { createConversationStore } from './conversations.ts'
import { createDocumentStore } from './documents.ts'
import { toStoreError } from './errors.ts'
import { createInboxStore } from './inbox.ts'
import { createItemWriter, createRecordReader } from './item-rows.ts'
import { createItemStore } from './items.ts'
import { acquireFolderLock, type FolderLock } from './lock.ts'
import { createDataFolder, type OpenMode, openDatabase } from './open-database.ts'
import { createReplyStore } from './replies.ts'
import { createSettingStore } from './settings.ts'
import { createSourceStore } from './sources.ts'
import { type BusyRows, createSweeper } from './sweep.ts'
import { createVectorStore, createVectorWriter } from './vectors.ts'

export interface SqliteStoreOptions {
  /** Data folder; created for its owner alone when it is missing and the mode is `write`. */
  readonly folder: string
  /** `write`: the one process that may change the data. `read`: looks on, also beside the writer. */
  readonly mode: OpenMode
  readonly telemetry?: Telemetry
  readonly clock?: Clock
}

/**
 * Opens the data folder: the database `kiku.db` and, to write, the lock that keeps a second writer out.
 * @throws KikuError `data-locked` at once when another process writes there; `disk-full`, `disk-read-only`,
 *   `store-corrupt`; `store-failed` when a newer Kiku wrote the data, or there is none to read
 */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<Store> {
  const { folder, mode } = options
  let lock: FolderLock | undefined
  try {
    if (mode === 'write') {
      createDataFolder(folder)
      lock = acquireFolderLock(folder)
    }
    return openStore(options, lock)
  } catch (thrown) {
    lock?.release()
    throw toStoreError(thrown, folder)
  }
}

function openStore(options: SqliteStoreOptions, lock: FolderLock | undefined): Store {
  const { folder, mode, telemetry = silentTelemetry, clock = systemClock } = options
  const database = openDatabase(folder, mode, telemetry)
  try {
    const connection = createConnection({ database, folder, mode, telemetry, clock })
    const busy: BusyRows = { drafts: new Set(), sources: new Set() }
    const putVector = createVectorWriter(connection)
    const writer = createItemWriter(database, putVector)
    const records = createRecordReader(connection)
    const sweeper = createSweeper(connection, busy)
    return {
      sources: createSourceStore(connection, busy),
      documents: createDocumentStore({ connection, writer, sweeper, busy }),
      items: createItemStore({ connection, records, writer, sweeper }),
      vectors: createVectorStore(connection, putVector, records),
      conversations: createConversationStore({ connection, writer, sweeper, busy }),
      inbox: createInboxStore(connection),
      replies: createReplyStore(connection),
      settings: createSettingStore(connection),
      async close() {
        database.close()
        lock?.release()
      },
    }
  } catch (thrown) {
    database.close()
    throw thrown
  }
}
