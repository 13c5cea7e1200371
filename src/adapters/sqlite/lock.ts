import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { KikuError } from '../../domain/errors.ts'

/** The right to write to a data folder, held by one process at a time. */
export interface FolderLock {
  release(): void
}

/**
 * Takes the folder for this process, or fails at once. The lock is an open exclusive transaction on an empty database,
 * that is a lock of the operating system: it goes with the process however the process ends, so it is never stale.
 * The folder must exist.
 * @throws KikuError `data-locked` with the process id of the holder
 */
export function acquireFolderLock(folder: string): FolderLock {
  const holder = join(folder, 'kiku.lock')
  // Beside the lock and not in it: closing any handle on a locked file drops the locks of this process on it.
  const pidFile = join(folder, 'kiku.pid')
  writeFileSync(holder, '', { flag: 'a', mode: 0o600 })
  const database = new Database(holder, { timeout: 0 })
  try {
    // Nothing is ever written, so no journal file is wanted beside it.
    database.pragma('journal_mode = MEMORY')
    database.exec('BEGIN EXCLUSIVE')
  } catch (thrown) {
    database.close()
    throw thrown instanceof Database.SqliteError && thrown.code.startsWith('SQLITE_BUSY')
      ? lockedError(folder, pidFile, thrown)
      : brokenError(folder, thrown)
  }
  notePid(pidFile)
  return {
    release() {
      if (!database.open) return
      rmSync(pidFile, { force: true })
      database.close()
    },
  }
}

function lockedError(folder: string, pidFile: string, cause: Error): KikuError {
  const pid = readPid(pidFile)
  const who = pid === undefined ? 'Another Kiku' : `Another Kiku (process ${pid})`
  const details = pid === undefined ? { folder } : { folder, pid }
  return new KikuError('data-locked', `${who} is already using ${folder}.`, {
    retryable: true,
    remedy: `Stop ${pid === undefined ? 'the other one' : `it with \`kill ${pid}\``}, or give this one a folder of its own with --data.`,
    cause,
    details,
  })
}

function brokenError(folder: string, cause: unknown): KikuError {
  return new KikuError('store-failed', `The lock file ${folder}/kiku.lock cannot be used.`, {
    remedy: 'Make sure that no Kiku is running on that folder, then delete the file and start again.',
    cause,
    details: { folder },
  })
}

// Only people read it, so a full disk must not keep Kiku from starting.
function notePid(pidFile: string): void {
  try {
    writeFileSync(pidFile, `${process.pid}\n`, { mode: 0o600 })
  } catch {
    rmSync(pidFile, { force: true })
  }
}

function readPid(pidFile: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10)
    return Number.isSafeInteger(pid) && pid > 0 ? pid : undefined
  } catch {
    return undefined
  }
}
