import type { Chunk } from '../domain/document.ts'
import type { IndexWriter } from '../index/unified-index.ts'
import type { SpaceVector } from '../ports/store.ts'
import type { Pace } from './pace.ts'

/** Vectors of each chunk, one per space of the knowledge namespace; none where the embedder cannot be reached. */
export type EmbedChunks = (chunks: readonly Chunk[]) => Promise<readonly (readonly SpaceVector[])[]>

export interface EmbeddingQueueOptions {
  readonly index: IndexWriter
  readonly batchSize: number
  readonly pace: Pace
  readonly signal: AbortSignal
}

interface Request {
  readonly chunks: readonly Chunk[]
  readonly resolve: (vectors: readonly (readonly SpaceVector[])[]) => void
  readonly reject: (reason: unknown) => void
}

// One call under way and one prepared keep an embedder busy; more would only wait.
const CALLS_AT_ONCE = 2

/**
 * Embeds the chunks of many documents in common batches, since most documents are a few chunks and a call costs the
 * same for one as for sixty. Holds no more than its callers wait for.
 */
export function createEmbeddingQueue({ index, batchSize, pace, signal }: EmbeddingQueueOptions): EmbedChunks {
  const waiting: Request[] = []
  let calls = 0

  return (chunks) =>
    new Promise((resolve, reject) => {
      waiting.push({ chunks, resolve, reject })
      startCalls()
    })

  function startCalls(): void {
    while (calls < CALLS_AT_ONCE && waiting.length > 0) {
      calls += 1
      void embedTogether(takeBatch())
    }
  }

  function takeBatch(): Request[] {
    let size = 0
    let count = 0
    for (const request of waiting) {
      size += request.chunks.length
      if (count > 0 && size > batchSize) break
      count += 1
    }
    return waiting.splice(0, count)
  }

  /** Settles all requests, never rejects itself, and makes room for the next call. */
  async function embedTogether(batch: readonly Request[]): Promise<void> {
    try {
      // An embedder in this process computes before it waits for anything.
      await pace()
      signal.throwIfAborted()
      const vectors = await index.embedKeys('knowledge', batch.flatMap(toTexts), signal)
      let offset = 0
      for (const { chunks, resolve } of batch) {
        resolve(vectors.slice(offset, offset + chunks.length))
        offset += chunks.length
      }
    } catch (error) {
      for (const { reject } of batch) reject(error)
    }
    calls -= 1
    startCalls()
  }
}

function toTexts({ chunks }: Request) {
  return chunks.map(({ title, text }) => ({ title, text }))
}
