import { realpath, stat } from 'node:fs/promises'
import { basename, join, relative } from 'node:path'
import { type FSWatcher, watch } from 'chokidar'
import type { ChangeBuffer } from './change-buffer.ts'
import { isIgnoredName } from './ignored-names.ts'
import { becomeReady, COMMON_OPTIONS, reportTo, type Watch } from './watcher.ts'

export interface FolderWatchOptions {
  readonly target: string
  readonly accepts: (path: string) => boolean
  readonly changes: ChangeBuffer
  /** How often to look whether the folder is still the same one. */
  readonly checkMs: number
  readonly signal: AbortSignal
}

/**
 * Watches what lies in a folder. A folder that was removed and made again, or a drive that was mounted over it, is
 * another folder, of which the system says nothing: it is watched anew and reported as a whole.
 */
export async function watchFolder(options: FolderWatchOptions): Promise<Watch> {
  const { target, changes, checkMs, signal } = options
  let identity = await identifyFolder(target)
  let watcher = await openWatcher(options)
  let checking: Promise<void> | undefined
  const timer = setInterval(() => {
    checking ??= checkFolder().finally(() => {
      checking = undefined
    })
  }, checkMs)
  timer.unref()
  await becomeReady(watcher, signal)

  return {
    async close() {
      clearInterval(timer)
      await checking
      await watcher.close()
    },
  }

  async function checkFolder(): Promise<void> {
    const present = await identifyFolder(target)
    if (present === identity) return
    identity = present
    if (present === undefined) return
    await watcher.close()
    watcher = await openWatcher(options)
    await becomeReady(watcher, signal)
    changes.addAll(target)
  }
}

async function openWatcher({ target, accepts, changes }: FolderWatchOptions): Promise<FSWatcher> {
  // The folder itself may be a link; what lies in it is watched where it really is and reported as named.
  const root = await realpath(target).catch(() => target)
  const watcher = watch(root, {
    ...COMMON_OPTIONS,
    ignored: (path, stats) => {
      if (path === root) return false
      if (isIgnoredName(basename(path)) || stats?.isSymbolicLink() === true) return true
      return stats?.isFile() === true && !accepts(path)
    },
  })
  return reportTo(changes, { watcher, target, nameOf: (path) => join(target, relative(root, path)) })
}

async function identifyFolder(path: string): Promise<string | undefined> {
  const facts = await stat(path, { bigint: true }).catch(() => undefined)
  return facts?.isDirectory() === true ? `${facts.dev}:${facts.ino}` : undefined
}
