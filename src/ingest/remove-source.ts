import type { Source } from '../domain/document.ts'
import type { ItemKey } from '../ports/store.ts'
import type { IngestPorts } from './ingestor.ts'
import { yieldToEvents } from './yield-to-events.ts'

type RemovePorts = Pick<IngestPorts, 'store' | 'index'>

/** Removes a source with everything that came from it. The store goes first: it is the truth. */
export async function removeSource(source: Source, { store, index }: RemovePorts) {
  const documents = await store.documents.list(source.id)
  const keys = await store.sources.remove(source.id)
  await detachKeys(keys, { index })
  return { documents: documents.length, items: keys.length }
}

/** A page or file that was new and could not be read is not kept; its failure was reported. */
export async function forgetFruitless(source: Source, ports: RemovePorts): Promise<void> {
  if (source.kind !== 'url' && source.kind !== 'file') return
  const documents = await ports.store.documents.list(source.id)
  if (documents.length === 0) await removeSource(source, ports)
}

/** Makes items unfindable, in slices between which others have their turn. */
export async function detachKeys(keys: readonly ItemKey[], { index }: Pick<IngestPorts, 'index'>): Promise<void> {
  for (let start = 0; start < keys.length; start += 1_000) {
    index.detach(keys.slice(start, start + 1_000))
    await yieldToEvents()
  }
}
