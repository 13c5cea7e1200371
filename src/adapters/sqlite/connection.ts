import type Database from 'better-sqlite3'
import { KikuError } from '../../domain/errors.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Telemetry } from '../../ports/telemetry.ts'
import { toStoreError } from './errors.ts'
import type { OpenMode } from './open-database.ts'

/** What the parts of the store share: the open database and the only two ways to use it. */
export interface Connection {
  readonly database: Database.Database
  readonly telemetry: Telemetry
  /** Runs a read and translates its errors. */
  read<T>(work: () => T): Promise<T>
  /** Runs a change as one transaction and translates its errors; nothing of it stays when it throws. */
  write<T>(work: () => T): Promise<T>
  /** Lets the event loop run when this turn has been long. Call it between the slices of long work. */
  breathe(): Promise<void>
}

export interface ConnectionOptions {
  readonly database: Database.Database
  readonly folder: string
  readonly mode: OpenMode
  readonly telemetry: Telemetry
  readonly clock: Clock
}

// SQLite runs on the event loop, and a slice of long work takes up to 25 ms: after this much, others go first.
const LONG_TURN_MS = 10

/** Wraps an open database. */
export function createConnection({ database, folder, mode, telemetry, clock }: ConnectionOptions): Connection {
  let turnStartedAt = clock.elapsed()

  function run<T>(work: () => T): T {
    if (!database.open) throw closedError()
    try {
      return work()
    } catch (thrown) {
      throw toStoreError(thrown, folder)
    }
  }

  return {
    database,
    telemetry,
    async read(work) {
      return run(work)
    },
    async write(work) {
      if (mode === 'read') throw readModeError()
      return run(() => database.transaction(work).immediate())
    },
    async breathe() {
      if (clock.elapsed() - turnStartedAt < LONG_TURN_MS) return
      await new Promise<void>((resolve) => setImmediate(resolve))
      turnStartedAt = clock.elapsed()
    },
  }
}

function closedError(): KikuError {
  return new KikuError('store-failed', 'The data folder was closed while it was still in use.', {
    remedy: 'Start Kiku again.',
  })
}

function readModeError(): KikuError {
  return new KikuError('store-failed', 'This command opened the data folder for reading only.', {
    remedy: 'Use a command that may change it, such as `kiku ingest`.',
  })
}
