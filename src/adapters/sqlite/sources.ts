import type { Source } from '../../domain/document.ts'
import type { IngestFailure, ItemKey, SourceStore, SourceSummary } from '../../ports/store.ts'
import type { Connection } from './connection.ts'
import type { BusyRows } from './sweep.ts'
import { toStorableText } from './text.ts'

const REVISIONS_PER_SLICE = 1_000

interface SourceRow {
  readonly key: number
  readonly id: string
  readonly kind: Source['kind']
  readonly location: string
  readonly audience: string
  readonly added_at: number
  readonly refreshed_at: number | null
}

interface CountRow {
  readonly source: number
  readonly documents: number
  readonly items: number
}

/** Where documents come from. */
export function createSourceStore({ database, read, write, breathe }: Connection, busy: BusyRows): SourceStore {
  const columns = 'key, id, kind, location, audience, added_at, refreshed_at'
  const findById = database.prepare<[string], SourceRow>(`SELECT ${columns} FROM sources WHERE id = ? AND removed = 0`)
  const findByLocation = database.prepare<[string, string], SourceRow>(
    `SELECT ${columns} FROM sources WHERE location = ? AND audience = ? AND removed = 0`,
  )
  const insert = database.prepare<[string, string, string, string, number, number | null]>(
    'INSERT INTO sources (id, kind, location, audience, added_at, refreshed_at) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const listAll = database.prepare<[], SourceRow>(`SELECT ${columns} FROM sources WHERE removed = 0 ORDER BY key`)
  const countAll = database.prepare<[], CountRow>(
    `SELECT source, count(*) AS documents, sum(item_count) AS items FROM revisions INDEXED BY revisions_by_count
     WHERE state = 'live' AND source IS NOT NULL GROUP BY source`,
  )
  const listFailures = database.prepare<[number], IngestFailure>(
    'SELECT location, code, message, at FROM failures WHERE source = ? ORDER BY location',
  )
  const refresh = database.prepare<[number, string]>('UPDATE sources SET refreshed_at = ? WHERE id = ? AND removed = 0')
  const hide = database.prepare<[number]>('UPDATE sources SET removed = 1 WHERE key = ?')
  const listRevisions = database
    .prepare<[number, number, number], number>(
      `SELECT id FROM revisions WHERE source = ? AND id > ? AND state = 'live' ORDER BY id LIMIT ?`,
    )
    .pluck()
  const listKeys = database.prepare<[number], number>('SELECT key FROM items WHERE revision = ?').pluck()

  /** The keys of a hidden source, which nobody changes meanwhile: the sweeper spares it. */
  async function readKeys(source: number): Promise<readonly ItemKey[]> {
    const keys: ItemKey[] = []
    for (let after = 0; ; ) {
      const revisions = await read(() => listRevisions.all(source, after, REVISIONS_PER_SLICE))
      for (const revision of revisions) {
        keys.push(...(await read(() => listKeys.all(revision))))
        await breathe()
      }
      if (revisions.length < REVISIONS_PER_SLICE) return keys.sort((left, right) => left - right)
      after = revisions.at(-1) ?? after
    }
  }

  return {
    add(source) {
      return write(() => {
        const location = toStorableText(source.location)
        const existing = findByLocation.get(location, source.audience)
        if (existing !== undefined) return toSource(existing)
        insert.run(source.id, source.kind, location, source.audience, source.addedAt, source.refreshedAt ?? null)
        return { ...source, location }
      })
    },
    async find(id) {
      const row = await read(() => findById.get(id))
      return row && toSource(row)
    },
    list() {
      return read(() => {
        const counts = new Map(countAll.all().map((row) => [row.source, row]))
        return listAll.all().map((row): SourceSummary => {
          const { documents = 0, items = 0 } = counts.get(row.key) ?? {}
          return { ...toSource(row), documents, items, failures: listFailures.all(row.key) }
        })
      })
    },
    async markRefreshed(id, at) {
      await write(() => refresh.run(at, id))
    },
    async remove(id) {
      const source = await write(() => {
        const row = findById.get(id)
        // One row hides every document; the sweeper deletes them in slices.
        if (row === undefined) return undefined
        hide.run(row.key)
        busy.sources.add(row.key)
        return row.key
      })
      if (source === undefined) return []
      try {
        return await readKeys(source)
      } finally {
        busy.sources.delete(source)
      }
    },
  }
}

function toSource(row: SourceRow): Source {
  const { id, kind, location, audience } = row
  const source = { id, kind, location, audience, addedAt: row.added_at }
  return row.refreshed_at === null ? source : { ...source, refreshedAt: row.refreshed_at }
}
