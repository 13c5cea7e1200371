import type { WatchEvent, WatchTarget } from '../../ports/file-system.ts'
import { createChangeBuffer } from './change-buffer.ts'
import { watchFile } from './watch-file.ts'
import { watchFolder } from './watch-folder.ts'
import type { Watch } from './watcher.ts'

export interface WatchFilesOptions {
  readonly targets: readonly WatchTarget[]
  readonly accepts: (path: string) => boolean
  readonly signal: AbortSignal
  readonly quietMs: number
  readonly checkMs: number
  readonly mostChanges: number
}

/** Watches files and folders until the signal aborts, then lets go of them. */
export async function* watchFiles(options: WatchFilesOptions): AsyncIterable<WatchEvent> {
  const { targets, accepts, checkMs, signal } = options
  const changes = createChangeBuffer(options)
  const watches: Watch[] = []
  try {
    for (const { kind, path } of targets) {
      const folder = { target: path, accepts, changes, checkMs, signal }
      watches.push(kind === 'folder' ? await watchFolder(folder) : await watchFile(path, changes, signal))
    }
    if (!signal.aborted) yield { kind: 'ready' }
    while (!signal.aborted) yield* await changes.next(signal)
  } finally {
    await Promise.all(watches.map((watch) => watch.close()))
  }
}
