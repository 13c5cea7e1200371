import { join, resolve } from 'node:path'
import { KikuError } from '../domain/errors.ts'
import { parseConfigFile } from './read-config-file.ts'
import type { Settings } from './settings-tree.ts'

const CONFIG_FILE_NAME = 'kiku.config.yaml'

export interface FileAccess {
  readonly cwd: string
  readonly home: string
  /** Text of a file, or undefined where there is none. Other failures throw. */
  readonly readFile: (path: string) => string | undefined
}

export interface FoundConfigFile {
  readonly path: string
  readonly settings: Settings
}

/**
 * The one configuration file that counts: the one asked for, else that of the current folder, else that of the data
 * folder. Files are not merged, so that what is in force can be read in one place.
 */
export function locateConfigFile(
  asked: string | undefined,
  dataFolder: string,
  access: FileAccess,
): FoundConfigFile | null {
  if (asked !== undefined) {
    const path = expandPath(asked, access.cwd, access.home)
    const found = readAt(path, access)
    if (found !== null) return found
    throw new KikuError('config-invalid', `There is no configuration file ${path}.`, {
      remedy: 'Correct --config or KIKU_CONFIG.',
    })
  }
  return readAt(join(access.cwd, CONFIG_FILE_NAME), access) ?? readAt(join(dataFolder, CONFIG_FILE_NAME), access)
}

/** Absolute form of a path that may begin with `~/`. */
export function expandPath(path: string, base: string, home: string): string {
  if (path === '~') return home
  return path.startsWith('~/') ? join(home, path.slice(2)) : resolve(base, path)
}

function readAt(path: string, access: FileAccess): FoundConfigFile | null {
  const text = readOrExplain(path, access)
  return text === undefined ? null : { path, settings: parseConfigFile(path, text) }
}

function readOrExplain(path: string, access: FileAccess): string | undefined {
  try {
    return access.readFile(path)
  } catch (cause) {
    throw new KikuError('config-invalid', `${path} cannot be read.`, {
      remedy: 'Give your user read access to the file, or remove it.',
      cause,
    })
  }
}
