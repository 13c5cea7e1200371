import { accessSync, closeSync, constants, existsSync, mkdirSync, openSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import Database from 'better-sqlite3'
import { KikuError } from '../../domain/errors.ts'
import type { Telemetry } from '../../ports/telemetry.ts'
import { checkSchema, migrate, SCHEMA_VERSION } from './migrations.ts'

export type OpenMode = 'write' | 'read'

// Long enough for another process to open or close the database; calls wait on the event loop, so far less.
const OPEN_WAIT_MS = 2000
const CALL_WAIT_MS = 100

/** Creates the data folder, readable by its owner alone. A folder that exists keeps its mode. */
export function createDataFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch (thrown) {
    // Node tells of a read-only disk as of a missing folder (ENOENT); the nearest folder that exists knows better.
    accessSync(nearestExisting(folder), constants.W_OK)
    throw thrown
  }
}

function nearestExisting(folder: string): string {
  let nearest = resolve(folder)
  while (!existsSync(nearest) && nearest !== dirname(nearest)) nearest = dirname(nearest)
  return nearest
}

/** Opens `kiku.db` in an existing folder with everything that the store relies on switched on. */
export function openDatabase(folder: string, mode: OpenMode, telemetry: Telemetry): Database.Database {
  const path = join(folder, 'kiku.db')
  if (mode === 'read' && !existsSync(path)) throw noDataError(folder)
  // SQLite gives its log and shared memory the mode of the database file, so the file must exist before it opens.
  if (mode === 'write') closeSync(openSync(path, 'a', 0o600))
  const database = new Database(path, { readonly: mode === 'read', timeout: OPEN_WAIT_MS })
  try {
    if (mode === 'write') prepareToWrite(database, telemetry)
    else prepareToRead(database, folder)
    database.pragma(`busy_timeout = ${CALL_WAIT_MS}`)
    return database
  } catch (thrown) {
    database.close()
    throw thrown
  }
}

function prepareToWrite(database: Database.Database, telemetry: Telemetry): void {
  // Both are fixed by the first table, hence before the migrations. Free pages at the end go back to the disk (`sweep`).
  database.pragma('page_size = 8192')
  database.pragma('auto_vacuum = INCREMENTAL')
  database.pragma('journal_mode = WAL')
  // In WAL mode NORMAL survives any end of the process, kill -9 included: what is committed is with the operating
  // system. A power cut may cost the last commits, never the consistency; FULL would wait for the disk at each commit.
  database.pragma('synchronous = NORMAL')
  database.pragma('foreign_keys = ON')
  // People delete private messages: what is deleted is overwritten with zeros in the database file.
  database.pragma('secure_delete = ON')
  // Eight megabytes. Emptying the log waits for the disk (10 to 20 ms on an idle one) however little is in it, so
  // doing it more often only blocks the event loop more often.
  database.pragma('wal_autocheckpoint = 1000')
  database.pragma('journal_size_limit = 16777216')
  database.pragma('temp_store = MEMORY')
  const { from, to } = migrate(database)
  if (from !== to) telemetry.info('store-migrated', { from, to })
}

function prepareToRead(database: Database.Database, folder: string): void {
  const version = checkSchema(database)
  if (version === 0) throw noDataError(folder)
  if (version < SCHEMA_VERSION) {
    throw new KikuError('store-failed', `The data in ${folder} was written by an older version of Kiku.`, {
      remedy: 'Start Kiku once with `kiku serve`, which brings it up to date.',
      details: { found: version, known: SCHEMA_VERSION },
    })
  }
}

function noDataError(folder: string): KikuError {
  return new KikuError('store-failed', `There is no Kiku data in ${folder} yet.`, {
    remedy: 'Add documents first with `kiku ingest <path>`, or name the right folder with --data.',
    details: { folder },
  })
}
