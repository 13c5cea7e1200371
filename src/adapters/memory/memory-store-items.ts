import type { ItemHeader, ItemRecord, ItemStore } from '../../ports/store.ts'
import type { ItemTable } from './memory-store-item-table.ts'

/** Items as the index and the agents read them. */
export function createMemoryItems(table: ItemTable): ItemStore {
  return {
    async add(items) {
      return table.insert(items, { documentId: null, isVisible: true })
    },
    async remove(keys) {
      table.delete(keys)
    },
    async get(keys) {
      return keys.flatMap((key) => table.find(key)?.record ?? [])
    },
    async listHeaders(page) {
      return table.page(page, () => true).map(toHeader)
    },
    async neighbours(key, radius) {
      const row = table.find(key)
      if (row === undefined) return []
      const records = [...(row.siblings ?? [key])].flatMap((sibling) => table.find(sibling)?.record ?? [])
      const at = records.indexOf(row.record)
      return records.slice(Math.max(0, at - radius), at + radius + 1)
    },
    async listOfThread(threadId, namespace, limit) {
      const isWanted = (record: ItemRecord) => record.threadId === threadId && record.namespace === namespace
      return table.page({ after: 0, limit }, isWanted)
    },
    async count() {
      return table.count()
    },
  }
}

function toHeader({ key, namespace, audience, createdAt, threadId, script }: ItemRecord): ItemHeader {
  return { key, namespace, audience, createdAt, threadId, script }
}
