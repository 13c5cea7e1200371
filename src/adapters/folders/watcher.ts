import type { ChokidarOptions, FSWatcher } from 'chokidar'
import { KikuError } from '../../domain/errors.ts'
import type { ChangeBuffer } from './change-buffer.ts'
import { codeOf } from './translate-read-failure.ts'

/** Something that is watched until it is closed. */
export interface Watch {
  close(): Promise<void>
}

// Editors that save by renaming are recognised (`atomic`); the reader of a change looks at the path anyway.
export const COMMON_OPTIONS: ChokidarOptions = {
  ignoreInitial: true,
  followSymlinks: false,
  ignorePermissionErrors: true,
  atomic: true,
}

/** Puts what a watcher sees into the buffer, under the names that people gave. */
export function reportTo(
  changes: ChangeBuffer,
  seen: { readonly watcher: FSWatcher; readonly target: string; readonly nameOf: (path: string) => string },
): FSWatcher {
  const { watcher, target, nameOf } = seen
  watcher.on('error', (error) => changes.fail(translateWatchFailure(error)))
  for (const event of ['add', 'change', 'unlink'] as const) {
    watcher.on(event, (path) => changes.add(target, nameOf(path)))
  }
  return watcher
}

/** Waits until changes are seen, the watcher failed or the signal aborts. */
export function becomeReady(watcher: FSWatcher, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      signal.removeEventListener('abort', end)
      resolve()
    }
    watcher.once('ready', end)
    // A watcher that fails may never be ready; the failure is thrown by whoever asks for changes.
    watcher.once('error', end)
    signal.addEventListener('abort', end)
    if (signal.aborted) end()
  })
}

function translateWatchFailure(thrown: unknown): KikuError {
  const isLimit = ['ENOSPC', 'EMFILE', 'ENFILE'].includes(codeOf(thrown))
  const message = isLimit ? 'The system does not watch so many files.' : 'Watching for changes failed.'
  return new KikuError('internal', message, {
    remedy: isLimit
      ? 'Raise fs.inotify.max_user_watches, or watch a smaller folder.'
      : 'Run kiku sources refresh instead.',
    cause: thrown,
  })
}
