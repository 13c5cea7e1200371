import type { Document } from '../domain/document.ts'
import type { IngestPorts } from './ingestor.ts'
import { detachKeys } from './remove-source.ts'

/** Removes one document from the store and then from the index. */
export async function removeDocument(
  document: Document,
  { store, index }: Pick<IngestPorts, 'store' | 'index'>,
): Promise<void> {
  await detachKeys(await store.documents.remove(document.id), { index })
}
