import { KikuError } from '../domain/errors.ts'

/** Lets one message of a thread be answered at a time, in order of arrival. */
export interface ThreadLock {
  /** Whether a message of this thread would have to wait. */
  isHeld(threadId: string): boolean
  /**
   * @returns what releases the lock; calling it twice does no harm
   * @throws KikuError `queue-full` when too many wait for this thread, or the reason of the signal
   */
  acquire(threadId: string, signal: AbortSignal): Promise<() => void>
}

interface Waiter {
  readonly admit: () => void
}

export function createThreadLock({ mostWaiting = 10 }: { readonly mostWaiting?: number } = {}): ThreadLock {
  /** Threads with a holder, and who waits behind it. Empty threads are forgotten, so the map stays small. */
  const threads = new Map<string, Waiter[]>()

  function createRelease(threadId: string): () => void {
    let isReleased = false
    return () => {
      if (isReleased) return
      isReleased = true
      const next = threads.get(threadId)?.shift()
      if (next === undefined) threads.delete(threadId)
      else next.admit()
    }
  }

  return {
    isHeld: (threadId) => threads.has(threadId),
    acquire(threadId, signal) {
      if (signal.aborted) return Promise.reject(signal.reason)
      const waiting = threads.get(threadId)
      if (waiting === undefined) {
        threads.set(threadId, [])
        return Promise.resolve(createRelease(threadId))
      }
      if (waiting.length >= mostWaiting) return Promise.reject(threadFull())
      return new Promise((resolve, reject) => {
        const waiter: Waiter = {
          admit() {
            signal.removeEventListener('abort', onAbort)
            resolve(createRelease(threadId))
          },
        }
        const onAbort = () => {
          const at = waiting.indexOf(waiter)
          if (at >= 0) waiting.splice(at, 1)
          reject(signal.reason)
        }
        signal.addEventListener('abort', onAbort, { once: true })
        waiting.push(waiter)
      })
    },
  }
}

function threadFull(): KikuError {
  return new KikuError('queue-full', 'Too many questions are waiting in this thread.', { retryable: true })
}
