import type { VectorStore } from '../../ports/store.ts'
import type { ItemTable } from './memory-store-item-table.ts'

/** Vectors of items, by the space that they were made for. */
export function createMemoryVectors(table: ItemTable): VectorStore {
  const lacks = (space: string, key: number) => table.findVector(space, key) === undefined

  return {
    async put(space, vectors) {
      for (const { key, vector } of vectors) table.putVector(key, { space, vector })
    },
    async list(space, page) {
      const records = table.page(page, ({ key }) => !lacks(space, key))
      return records.flatMap(({ key }) => {
        const vector = table.findVector(space, key)
        return vector === undefined ? [] : [{ key, vector: vector.slice() }]
      })
    },
    async missing(space, namespace, page) {
      return table.page(page, (record) => record.namespace === namespace && lacks(space, record.key))
    },
    async countMissing(space, namespace) {
      const all = { after: 0, limit: Number.POSITIVE_INFINITY }
      return table.page(all, (record) => record.namespace === namespace && lacks(space, record.key)).length
    },
    async dropOtherSpaces(keep, limit) {
      return table.dropSpaces((space) => !keep.includes(space), limit)
    },
  }
}
