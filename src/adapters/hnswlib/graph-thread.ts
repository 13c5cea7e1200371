import { once } from 'node:events'
import type { LegSearchOptions } from '../../ports/lexical-index.ts'
import { startWorker } from '../common/start-worker.ts'
import type { Neighbours } from './search-graph.ts'

/** What the thread is told when it starts. */
export interface GraphSetting {
  readonly path: string
  readonly dimension: number
  /** Size of the candidate list. */
  readonly ef: number
  /** Of each label, in shared memory: changes are seen at once. */
  readonly ordinals: Int32Array<SharedArrayBuffer>
}

export interface GraphJob {
  readonly id: number
  readonly query: Float32Array
  readonly options: LegSearchOptions
}

export type GraphReply =
  | { readonly kind: 'ready'; readonly isUsable: boolean }
  | { readonly kind: 'found'; readonly id: number; readonly neighbours: Neighbours }

/** A graph in memory of a thread of its own, so that nothing else waits while it is searched. It never changes. */
export interface GraphThread {
  /** @returns undefined where the thread has ended. A mask in shared memory is not copied. */
  search(query: Float32Array, options: LegSearchOptions): Promise<Neighbours | undefined>
  /** Resolves when the thread has ended, for whatever reason. */
  readonly ended: Promise<void>
  close(): Promise<void>
}

/** @returns undefined where the graph cannot be used */
export async function startGraphThread(setting: GraphSetting, signal: AbortSignal): Promise<GraphThread | undefined> {
  const worker = startWorker(import.meta.url, 'graph-worker', { workerData: setting })
  const waiting = new Map<number, (neighbours: Neighbours | undefined) => void>()
  let jobs = 0
  let hasEnded = false
  const ended = new Promise<void>((resolve) => {
    worker.once('exit', () => {
      hasEnded = true
      for (const settle of waiting.values()) settle(undefined)
      waiting.clear()
      resolve()
    })
  })
  const close = async (): Promise<void> => {
    await worker.terminate()
    await ended
  }
  try {
    const [ready]: GraphReply[] = await once(worker, 'message', { signal })
    if (ready?.kind !== 'ready' || !ready.isUsable) throw new Error('The graph is not what was saved.')
  } catch {
    await close()
    signal.throwIfAborted()
    return undefined
  }
  // Replies come in bunches, and what follows each takes a while: sockets are looked after in between.
  const replies: Extract<GraphReply, { readonly kind: 'found' }>[] = []
  const settleOne = (): void => {
    const reply = replies.shift()
    if (replies.length > 0) setImmediate(settleOne)
    if (reply === undefined) return
    waiting.get(reply.id)?.(reply.neighbours)
    waiting.delete(reply.id)
    if (waiting.size === 0) worker.unref()
  }
  worker.on('message', (reply: GraphReply) => {
    if (reply.kind === 'found' && replies.push(reply) === 1) setImmediate(settleOne)
  })
  // Its end is told by `exit`.
  worker.on('error', () => {})
  worker.unref()
  return {
    ended,
    close,
    search(query, options) {
      if (hasEnded) return Promise.resolve(undefined)
      const id = jobs++
      if (waiting.size === 0) worker.ref()
      const job: GraphJob = { id, query, options }
      worker.postMessage(job)
      return new Promise((resolve) => waiting.set(id, resolve))
    },
  }
}
