import type { Document, Source } from '../../domain/document.ts'
import { KikuError } from '../../domain/errors.ts'
import type { IngestFailure, ItemKey, SourceStore, SourceSummary } from '../../ports/store.ts'
import { toStorableText } from './memory-store-text.ts'

/** One document as it stands, or in the making. */
export interface Revision {
  readonly document: Document
  /** In reading order. */
  readonly keys: Set<ItemKey>
}

/** A source with what belongs to it. */
export interface SourceEntry {
  source: Source
  /** By location. */
  readonly revisions: Map<string, Revision>
  /** By location. */
  readonly failures: Map<string, IngestFailure>
}

/** @param retireAll deletes the documents of a source and tells the keys of their items */
export function createMemorySources(
  entries: Map<string, SourceEntry>,
  retireAll: (entry: SourceEntry) => readonly ItemKey[],
): SourceStore {
  return {
    async add(original) {
      const source: Source = { ...original, location: toStorableText(original.location) }
      const { location, audience } = source
      const existing = [...entries.values()].find(
        (entry) => entry.source.location === location && entry.source.audience === audience,
      )
      if (existing !== undefined) return existing.source
      if (entries.has(source.id)) throw takenError()
      entries.set(source.id, { source, revisions: new Map(), failures: new Map() })
      return source
    },
    async find(id) {
      return entries.get(id)?.source
    },
    async list() {
      return [...entries.values()].map(toSummary)
    },
    async markRefreshed(id, at) {
      const entry = entries.get(id)
      if (entry !== undefined) entry.source = { ...entry.source, refreshedAt: at }
    },
    async remove(id) {
      const entry = entries.get(id)
      entries.delete(id)
      return entry === undefined ? [] : [...retireAll(entry)].sort((left, right) => left - right)
    },
  }
}

function toSummary({ source, revisions, failures }: SourceEntry): SourceSummary {
  const items = [...revisions.values()].reduce((sum, { keys }) => sum + keys.size, 0)
  const inOrder = [...failures.values()].sort((left, right) => (left.location < right.location ? -1 : 1))
  return { ...source, documents: revisions.size, items, failures: inOrder }
}

function takenError(): KikuError {
  return new KikuError('store-failed', 'Another source has this identifier already.', {
    remedy: 'Report this as a bug.',
  })
}
