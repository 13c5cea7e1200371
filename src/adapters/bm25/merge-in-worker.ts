import type { Worker } from 'node:worker_threads'
import { KikuError } from '../../domain/errors.ts'
import { startWorker } from '../common/start-worker.ts'
import type { MergeResult, MergeSource } from './merge-segments.ts'
import { viewSegment } from './segment.ts'

/** Merges segments on another thread. The postings are shared, not copied. */
export interface MergeWorker {
  merge(sources: readonly MergeSource[]): Promise<MergeResult>
  /** Ends the thread; merges in progress reject. */
  close(): Promise<void>
}

/** What goes to the worker and comes back. */
export interface MergeJob {
  readonly id: number
  readonly sources: readonly { readonly buffer: SharedArrayBuffer; readonly alive: Uint8Array }[]
}
export interface MergeReply {
  readonly id: number
  readonly buffer: SharedArrayBuffer
  readonly newLocals: readonly Int32Array[]
}

interface Waiter {
  readonly resolve: (result: MergeResult) => void
  readonly reject: (error: Error) => void
}

/** Starts its thread with the first merge. */
export function createMergeWorker(): MergeWorker {
  const waiting = new Map<number, Waiter>()
  let worker: Worker | undefined
  let jobs = 0
  const start = (): Worker => {
    const started = startWorker(import.meta.url, 'merge-worker')
    started.unref()
    started.on('message', (reply: MergeReply) => settle(reply))
    started.on('error', (error) => failAll(error))
    started.on('exit', () => failAll(new Error('The merge thread ended.')))
    return started
  }
  const settle = ({ id, buffer, newLocals }: MergeReply): void => {
    const waiter = waiting.get(id)
    waiting.delete(id)
    const segment = viewSegment(buffer)
    if (segment === undefined) waiter?.reject(new KikuError('internal', 'The merge thread sent a broken segment.'))
    else waiter?.resolve({ segment, newLocals })
    if (waiting.size === 0) worker?.unref()
  }
  const failAll = (cause: Error): void => {
    worker = undefined
    for (const { reject } of waiting.values())
      reject(new KikuError('internal', 'Merging the text index failed.', { cause }))
    waiting.clear()
  }
  return {
    merge(sources) {
      worker ??= start()
      worker.ref()
      const id = jobs++
      const job: MergeJob = { id, sources: sources.map(({ segment, alive }) => ({ buffer: segment.buffer, alive })) }
      const reply = new Promise<MergeResult>((resolve, reject) => waiting.set(id, { resolve, reject }))
      worker.postMessage(job)
      return reply
    },
    async close() {
      await worker?.terminate()
    },
  }
}
