import type { WatchEvent } from '../../ports/file-system.ts'

export interface ChangeBuffer {
  add(target: string, path: string): void
  /** Has the target looked at as a whole. */
  addAll(target: string): void
  /** Makes `next` throw from now on. */
  fail(error: Error): void
  /** Waits until something has changed and calm has returned. @returns nothing when the signal aborts */
  next(signal: AbortSignal): Promise<readonly WatchEvent[]>
}

export interface ChangeBufferOptions {
  readonly quietMs: number
  readonly mostChanges: number
}

/** Gathers changes, since editors and copying programs make many of one; keeps no more than it promises. */
export function createChangeBuffer({ quietMs, mostChanges }: ChangeBufferOptions): ChangeBuffer {
  const changes = new Map<string, Set<string> | 'everything'>()
  let failure: Error | undefined
  let firstAt = 0
  let lastAt = 0
  let wake = () => {}

  return {
    add(target, path) {
      const paths = changes.get(target) ?? new Set()
      if (paths !== 'everything') paths.add(path)
      note(target, paths !== 'everything' && paths.size <= mostChanges ? paths : 'everything')
    },
    addAll: (target) => note(target, 'everything'),
    fail(error) {
      failure ??= error
      wake()
    },
    async next(signal) {
      while (!signal.aborted) {
        if (failure !== undefined) throw failure
        const waitMs = remainingMs()
        if (waitMs <= 0) return takeAll()
        await waitFor(waitMs, signal)
      }
      return []
    },
  }

  function note(target: string, paths: Set<string> | 'everything'): void {
    lastAt = performance.now()
    if (changes.size === 0) firstAt = lastAt
    changes.set(target, paths)
    wake()
  }

  function remainingMs(): number {
    if (changes.size === 0) return Number.POSITIVE_INFINITY
    const now = performance.now()
    // A file that is written without a pause must not hold back all others.
    return Math.min(lastAt + quietMs - now, firstAt + 10 * quietMs - now)
  }

  /** Waits for the time or, where nothing has changed yet, for the first change. */
  function waitFor(waitMs: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const timer = Number.isFinite(waitMs) ? setTimeout(end, waitMs) : undefined
      function end() {
        clearTimeout(timer)
        signal.removeEventListener('abort', end)
        wake = () => {}
        resolve()
      }
      wake = timer === undefined ? end : () => (failure === undefined ? undefined : end())
      signal.addEventListener('abort', end)
    })
  }

  function takeAll(): WatchEvent[] {
    const events = [...changes].map(([target, paths]): WatchEvent => {
      if (paths === 'everything') return { kind: 'overflowed', target }
      return { kind: 'changed', target, paths: [...paths].sort() }
    })
    changes.clear()
    return events
  }
}
