import { join } from 'node:path'
import { HNSWLib } from '@langchain/community/vectorstores/hnswlib'
import { Document } from '@langchain/core/documents'
import { type BenchChunk, readChunks } from '../corpus/corpus.ts'
import { readVectors } from '../corpus/vectors.ts'
import { measureWork, type WorkCost } from '../measure/measure-work.ts'
import { BundledEmbeddings } from './langchain-embeddings.ts'

const BATCH = 500

export function hnswlibFolder(work: string): string {
  return join(work, 'langchain-hnswlib')
}

/** What LangChain's stores keep of a chunk. */
export interface ChunkMetadata {
  readonly place: number
  readonly title: string
  readonly audience: string
}

export function toDocument({ title, text, audience }: BenchChunk, place: number): Document<ChunkMetadata & object> {
  return new Document({ pageContent: text, metadata: { place, title, audience } })
}

/** Builds LangChain's HNSWLib store of the same chunks and vectors and saves it. */
export async function prepareHnswlib({ work }: { readonly work: string }): Promise<WorkCost> {
  const chunks = await readChunks(work)
  const vectors = await readVectors(work)
  const store = new HNSWLib(new BundledEmbeddings(), { space: 'cosine', numDimensions: vectors.dimension })
  const { result: _none, ...cost } = await measureWork(async () => {
    for (let at = 0; at < chunks.length; at += BATCH) {
      const batch = chunks.slice(at, at + BATCH)
      await store.addVectors(
        batch.map((_, place) => Array.from(vectors.row(at + place))),
        batch.map((chunk, place) => toDocument(chunk, at + place)),
      )
      await new Promise((resolve) => setImmediate(resolve))
    }
    await store.save(hnswlibFolder(work))
  })
  return cost
}
