import { setTimeout as sleep } from 'node:timers/promises'
import type { Worker } from 'node:worker_threads'
import { KikuError } from '../../domain/errors.ts'
import type { Block, LoadedDocument } from '../../ports/document-loader.ts'
import { startWorker } from '../common/start-worker.ts'
import { fileName } from './formats.ts'
import { describeRefusal } from './read-failure.ts'
import type { ParseTask, WorkerReply, WorkerRequest } from './worker-messages.ts'

/** One worker thread that parses one file at a time. */
export interface ParseThread {
  parse(task: ParseTask, limits: { readonly signal: AbortSignal; readonly timeoutMs: number }): Promise<LoadedDocument>
  /** False once the thread has crashed or was told to stop; then it cannot be used again. */
  isAlive(): boolean
  stop(): Promise<void>
}

/** How long to wait for a thread to end. Some native code, such as a large `JSON.parse`, ends only when it is done. */
const STOP_MS = 1_000

/** Starts a thread. While it is idle it does not keep the process alive. */
export function createParseThread(heapMegabytes: number): ParseThread {
  const worker = startWorker(import.meta.url, 'parse-worker', {
    resourceLimits: { maxOldGenerationSizeMb: heapMegabytes, stackSizeMb: 4 },
    // Nothing secret should reach parsers of hostile files, and nothing that they print the terminal.
    stdout: true,
    stderr: true,
    env: {},
  })
  worker.unref()
  let isAlive = true
  worker.on('exit', () => {
    isAlive = false
  })
  // Without a listener of its own, an error between two files would end the process.
  worker.on('error', () => {
    isAlive = false
  })

  async function stop(): Promise<void> {
    isAlive = false
    worker.unref()
    await Promise.race([worker.terminate(), sleep(STOP_MS, undefined, { ref: false })])
  }

  return {
    isAlive: () => isAlive,
    stop,
    async parse(task, { signal, timeoutMs }) {
      worker.ref()
      try {
        return await exchange(worker, task, signal, timeoutMs)
      } catch (thrown) {
        // Refusals leave the thread fit for the next file; otherwise it is ended, whatever it is doing.
        if (!(thrown instanceof KikuError) || thrown.code === 'deadline-exceeded') await stop()
        if (thrown instanceof KikuError) throw thrown
        signal.throwIfAborted()
        throw describeCrash(task.location, thrown)
      } finally {
        worker.unref()
      }
    },
  }
}

/** Sends the file and gathers the blocks, portion by portion. */
function exchange(worker: Worker, task: ParseTask, signal: AbortSignal, timeoutMs: number): Promise<LoadedDocument> {
  const blocks: Block[] = []
  let title = ''
  let mediaType = ''
  return new Promise((resolve, reject) => {
    const onMessage = (reply: WorkerReply) => {
      switch (reply.kind) {
        case 'refused':
          return settle(() => reject(describeRefusal(reply.refusal, task.location)))
        case 'failed':
          return settle(() => reject(describeCrash(task.location, new Error(reply.reason))))
        case 'parsed':
          title = reply.title
          mediaType = reply.mediaType
      }
      for (const block of reply.blocks) blocks.push(block)
      if (reply.isLast) settle(() => resolve({ title, mediaType, blocks }))
      // Other work on this thread gets its turn between two portions.
      else setImmediate(() => worker.postMessage({ kind: 'more' } satisfies WorkerRequest))
    }
    const onError = (error: unknown) => settle(() => reject(error))
    const onExit = () => onError(new Error('The reading thread ended.'))
    const onAbort = () => onError(signal.reason)
    const timer = setTimeout(() => onError(describeTimeout(task.location, timeoutMs)), timeoutMs)
    const settle = (conclude: () => void) => {
      clearTimeout(timer)
      worker.off('message', onMessage).off('error', onError).off('exit', onExit)
      signal.removeEventListener('abort', onAbort)
      conclude()
    }
    worker.on('message', onMessage).on('error', onError).on('exit', onExit)
    signal.addEventListener('abort', onAbort, { once: true })
    if (signal.aborted) onAbort()
    else worker.postMessage(task, [task.bytes.buffer])
  })
}

function describeTimeout(location: string, timeoutMs: number): KikuError {
  const seconds = Math.max(1, Math.round(timeoutMs / 1000))
  return new KikuError('deadline-exceeded', `“${fileName(location)}” could not be read within ${seconds} seconds.`, {
    remedy: 'Split it into smaller documents, or allow more time for reading.',
    details: { location },
  })
}

function describeCrash(location: string, cause: unknown): KikuError {
  return describeRefusal(
    {
      code: 'document-unreadable',
      predicate: 'could not be read: it may be damaged or too complex',
      remedy: 'Open the file in the program that made it, save it again, and add it once more.',
    },
    location,
    cause,
  )
}
