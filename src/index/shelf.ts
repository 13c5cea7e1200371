import type { Namespace } from '../domain/task.ts'
import type { LexicalIndex } from '../ports/lexical-index.ts'
import type { ItemKey, SpaceVector } from '../ports/store.ts'
import type { VectorIndex } from '../ports/vector-index.ts'
import { type Catalog, createCatalog } from './catalog.ts'
import type { IndexEntry } from './unified-index.ts'

/** One namespace of the index: its catalog, its lexical leg, and a dense leg for each vector space. */
export interface Shelf {
  readonly namespace: Namespace
  readonly catalog: Catalog
  readonly lexical: LexicalIndex
  /** By space name. */
  readonly vectors: ReadonlyMap<string, VectorIndex>
  /** @throws RangeError for a space that this shelf has not. */
  vectorsFor(space: string): VectorIndex
  /** Lets go of the vectors of all other spaces. */
  keepSpaces(spaces: readonly string[]): void
  attach(entries: readonly IndexEntry[]): void
  /** Adds vectors of items that are in the catalog; others, and other spaces, are ignored. */
  attachVectors(rows: readonly { readonly key: ItemKey; readonly vectors: readonly SpaceVector[] }[]): void
  detach(keys: readonly ItemKey[]): void
}

export interface ShelfOptions {
  readonly namespace: Namespace
  readonly lexical: LexicalIndex
  readonly vectors: ReadonlyMap<string, VectorIndex>
}

export function createShelf({ namespace, lexical, ...options }: ShelfOptions): Shelf {
  const catalog = createCatalog()
  const vectors = new Map(options.vectors)
  const attachVectors: Shelf['attachVectors'] = (rows) => {
    for (const [space, index] of vectors) {
      const entries = rows.flatMap((row) => {
        const ordinal = catalog.ordinalOf(row.key)
        const found = row.vectors.find((vector) => vector.space === space)
        return ordinal < 0 || found === undefined ? [] : [{ ordinal, vector: found.vector }]
      })
      index.upsert(entries)
    }
  }
  return {
    namespace,
    catalog,
    lexical,
    vectors,
    vectorsFor(space) {
      const index = vectors.get(space)
      if (index === undefined) throw new RangeError(`${namespace} has no vectors of the space ${space}.`)
      return index
    },
    keepSpaces(spaces) {
      for (const space of vectors.keys()) if (!spaces.includes(space)) vectors.delete(space)
    },
    attach(entries) {
      lexical.upsert(entries.map((entry) => ({ ordinal: catalog.add(entry), title: entry.title, text: entry.text })))
      attachVectors(entries)
    },
    attachVectors,
    detach(keys) {
      const ordinals = keys.flatMap((key) => {
        const ordinal = catalog.remove(key)
        return ordinal === undefined ? [] : [ordinal]
      })
      if (ordinals.length === 0) return
      lexical.remove(ordinals)
      for (const index of vectors.values()) index.remove(ordinals)
    },
  }
}
