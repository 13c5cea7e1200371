import type { Document } from '../../domain/document.ts'
import { KikuError } from '../../domain/errors.ts'
import type { DocumentStore, DraftId, ItemKey, SourceStore } from '../../ports/store.ts'
import type { ItemTable } from './memory-store-item-table.ts'
import { createMemorySources, type Revision, type SourceEntry } from './memory-store-sources.ts'
import { toStorableText } from './memory-store-text.ts'

interface Draft extends Revision {
  readonly entry: SourceEntry
}

/** Sources and their documents. Removed items are deleted at once, so there is never anything to sweep. */
export function createMemoryDocuments(table: ItemTable): { sources: SourceStore; documents: DocumentStore } {
  const entries = new Map<string, SourceEntry>()
  const drafts = new Map<DraftId, Draft>()
  let draftsBegun = 0

  function findOpenDraft(id: DraftId): Draft {
    const draft = drafts.get(id)
    if (draft === undefined) throw draftGoneError()
    if (entries.get(draft.document.sourceId) !== draft.entry) throw sourceGoneError()
    return draft
  }

  function retire(entry: SourceEntry, isRetired: (document: Document) => boolean): readonly ItemKey[] {
    const revisions = [...entry.revisions.values()].filter(({ document }) => isRetired(document))
    for (const { document } of revisions) entry.revisions.delete(document.location)
    const removed = revisions.flatMap(({ keys }) => [...keys])
    table.delete(removed)
    return removed
  }

  return {
    sources: createMemorySources(entries, (entry) => retire(entry, () => true)),
    documents: {
      async begin(original) {
        const document = {
          ...original,
          location: toStorableText(original.location),
          title: toStorableText(original.title),
        }
        const entry = entries.get(document.sourceId)
        if (entry === undefined) throw sourceGoneError()
        draftsBegun += 1
        const id = String(draftsBegun)
        drafts.set(id, { document, keys: new Set(), entry })
        return id
      },
      async append(id, items) {
        const { document, keys } = findOpenDraft(id)
        const added = table.insert(items, { documentId: document.id, isVisible: false, siblings: keys })
        for (const key of added) keys.add(key)
        return added
      },
      async commit(id) {
        const { document, keys, entry } = findOpenDraft(id)
        const removed = retire(entry, (each) => each.id === document.id || each.location === document.location)
        entry.revisions.set(document.location, { document, keys })
        entry.failures.delete(document.location)
        table.show([...keys])
        drafts.delete(id)
        return { added: [...keys], removed }
      },
      async discard(id) {
        table.delete([...(drafts.get(id)?.keys ?? [])])
        drafts.delete(id)
      },
      async find(sourceId, location) {
        return entries.get(sourceId)?.revisions.get(toStorableText(location))?.document
      },
      async list(sourceId) {
        const revisions = [...(entries.get(sourceId)?.revisions.values() ?? [])]
        return revisions.map(({ document }) => document).sort(byLocation)
      },
      async remove(documentId) {
        return [...entries.values()].flatMap((entry) => retire(entry, ({ id }) => id === documentId))
      },
      async recordFailure(sourceId, failure) {
        const location = toStorableText(failure.location)
        const message = toStorableText(failure.message)
        entries.get(sourceId)?.failures.set(location, { ...failure, location, message })
      },
      async clearFailures(sourceId) {
        entries.get(sourceId)?.failures.clear()
      },
      async sweep() {
        return 0
      },
    },
  }
}

function byLocation(left: Document, right: Document): number {
  return left.location < right.location ? -1 : 1
}

function sourceGoneError(): KikuError {
  return new KikuError('source-missing', 'The source of this document is not known, or was removed meanwhile.', {
    remedy: 'Look at `kiku sources list` and add the source again if it is still wanted.',
  })
}

function draftGoneError(): KikuError {
  return new KikuError(
    'store-failed',
    'This draft of a document is not open: it was committed, discarded or interrupted.',
    {
      remedy: 'Ingest the source again.',
    },
  )
}
