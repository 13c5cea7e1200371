import { toKikuError } from '../../domain/errors.ts'
import { withDeadline } from '../../domain/with-deadline.ts'
import type { LegSearchOptions } from '../../ports/lexical-index.ts'
import { settleWithin } from '../common/http/settle-within.ts'
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

export type GraphJob =
  | { readonly kind: 'search'; readonly id: number; readonly query: Float32Array; readonly options: LegSearchOptions }
  | { readonly kind: 'close' }

export type GraphReply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'unusable'; readonly reason: string }
  | { readonly kind: 'found'; readonly id: number; readonly neighbours: Neighbours | undefined }

/** A graph in memory of a thread of its own, so that nothing else waits while it is searched. It never changes. */
export interface GraphThread {
  /** @returns undefined where too many wait, or the thread has ended. A mask in shared memory is not copied. */
  search(query: Float32Array, options: LegSearchOptions): Promise<Neighbours | undefined>
  /** Resolves when the thread has ended, for whatever reason. */
  readonly ended: Promise<void>
  /** What waits is answered first. Never terminated: hnswlib ends the whole process when it is stopped in a search. */
  close(): Promise<void>
}

/** Searches that may wait for the thread; beyond them it is quicker to scan. */
const MOST_WAITING = 32

/** @returns why the graph cannot be used, where it cannot */
export async function startGraphThread(
  setting: GraphSetting,
  signal: AbortSignal,
): Promise<GraphThread | { readonly reason: string }> {
  const worker = startWorker(import.meta.url, 'graph-worker', { workerData: setting })
  worker.unref()
  const say = (job: GraphJob): void => worker.postMessage(job)
  const replies = createReplies(() => worker.unref())
  const first = new Promise<GraphReply>((resolve) => {
    worker.on('message', (reply: GraphReply) => {
      if (reply.kind === 'found') replies.take(reply.id, reply.neighbours)
      else resolve(reply)
    })
    worker.on('error', (error) => resolve({ kind: 'unusable', reason: String(error) }))
    worker.once('exit', () => resolve({ kind: 'unusable', reason: 'The thread ended.' }))
  })
  let hasEnded = false
  const ended = new Promise<void>((resolve) => {
    worker.once('exit', () => {
      hasEnded = true
      replies.giveUp()
      resolve()
    })
  })
  const close = async (): Promise<void> => {
    say({ kind: 'close' })
    await settleWithin(CLOSE_MS, [ended])
  }
  worker.ref()
  const reply = await withDeadline({ signal, timeoutMs: READY_MS, what: 'loading of the vector graph' }, () => first)
    .catch(async (thrown: unknown): Promise<GraphReply> => {
      say({ kind: 'close' })
      signal.throwIfAborted()
      return { kind: 'unusable', reason: toKikuError(thrown).code }
    })
    .finally(() => worker.unref())
  if (reply.kind !== 'ready') {
    say({ kind: 'close' })
    return { reason: reply.kind === 'unusable' ? reply.reason : reply.kind }
  }
  let jobs = 0
  return {
    ended,
    close,
    search(query, options) {
      if (hasEnded || replies.waiting() >= MOST_WAITING) return Promise.resolve(undefined)
      const id = jobs++
      worker.ref()
      say({ kind: 'search', id, query, options })
      return replies.wait(id)
    },
  }
}

/** The thread is then left to itself; it does not keep the process. */
const CLOSE_MS = 2_000

/** A large graph is read in some seconds. */
const READY_MS = 120_000

/** Replies come in bunches, and what follows each takes a while: sockets are looked after between one and the next. */
function createReplies(onIdle: () => void) {
  const waiting = new Map<number, (neighbours: Neighbours | undefined) => void>()
  const come: { readonly id: number; readonly neighbours: Neighbours | undefined }[] = []
  const settleOne = (): void => {
    const reply = come.shift()
    if (come.length > 0) setImmediate(settleOne)
    if (reply === undefined) return
    waiting.get(reply.id)?.(reply.neighbours)
    waiting.delete(reply.id)
    if (waiting.size === 0) onIdle()
  }
  const take = (id: number, neighbours: Neighbours | undefined): void => {
    if (come.push({ id, neighbours }) === 1) setImmediate(settleOne)
  }
  return {
    waiting: () => waiting.size,
    wait: (id: number) => new Promise<Neighbours | undefined>((resolve) => waiting.set(id, resolve)),
    take,
    /** Nobody will answer any more. */
    giveUp() {
      for (const id of waiting.keys()) take(id, undefined)
    },
  }
}
