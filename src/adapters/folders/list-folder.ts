import type { Dirent } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { KikuError } from '../../domain/errors.ts'
import type { ListedEntry } from '../../ports/file-system.ts'
import { isIgnoredName } from './ignored-names.ts'
import { translateReadFailure } from './translate-read-failure.ts'

/** Lists the files below a folder, depth first. The folder itself may be a link or hidden: a person named it. */
export async function* listFolder(folder: string, signal: AbortSignal): AsyncIterable<ListedEntry> {
  const names = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    throw new KikuError('source-missing', `The folder ${folder} could not be listed.`, {
      remedy: 'Check that it exists, that its drive is mounted and that Kiku may read it.',
      retryable: true,
      cause,
    })
  })
  yield* listEntries(folder, names, signal)
}

async function* listEntries(folder: string, entries: Dirent[], signal: AbortSignal): AsyncIterable<ListedEntry> {
  for (const entry of entries.sort(byName)) {
    signal.throwIfAborted()
    if (isIgnoredName(entry.name)) continue
    const path = join(folder, entry.name)
    // Links are neither: what they lead to inside the folder is listed where it is, and outside is out of bounds.
    if (entry.isFile()) yield { kind: 'file', path }
    else if (entry.isDirectory()) yield* listSubfolder(path, signal)
  }
}

async function* listSubfolder(path: string, signal: AbortSignal): AsyncIterable<ListedEntry> {
  let entries: Dirent[]
  try {
    entries = await readdir(path, { withFileTypes: true })
  } catch (error) {
    yield { kind: 'unreadable', prefix: path + sep, message: translateReadFailure(error, path).message }
    return
  }
  yield* listEntries(path, entries, signal)
}

function byName(first: Dirent, second: Dirent): number {
  if (first.name === second.name) return 0
  return first.name < second.name ? -1 : 1
}
