import { KikuError } from '../../domain/errors.ts'
import type { ItemKey, SpaceVector, VectorStore } from '../../ports/store.ts'
import type { Connection } from './connection.ts'
import type { RecordReader } from './item-rows.ts'
import { createKeyWindows } from './key-windows.ts'
import { fromBlob, toBlob } from './vector-blob.ts'

const VECTORS_PER_WINDOW = 1_000
const ITEMS_PER_WINDOW = 5_000
const PUTS_PER_SLICE = 500
const DROPS_PER_SLICE = 500

/** Vectors of items, by the space that they were made for. */
export function createVectorStore(connection: Connection, putVector: VectorWriter, records: RecordReader): VectorStore {
  const { database, write, breathe } = connection
  const { readWindows, readPage } = createKeyWindows(connection)
  const findSpace = database.prepare<[string], number>('SELECT id FROM spaces WHERE name = ?').pluck()
  const spaceIdOf = (name: string) => findSpace.get(name) ?? 0
  const listWindow = database.prepare<[number, number, number, number], { key: number; vector: Buffer }>(
    `SELECT v.key, v.vector FROM vectors v CROSS JOIN visible_items i
     WHERE v.space = ? AND v.key > ? AND v.key <= ? AND i.key = v.key ORDER BY v.key LIMIT ?`,
  )
  const isMissing = `i.key > ? AND i.key <= ? AND i.namespace = ?
    AND NOT EXISTS (SELECT 1 FROM vectors v WHERE v.space = ? AND v.key = i.key)`
  const missingWindow = database
    .prepare<[number, number, string, number, number], number>(
      `SELECT i.key FROM visible_items i WHERE ${isMissing} ORDER BY i.key LIMIT ?`,
    )
    .pluck()
  const countWindow = database
    .prepare<[number, number, string, number], number>(`SELECT count(*) FROM visible_items i WHERE ${isMissing}`)
    .pluck()
  const otherSpace = database
    .prepare<[string], number>('SELECT id FROM spaces WHERE name NOT IN (SELECT value FROM json_each(?)) LIMIT 1')
    .pluck()
  const dropVectors = database.prepare<[number, number]>(
    'DELETE FROM vectors WHERE id IN (SELECT id FROM vectors WHERE space = ? LIMIT ?)',
  )
  const dropSpace = database.prepare<[number]>('DELETE FROM spaces WHERE id = ?')

  /** @returns how many vectors went, fewer than `most` only when no other space is left. */
  function dropSlice(keep: string, most: number): number {
    let dropped = 0
    while (dropped < most) {
      const space = otherSpace.get(keep)
      if (space === undefined) break
      const { changes } = dropVectors.run(space, most - dropped)
      if (changes === 0) dropSpace.run(space)
      dropped += changes
    }
    return dropped
  }

  return {
    async put(space, vectors) {
      // Each vector stands alone, so a large batch may be stored piece by piece; a kill leaves the rest `missing`.
      for (let start = 0; start < vectors.length; start += PUTS_PER_SLICE) {
        if (start > 0) await breathe()
        const slice = vectors.slice(start, start + PUTS_PER_SLICE)
        await write(() => {
          for (const { key, vector } of slice) putVector(key, { space, vector })
        })
      }
    },
    list(space, page) {
      return readPage(page, VECTORS_PER_WINDOW, (after, last, most) =>
        listWindow
          .all(spaceIdOf(space), after, last, most)
          .map(({ key, vector }) => ({ key, vector: fromBlob(vector) })),
      )
    },
    async missing(space, namespace, page) {
      const keys = await readPage(page, ITEMS_PER_WINDOW, (after, last, most) =>
        missingWindow.all(after, last, namespace, spaceIdOf(space), most),
      )
      return records.read(keys)
    },
    async countMissing(space, namespace) {
      let count = 0
      await readWindows(0, ITEMS_PER_WINDOW, (after, last) => {
        count += countWindow.get(after, last, namespace, spaceIdOf(space)) ?? 0
        return 'more'
      })
      return count
    },
    async dropOtherSpaces(keep, limit) {
      const kept = JSON.stringify(keep)
      let dropped = 0
      while (dropped < limit) {
        const most = Math.min(limit - dropped, DROPS_PER_SLICE)
        const slice = await write(() => dropSlice(kept, most))
        dropped += slice
        if (slice < most) break
        await breathe()
      }
      return dropped
    },
  }
}

/** Stores one vector, inside the caller's transaction. Ignores a key that is gone. */
export type VectorWriter = (key: ItemKey, vector: SpaceVector) => void

/** @throws KikuError `embedder-mismatch` for a vector of another length than its space has */
export function createVectorWriter({ database }: Pick<Connection, 'database'>): VectorWriter {
  const internSpace = database.prepare<[string, number]>(
    'INSERT INTO spaces (name, dimension) VALUES (?, ?) ON CONFLICT (name) DO NOTHING',
  )
  const findSpace = database.prepare<[string], { id: number; dimension: number }>(
    'SELECT id, dimension FROM spaces WHERE name = ?',
  )
  const upsert = database.prepare<[number, number, Buffer, number]>(
    `INSERT INTO vectors (space, key, vector) SELECT ?, ?, ? WHERE EXISTS (SELECT 1 FROM items WHERE key = ?)
     ON CONFLICT (space, key) DO UPDATE SET vector = excluded.vector`,
  )

  function spaceFor(name: string, dimension: number): { id: number; dimension: number } {
    const known = findSpace.get(name)
    if (known !== undefined) return known
    return { id: Number(internSpace.run(name, dimension).lastInsertRowid), dimension }
  }

  return (key, { space: name, vector }) => {
    const space = spaceFor(name, vector.length)
    if (space.dimension !== vector.length) throw mismatchError(space.dimension, vector.length)
    upsert.run(space.id, key, toBlob(vector), key)
  }
}

function mismatchError(expected: number, actual: number): KikuError {
  return new KikuError(
    'embedder-mismatch',
    `The embedder gave a vector of ${actual} numbers where its earlier ones have ${expected}.`,
    {
      remedy: 'Check that the embedding model is still the one that the index was built with.',
      details: { expected, actual },
    },
  )
}
