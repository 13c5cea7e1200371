import { KikuError } from '../../domain/errors.ts'
import { dominantScript } from '../../domain/language/scripts.ts'
import type { ItemKey, ItemRecord, NewItem, Page, SpaceVector } from '../../ports/store.ts'
import { toStorableText } from './memory-store-text.ts'

/** The items of all documents and threads, as the parts of the memory store share them. */
export interface ItemTable {
  /** Adds items, hidden ones for a draft. @returns their keys, in order. */
  insert(items: readonly NewItem[], place: Placement): readonly ItemKey[]
  /** Shows the items of a draft. */
  show(keys: readonly ItemKey[]): void
  /** Deletes items with their vectors. Keys that are gone are ignored. */
  delete(keys: readonly ItemKey[]): void
  /** The visible item of a key. */
  find(key: ItemKey): ItemRow | undefined
  /** Visible records that pass the test, in ascending key order. */
  page(page: Page, accepts: (record: ItemRecord) => boolean): readonly ItemRecord[]
  count(): number
  /** @throws KikuError `embedder-mismatch` for a vector of another length than its space has */
  putVector(key: ItemKey, vector: SpaceVector): void
  findVector(space: string, key: ItemKey): Float32Array | undefined
  /** Forgets spaces, at most `limit` vectors. @returns how many vectors went. */
  dropSpaces(isDropped: (space: string) => boolean, limit: number): number
}

interface Placement {
  readonly documentId: string | null
  readonly isVisible: boolean
  /** Keys of all items of the same document, in reading order; loses the keys that are deleted. */
  readonly siblings?: Set<ItemKey>
}

interface ItemRow extends Omit<Placement, 'documentId'> {
  readonly record: ItemRecord
}

interface Space {
  readonly dimension: number
  readonly vectors: Map<ItemKey, Float32Array>
}

export function createItemTable(): ItemTable {
  // Indexed by key; keys are never reused, so deleted ones stay empty.
  const rows: (ItemRow | undefined)[] = [undefined]
  const spaces = new Map<string, Space>()
  let visible = 0

  function find(key: ItemKey): ItemRow | undefined {
    const row = rows[key]
    return row?.isVisible === true ? row : undefined
  }

  function putVector(key: ItemKey, { space: name, vector }: SpaceVector): void {
    const space = spaces.get(name) ?? { dimension: vector.length, vectors: new Map() }
    if (space.dimension !== vector.length) throw mismatchError(space.dimension, vector.length)
    spaces.set(name, space)
    if (rows[key] !== undefined) space.vectors.set(key, vector.slice())
  }

  return {
    find,
    putVector,
    insert(items, { documentId, ...place }) {
      checkDimensions(items, spaces)
      return items.map((item) => {
        const key = rows.length
        rows.push({ record: toRecord(key, documentId, item), ...place })
        if (place.isVisible) visible += 1
        for (const vector of item.vectors ?? []) putVector(key, vector)
        return key
      })
    },
    show(keys) {
      for (const key of keys) {
        const row = rows[key]
        if (row === undefined || row.isVisible) continue
        rows[key] = { ...row, isVisible: true }
        visible += 1
      }
    },
    delete(keys) {
      for (const key of keys) {
        if (find(key) !== undefined) visible -= 1
        rows[key]?.siblings?.delete(key)
        rows[key] = undefined
        for (const { vectors } of spaces.values()) vectors.delete(key)
      }
    },
    page({ after, limit }, accepts) {
      const records: ItemRecord[] = []
      for (let key = after + 1; key < rows.length && records.length < limit; key += 1) {
        const row = find(key)
        if (row !== undefined && accepts(row.record)) records.push(row.record)
      }
      return records
    },
    count: () => visible,
    findVector: (space, key) => spaces.get(space)?.vectors.get(key),
    dropSpaces(isDropped, limit) {
      let dropped = 0
      for (const [name, { vectors }] of spaces) {
        if (!isDropped(name)) continue
        for (const key of vectors.keys()) {
          if (dropped >= limit) return dropped
          vectors.delete(key)
          dropped += 1
        }
        spaces.delete(name)
      }
      return dropped
    },
  }
}

function toRecord(key: ItemKey, documentId: string | null, item: NewItem): ItemRecord {
  const { namespace, audience, createdAt, locator, threadId = null } = item
  const title = toStorableText(item.title)
  const text = toStorableText(item.text)
  const location = toStorableText(item.location)
  const script = dominantScript(`${title}\n${text}`)
  return { key, namespace, audience, createdAt, threadId, script, title, text, location, locator, documentId }
}

// Before anything is added, since a failed insert leaves nothing behind.
function checkDimensions(items: readonly NewItem[], spaces: ReadonlyMap<string, Space>): void {
  const dimensions = new Map<string, number>()
  for (const { space, vector } of items.flatMap((item) => item.vectors ?? [])) {
    const dimension = spaces.get(space)?.dimension ?? dimensions.get(space) ?? vector.length
    if (dimension !== vector.length) throw mismatchError(dimension, vector.length)
    dimensions.set(space, dimension)
  }
}

function mismatchError(expected: number, actual: number): KikuError {
  const message = `The embedder gave a vector of ${actual} numbers where its earlier ones have ${expected}.`
  const remedy = 'Check that the embedding model is still the one that the index was built with.'
  return new KikuError('embedder-mismatch', message, { remedy, details: { expected, actual } })
}
