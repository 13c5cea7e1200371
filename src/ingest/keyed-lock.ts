export interface KeyedLock {
  /** Runs one task at a time per key, in order of arrival. Rejects with the signal's reason while it waits. */
  run<Result>(key: string, task: () => Promise<Result>, signal: AbortSignal): Promise<Result>
}

export function createKeyedLock(): KeyedLock {
  const tails = new Map<string, Promise<void>>()

  return {
    async run(key, task, signal) {
      const before = tails.get(key) ?? Promise.resolve()
      let release = () => {}
      const done = new Promise<void>((resolve) => {
        release = resolve
      })
      // Whoever comes next waits for both: this one may give up waiting before its turn.
      const tail = before.then(() => done)
      tails.set(key, tail)
      try {
        await waitUnlessAborted(before, signal)
        return await task()
      } finally {
        release()
        if (tails.get(key) === tail) tails.delete(key)
      }
    },
  }
}

/** Waits for a promise that never rejects, but no longer than until the signal aborts. */
export async function waitUnlessAborted(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  let stop = () => {}
  const aborted = new Promise<void>((resolve) => {
    stop = resolve
    signal.addEventListener('abort', stop)
  })
  await Promise.race([promise, aborted])
  signal.removeEventListener('abort', stop)
  signal.throwIfAborted()
}
