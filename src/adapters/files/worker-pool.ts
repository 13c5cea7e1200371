import { KikuError } from '../../domain/errors.ts'
import type { LoadedDocument } from '../../ports/document-loader.ts'
import { createParseThread, type ParseThread } from './parse-thread.ts'
import type { ParseTask } from './worker-messages.ts'

/** Runs parsers in a bounded number of threads, started when first needed and kept for the next file. */
export interface WorkerPool {
  /**
   * @throws KikuError `queue-full`, `deadline-exceeded`, `document-unreadable` when the thread crashes, and what the
   * parser refuses; the signal's reason when aborted
   */
  run(task: ParseTask, signal: AbortSignal): Promise<LoadedDocument>
  close(): Promise<void>
}

export interface WorkerPoolOptions {
  /** At least 1. */
  readonly workers: number
  /** For parsing one file, waiting not counted. */
  readonly timeoutMs: number
  readonly heapMegabytes: number
}

/** Files that wait for a thread at most: each holds its bytes in memory. */
const MAX_WAITING = 256

export function createWorkerPool({ workers, timeoutMs, heapMegabytes }: WorkerPoolOptions): WorkerPool {
  const idle: ParseThread[] = []
  const waiting: (() => void)[] = []
  const running = new Set<ParseThread>()
  let busy = 0
  let isClosed = false

  async function acquire(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    if (busy < workers) {
      busy += 1
      return
    }
    if (waiting.length >= MAX_WAITING) {
      throw new KikuError('queue-full', 'Too many files are waiting to be read.', {
        retryable: true,
        remedy: 'Try again in a moment.',
      })
    }
    await waitForTurn(waiting, signal)
  }

  // The slot passes to the next in line, so `busy` stays as it is.
  function release(): void {
    const next = waiting.shift()
    if (next === undefined) busy -= 1
    else next()
  }

  async function runInThread(task: ParseTask, signal: AbortSignal): Promise<LoadedDocument> {
    if (isClosed) throw new Error('The pool is closed.')
    const thread = idle.pop() ?? createParseThread(heapMegabytes)
    running.add(thread)
    try {
      return await thread.parse(task, { signal, timeoutMs })
    } finally {
      running.delete(thread)
      if (thread.isAlive() && !isClosed) idle.push(thread)
      else await thread.stop()
    }
  }

  return {
    async run(task, signal) {
      await acquire(signal)
      try {
        return await runInThread(task, signal)
      } catch (thrown) {
        throw isClosed ? new KikuError('cancelled', 'Kiku is shutting down.', { cause: thrown }) : thrown
      } finally {
        release()
      }
    },
    async close() {
      isClosed = true
      await Promise.all([...idle.splice(0), ...running].map((thread) => thread.stop()))
    },
  }
}

function waitForTurn(waiting: (() => void)[], signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const proceed = () => {
      signal.removeEventListener('abort', giveUp)
      resolve()
    }
    const giveUp = () => {
      waiting.splice(waiting.indexOf(proceed), 1)
      reject(signal.reason)
    }
    signal.addEventListener('abort', giveUp, { once: true })
    waiting.push(proceed)
  })
}
