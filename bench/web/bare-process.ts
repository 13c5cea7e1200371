import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { MemoryVectorStore } from '@langchain/classic/vectorstores/memory'
import { HNSWLib } from '@langchain/community/vectorstores/hnswlib'
import type { Document } from '@langchain/core/documents'
import { Hono } from 'hono'
import { serveRemote } from '../chat/remote.ts'
import { readChunks } from '../corpus/corpus.ts'
import { readVectors } from '../corpus/vectors.ts'
import { BundledEmbeddings } from '../jobs/langchain-embeddings.ts'
import { hnswlibFolder, toDocument } from '../jobs/prepare-hnswlib.ts'
import { HITS } from './settings.ts'
import { createWatch } from './watch-process.ts'

// A retriever of LangChain behind Hono, as one would write it: no sign-in, no limits, no checks.

export interface BareSetting {
  readonly work: string
  readonly store: 'hnswlib' | 'memory'
}

const calls = {
  ...createWatch(),
  /** @returns its address */
  async open({ work, store }: BareSetting): Promise<string> {
    const vectors = store === 'hnswlib' ? await loadHnswlib(work) : await fillMemory(work)
    const filter = ({ metadata }: Document): boolean => metadata.audience === 'public'
    const retriever = vectors.asRetriever({ k: HITS, filter })
    const app = new Hono()
    app.post('/v1/search', async (context) => {
      const { query } = await context.req.json()
      const found = await retriever.invoke(query)
      return context.json({ evidence: found.map(({ pageContent, metadata }) => ({ text: pageContent, ...metadata })) })
    })
    const server = createAdaptorServer({ fetch: app.fetch })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  },
}

export type BareCalls = typeof calls

function loadHnswlib(work: string): Promise<HNSWLib> {
  return HNSWLib.load(hnswlibFolder(work), new BundledEmbeddings())
}

async function fillMemory(work: string): Promise<MemoryVectorStore> {
  const [chunks, vectors] = [await readChunks(work), await readVectors(work)]
  const store = new MemoryVectorStore(new BundledEmbeddings())
  await store.addVectors(
    chunks.map((_, place) => Array.from(vectors.row(place))),
    chunks.map(toDocument),
  )
  return store
}

serveRemote(calls)
