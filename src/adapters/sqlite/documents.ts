import type { Document } from '../../domain/document.ts'
import { KikuError } from '../../domain/errors.ts'
import type { DocumentStore, DraftId } from '../../ports/store.ts'
import type { Connection } from './connection.ts'
import { createRevisionTable, type DraftRow, toDocument } from './document-rows.ts'
import type { ItemWriter } from './item-rows.ts'
import { type BusyRows, PURGED_WITH_REMOVAL, type Sweeper } from './sweep.ts'
import { toStorableText } from './text.ts'

const DOCUMENTS_PER_SLICE = 2_000

export interface DocumentStoreParts {
  readonly connection: Connection
  readonly writer: ItemWriter
  readonly sweeper: Sweeper
  /** Told here of drafts, so that the sweeper spares what is being written. */
  readonly busy: BusyRows
}

/** Documents, revision by revision. */
export function createDocumentStore({ connection, writer, sweeper, busy }: DocumentStoreParts): DocumentStore {
  const { read, write, breathe } = connection
  const table = createRevisionTable(connection)

  function findOpenDraft(draft: DraftId): DraftRow {
    const row = busy.drafts.has(Number(draft)) ? table.findDraft.get(Number(draft)) : undefined
    if (row === undefined) throw draftGoneError()
    if (row.removed === 1) throw sourceGoneError()
    return row
  }

  return {
    begin(document) {
      return write(() => {
        const source = table.findSource.get(document.sourceId)
        if (source === undefined) throw sourceGoneError()
        const revision = Number(table.insertDraft.run(...toDraftRow(source, document)).lastInsertRowid)
        busy.drafts.add(revision)
        return String(revision)
      })
    },
    append(draft, items) {
      return write(() => writer.insert(findOpenDraft(draft).id, items))
    },
    async commit(draft) {
      const changed = await write(() => {
        const { id, source, document_id, location } = findOpenDraft(draft)
        const earlier = table.findEarlier.all(source, document_id, source, location)
        const removed = earlier.flatMap((revision) => table.listKeys.all(revision))
        for (const revision of earlier) table.retire.run(revision)
        table.show.run(id)
        table.forgetFailure.run(source, location)
        return { added: table.listKeys.all(id), removed }
      })
      busy.drafts.delete(Number(draft))
      return changed
    },
    async discard(draft) {
      // Given up even where the disk is too full to say so: the sweeper deletes it then.
      if (busy.drafts.delete(Number(draft))) await write(() => table.retire.run(Number(draft)))
    },
    async find(sourceId, location) {
      const row = await read(() => table.findDocument.get(sourceId, toStorableText(location)))
      return row && toDocument(row)
    },
    async list(sourceId) {
      const documents: Document[] = []
      for (let after = ''; ; ) {
        const rows = await read(() => table.listDocuments.all(sourceId, after, DOCUMENTS_PER_SLICE))
        documents.push(...rows.map(toDocument))
        const last = rows.at(-1)
        if (last === undefined || rows.length < DOCUMENTS_PER_SLICE) return documents
        after = last.location
        await breathe()
      }
    },
    remove(documentId) {
      return write(() => {
        const revisions = table.findRevisions.all(documentId)
        const keys = revisions.flatMap((revision) => table.listKeys.all(revision))
        for (const revision of revisions) table.retire.run(revision)
        sweeper.purge(PURGED_WITH_REMOVAL)
        return keys
      })
    },
    async recordFailure(sourceId, { location, code, message, at }) {
      // A source that was removed meanwhile has nothing to report any more.
      await write(() => table.noteFailure.run(toStorableText(location), code, toStorableText(message), at, sourceId))
    },
    async clearFailures(sourceId) {
      await write(() => table.forgetFailures.run(sourceId))
    },
    sweep: sweeper.sweep,
  }
}

function toDraftRow(source: number, document: Document) {
  const { id, location, title, mediaType, contentHash, byteSize, ingestedAt } = document
  const texts = [toStorableText(location), toStorableText(title)] as const
  return [source, id, ...texts, mediaType, contentHash, byteSize, ingestedAt] as const
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
