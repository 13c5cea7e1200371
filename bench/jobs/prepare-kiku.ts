import type { Source } from '../../src/domain/document.ts'
import { dominantScript } from '../../src/domain/language/scripts.ts'
import type { NewItem, Store } from '../../src/ports/store.ts'
import { type BenchChunk, readChunks } from '../corpus/corpus.ts'
import { readVectors, type VectorTable } from '../corpus/vectors.ts'
import { measureWork, type WorkCost } from '../measure/measure-work.ts'
import { dataFolder, openBenchIndex } from './open-bench-index.ts'

/** Chunks of one document. */
const DOCUMENT = 50

/**
 * Fills a data folder with the corpus, one item key after the other from 1, and leaves it as a tidy shutdown would:
 * graph built where one pays, snapshots saved.
 */
export async function prepareKiku({ work }: { readonly work: string }): Promise<{
  readonly store: WorkCost
  readonly maintain: WorkCost
}> {
  const { signal } = new AbortController()
  const chunks = await readChunks(work)
  const vectors = await readVectors(work)
  const { store, index, close } = await openBenchIndex(dataFolder(work), signal)
  const space = index.shelf('knowledge').vectors.keys().next().value!
  const { result: _none, ...storing } = await measureWork(async () => {
    for (const audience of new Set(chunks.map((chunk) => chunk.audience))) await addSource(store, audience)
    for (let at = 0; at < chunks.length; at += DOCUMENT) {
      const items = chunks.slice(at, at + DOCUMENT).map((chunk, place) => toItem(chunk, vectors, at + place, space))
      const added = await addDocument(store, items, at)
      index.attach(
        items.map((item, place) => ({
          ...item,
          key: added[place]!,
          threadId: null,
          script: dominantScript(`${item.title} ${item.text}`),
          vectors: item.vectors ?? [],
        })),
      )
    }
  })
  const { result: _nothing, ...maintain } = await measureWork(() => index.maintain(signal))
  await close()
  return { store: storing, maintain }
}

async function addSource(store: Store, audience: string): Promise<Source> {
  return store.sources.add({ id: audience, kind: 'folder', location: `/bench/${audience}`, audience, addedAt: 0 })
}

function toItem({ title, text, audience }: BenchChunk, vectors: VectorTable, at: number, space: string): NewItem {
  return {
    namespace: 'knowledge',
    audience,
    createdAt: 0,
    title,
    text,
    location: `/bench/${Math.floor(at / DOCUMENT)}.md`,
    locator: {},
    vectors: [{ space, vector: vectors.row(at) }],
  }
}

async function addDocument(store: Store, items: readonly NewItem[], at: number): Promise<readonly number[]> {
  const id = `document-${at}`
  const draft = await store.documents.begin({
    id,
    sourceId: 'public',
    location: `/bench/${at / DOCUMENT}.md`,
    title: id,
    mediaType: 'text/markdown',
    contentHash: id,
    byteSize: 0,
    ingestedAt: 0,
  })
  await store.documents.append(draft, items)
  const { added } = await store.documents.commit(draft)
  if (added[0] !== at + 1) throw new Error(`Item ${added[0]} where ${at + 1} was expected.`)
  return added
}
