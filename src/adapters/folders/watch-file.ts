import { realpath } from 'node:fs/promises'
import { dirname } from 'node:path'
import { watch } from 'chokidar'
import type { ChangeBuffer } from './change-buffer.ts'
import { becomeReady, COMMON_OPTIONS, reportTo, type Watch } from './watcher.ts'

/** Watches the folder of a file, since a file that is replaced by a rename is another file. */
export async function watchFile(target: string, changes: ChangeBuffer, signal: AbortSignal): Promise<Watch> {
  const real = await realpath(target).catch(() => target)
  // A link changes when it is set to another file and when that file changes.
  const watchers = [...new Set([target, real])].map((place) => {
    const folder = dirname(place)
    const ignored = (path: string) => path !== folder && path !== place
    const watcher = watch(folder, { ...COMMON_OPTIONS, depth: 0, ignored })
    return reportTo(changes, { watcher, target, nameOf: () => target })
  })
  await Promise.all(watchers.map((watcher) => becomeReady(watcher, signal)))
  return {
    async close() {
      await Promise.all(watchers.map((watcher) => watcher.close()))
    },
  }
}
