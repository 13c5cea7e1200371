import Database from 'better-sqlite3'
import { KikuError } from '../../domain/errors.ts'

/** Translates what SQLite and the file system throw into the errors that the store's port promises. */
export function toStoreError(thrown: unknown, folder: string): KikuError {
  if (thrown instanceof KikuError) return thrown
  const code = codeOf(thrown)
  const details = { folder, cause: code }
  switch (failureOf(code)) {
    case 'full':
      return new KikuError('disk-full', `The disk that holds ${folder} is full, so nothing more can be stored.`, {
        retryable: true,
        remedy: 'Free some space on that disk and try again. Everything stored so far is intact.',
        cause: thrown,
        details,
      })
    case 'read-only':
      return new KikuError('disk-read-only', `Kiku may not write to ${folder}.`, {
        remedy: 'Make the folder writable for the user who runs Kiku, or choose another one with --data.',
        cause: thrown,
        details,
      })
    case 'corrupt':
      return new KikuError('store-corrupt', `The database ${folder}/kiku.db is damaged.`, {
        remedy:
          'Stop Kiku, move kiku.db, kiku.db-wal and kiku.db-shm out of that folder, start Kiku and ingest the sources again.',
        cause: thrown,
        details,
      })
    case 'busy':
      return new KikuError('data-locked', `Another program is using the database in ${folder}.`, {
        retryable: true,
        remedy: 'Close the other program (a backup or a database browser, for example) and try again.',
        cause: thrown,
        details,
      })
    case 'other':
      return new KikuError('store-failed', `The database in ${folder} could not do its work (${code}).`, {
        remedy: 'Run `kiku doctor`, and look at the disk that holds the folder.',
        cause: thrown,
        details,
      })
  }
}

type Failure = 'full' | 'read-only' | 'corrupt' | 'busy' | 'other'

// Extended result codes carry a suffix (SQLITE_READONLY_DIRECTORY), hence the prefixes.
const FAILURES: readonly (readonly [prefix: string, failure: Failure])[] = [
  ['SQLITE_FULL', 'full'],
  // The shared-memory file beside the log could not grow, which happens on a full disk only.
  ['SQLITE_IOERR_SHMSIZE', 'full'],
  ['ENOSPC', 'full'],
  ['EDQUOT', 'full'],
  ['SQLITE_READONLY', 'read-only'],
  ['SQLITE_PERM', 'read-only'],
  ['EACCES', 'read-only'],
  ['EPERM', 'read-only'],
  ['EROFS', 'read-only'],
  ['SQLITE_CORRUPT', 'corrupt'],
  ['SQLITE_NOTADB', 'corrupt'],
  ['SQLITE_BUSY', 'busy'],
  ['SQLITE_LOCKED', 'busy'],
]

function failureOf(code: string): Failure {
  return FAILURES.find(([prefix]) => code.startsWith(prefix))?.[1] ?? 'other'
}

function codeOf(thrown: unknown): string {
  if (thrown instanceof Database.SqliteError) return thrown.code
  if (thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string') return thrown.code
  return thrown instanceof Error ? thrown.name : 'unknown'
}
