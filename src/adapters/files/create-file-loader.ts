import { setMaxListeners } from 'node:events'
import { availableParallelism } from 'node:os'
import type { DocumentLoader } from '../../ports/document-loader.ts'
import { detectFormat } from './detect-format.ts'
import { formatOfName } from './formats.ts'
import { describeRefusal, ReadFailure, tooLarge } from './read-failure.ts'
import { createWorkerPool } from './worker-pool.ts'

export interface FileLoaderOptions {
  /** Largest file that is read, in bytes. */
  readonly maxBytes: number
  /** For reading one file, waiting for a thread not counted. */
  readonly timeoutMs: number
  /** Threads, at least 1. By default one less than the machine has cores, and four at most. */
  readonly workers?: number
  /** Memory that a thread may fill before it is ended. 768 unless told otherwise. */
  readonly heapMegabytes?: number
}

/** Reads Markdown, text, HTML, PDF, office documents, tables, JSON and source code, each in a worker thread. */
export function createFileLoader({
  maxBytes,
  timeoutMs,
  workers = defaultWorkers(),
  heapMegabytes = 768,
}: FileLoaderOptions): DocumentLoader {
  const pool = createWorkerPool({ workers: Math.max(1, workers), timeoutMs, heapMegabytes })
  return {
    accepts: (location) => formatOfName(location) !== undefined,
    async load(file, signal) {
      signal.throwIfAborted()
      // One signal rightly serves the many files of a run; Node would take that for a leak.
      setMaxListeners(0, signal)
      try {
        if (file.bytes.byteLength > maxBytes) throw refuseSize(file.bytes.byteLength, maxBytes)
        const format = detectFormat(file)
        const charset = /charset\s*=\s*["']?([\w-]+)/i.exec(file.mediaType ?? '')?.[1]
        const { location } = file
        // A copy, since the thread takes the buffer away and callers still hash and compare theirs.
        const bytes = new Uint8Array(file.bytes)
        return await pool.run({ kind: 'parse', bytes, format, location, ...(charset && { charset }) }, signal)
      } catch (thrown) {
        throw thrown instanceof ReadFailure ? describeRefusal(thrown.refusal, file.location, thrown) : thrown
      }
    },
    close: () => pool.close(),
  }
}

// Two readers already outrun embedding and storing on the main thread.
function defaultWorkers(): number {
  return Math.min(4, Math.max(1, availableParallelism() - 1))
}

function refuseSize(size: number, maxBytes: number): ReadFailure {
  const predicate = `is ${megabytes(size)} MB, more than the ${megabytes(maxBytes)} MB that are read`
  return tooLarge(predicate, 'Split it into smaller documents, or raise the limit in the configuration.')
}

function megabytes(bytes: number): string {
  const value = bytes / (1024 * 1024)
  return value >= 10 ? value.toFixed(0) : value.toFixed(1)
}
