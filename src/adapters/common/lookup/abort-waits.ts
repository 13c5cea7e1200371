/** Waits that end when a signal aborts, with one listener per signal however many wait under it: Node warns past ten. */
export interface AbortWaits {
  /** @param answer never rejects. @throws the reason of the signal */
  waitFor<Value>(answer: Promise<Value>, signal: AbortSignal): Promise<Value>
}

interface Waiting {
  readonly endings: Set<(reason: unknown) => void>
  readonly onAbort: () => void
}

export function createAbortWaits(): AbortWaits {
  const waiting = new WeakMap<AbortSignal, Waiting>()

  function join(signal: AbortSignal, end: (reason: unknown) => void): () => void {
    const joined = waiting.get(signal) ?? listen(signal)
    joined.endings.add(end)
    return () => {
      joined.endings.delete(end)
      if (joined.endings.size > 0) return
      signal.removeEventListener('abort', joined.onAbort)
      waiting.delete(signal)
    }
  }

  function listen(signal: AbortSignal): Waiting {
    const endings: Waiting['endings'] = new Set()
    const onAbort = () => {
      for (const end of endings) end(signal.reason)
    }
    const created = { endings, onAbort }
    waiting.set(signal, created)
    signal.addEventListener('abort', onAbort, { once: true })
    return created
  }

  return {
    waitFor: (answer, signal) =>
      new Promise((resolve, reject) => {
        const leave = join(signal, reject)
        void answer.then((value) => {
          leave()
          resolve(value)
        })
      }),
  }
}
