import type { FileSystem, WatchEvent, WatchTarget } from '../../ports/file-system.ts'

export interface MemoryWatch {
  /** Tells all who follow that a path changed. */
  touch(path: string): void
  readonly follow: FileSystem['watch']
}

export function createMemoryWatch(): MemoryWatch {
  const followers = new Set<(path: string) => void>()

  return {
    touch(path) {
      for (const follower of followers) follower(path)
    },
    async *follow(targets, accepts, signal) {
      const changed = new Set<string>()
      let wake = () => {}
      const onChange = (path: string) => {
        changed.add(path)
        wake()
      }
      followers.add(onChange)
      try {
        yield { kind: 'ready' }
        while (!signal.aborted) {
          await new Promise<void>((resolve) => {
            wake = resolve
            signal.addEventListener('abort', wake, { once: true })
            if (changed.size > 0) resolve()
          })
          const paths = [...changed].sort()
          changed.clear()
          for (const target of targets) yield* toEvent(target, paths, accepts)
        }
      } finally {
        followers.delete(onChange)
      }
    },
  }
}

function* toEvent(
  { path: target, kind }: WatchTarget,
  changed: readonly string[],
  accepts: (path: string) => boolean,
): Iterable<WatchEvent> {
  const isHidden = (path: string) => path.slice(target.length).includes('/.')
  const concerns = (path: string) => {
    return kind === 'file' ? path === target : path.startsWith(`${target}/`) && !isHidden(path) && accepts(path)
  }
  const paths = changed.filter(concerns)
  if (paths.length > 0) yield { kind: 'changed', target, paths }
}
