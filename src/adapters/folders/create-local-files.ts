import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FileSystem } from '../../ports/file-system.ts'
import { listFolder } from './list-folder.ts'
import { readLocalFile } from './read-local-file.ts'
import { statPath } from './stat-path.ts'
import { watchFiles } from './watch-files.ts'

export interface LocalFilesOptions {
  /** Changes are reported once nothing has changed for so long, or after ten times as long. */
  readonly quietMs?: number
  /** How often to look whether a watched folder is still the same one. */
  readonly checkMs?: number
  /** Most changed paths kept per target before it is looked at as a whole. */
  readonly mostChanges?: number
}

/** The files of this machine. */
export function createLocalFiles(options: LocalFilesOptions = {}): FileSystem {
  const { quietMs = 250, checkMs = 5_000, mostChanges = 5_000 } = options
  return {
    resolve: resolveLocation,
    stat: statPath,
    list: listFolder,
    read: readLocalFile,
    watch: (targets, accepts, signal) => watchFiles({ targets, accepts, signal, quietMs, checkMs, mostChanges }),
  }
}

function resolveLocation(location: string): string {
  if (location.startsWith('file://')) return resolve(fileURLToPath(location))
  // Shells expand this only where it stands unquoted.
  if (location === '~' || location.startsWith('~/')) return join(homedir(), location.slice(1))
  return resolve(location)
}
