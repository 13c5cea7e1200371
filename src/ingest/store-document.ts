import type { Chunk, Document, Source } from '../domain/document.ts'
import { dominantScript } from '../domain/language/scripts.ts'
import type { IndexEntry } from '../index/unified-index.ts'
import type { DraftId, NewItem } from '../ports/store.ts'
import type { IngestRun } from './ingest-run.ts'
import { detachKeys } from './remove-source.ts'

/**
 * Embeds and stores a revision, then swaps it in. Until the commit nobody sees any of it; a failure or an abort before
 * that leaves the earlier revision as it was.
 */
export async function storeDocument(
  document: Document,
  chunks: readonly Chunk[],
  source: Source,
  run: IngestRun,
): Promise<void> {
  const draft = await run.store.documents.begin(document)
  let entries: readonly IndexEntry[]
  let removed: readonly number[]
  try {
    entries = await appendChunks(draft, document, chunks, source, run)
    run.signal.throwIfAborted()
    removed = (await run.store.documents.commit(draft)).removed
  } catch (error) {
    await discardDraft(draft, run)
    throw error
  }
  // The store has changed, so the index follows even where the run is aborted now.
  await detachKeys(removed, run)
  await attachEntries(entries, run)
}

async function appendChunks(
  draft: DraftId,
  document: Document,
  chunks: readonly Chunk[],
  source: Source,
  run: IngestRun,
): Promise<readonly IndexEntry[]> {
  const entries: IndexEntry[] = []
  const batches = inBatches(chunks, run.limits.batchSize)
  let embedding = embedBatch(batches[0], run)
  for (const [number, batch] of batches.entries()) {
    const vectors = await embedding
    run.signal.throwIfAborted()
    // The next batch is embedded while this one is stored.
    embedding = embedBatch(batches[number + 1], run)
    await run.pace()
    const items = batch.map((chunk, place) => toItem(chunk, document, source, vectors[place] ?? []))
    const keys = await run.store.documents.append(draft, items)
    entries.push(...items.flatMap((item, place) => toEntry(item, keys[place])))
  }
  return entries
}

function embedBatch(batch: readonly Chunk[] | undefined, run: IngestRun): ReturnType<IngestRun['embed']> {
  const embedding = batch === undefined ? Promise.resolve([]) : run.embed(batch)
  // Its failure is thrown where it is awaited, which is never when storing fails first.
  embedding.catch(() => {})
  return embedding
}

async function discardDraft(draft: DraftId, run: IngestRun): Promise<void> {
  try {
    await run.store.documents.discard(draft)
  } catch {
    // The sweeper finds it; what made us discard it is the error to report.
    run.telemetry.warn('draft-not-discarded')
  }
}

async function attachEntries(entries: readonly IndexEntry[], { index, limits, pace }: IngestRun): Promise<void> {
  for (const batch of inBatches(entries, limits.batchSize)) {
    await pace()
    index.attach(batch)
  }
}

function toItem(chunk: Chunk, document: Document, source: Source, vectors: NonNullable<NewItem['vectors']>): NewItem {
  return {
    namespace: 'knowledge',
    audience: source.audience,
    createdAt: document.ingestedAt,
    title: chunk.title,
    text: chunk.text,
    location: document.location,
    locator: chunk.locator,
    vectors,
  }
}

function toEntry(item: NewItem, key: number | undefined): IndexEntry[] {
  if (key === undefined) return []
  const { namespace, audience, createdAt, title, text, vectors = [] } = item
  // As the store works it out when it is asked for headers after a restart.
  const script = dominantScript(`${title}\n${text}`)
  return [{ key, namespace, audience, createdAt, threadId: null, script, title, text, vectors }]
}

function inBatches<Item>(items: readonly Item[], size: number): Item[][] {
  const batches: Item[][] = []
  for (let start = 0; start < items.length; start += size) batches.push(items.slice(start, start + size))
  return batches
}
