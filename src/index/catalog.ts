import type { Script } from '../domain/language/scripts.ts'
import type { ItemHeader, ItemKey } from '../ports/store.ts'
import { createColumns } from './catalog-columns.ts'
import type { Permission, PermissionQuery } from './permission.ts'

/** Gives the items of one namespace small dense numbers, and says which of them a query may see. */
export interface Catalog {
  readonly size: number
  /** Adds an item, or finds it. @returns its ordinal. */
  add(header: ItemHeader): number
  /** @returns the ordinal that it had, now free for another item; undefined when it is not there. */
  remove(key: ItemKey): number | undefined
  /** @returns -1 when it is not there. */
  ordinalOf(key: ItemKey): number
  /** @throws RangeError for an ordinal that is not in use. */
  keyOf(ordinal: number): ItemKey
  /** The keys of all items, in order of arrival. */
  keys(): ItemKey[]
  scriptOf(ordinal: number): Script
  /** The one place where audiences are decided. Both legs obey the mask. */
  permit(query: PermissionQuery): Permission
}

/** Masks kept for repeated audiences. Each costs a byte per item. */
const MOST_MASKS = 16

export function createCatalog(): Catalog {
  const columns = createColumns()
  const ordinals = new Map<ItemKey, number>()
  const free: number[] = []
  const masks = new Map<string, Permission>()
  return {
    get size() {
      return ordinals.size
    },
    add(header) {
      const known = ordinals.get(header.key)
      if (known !== undefined) return known
      const ordinal = free.pop() ?? columns.length
      columns.write(ordinal, header)
      ordinals.set(header.key, ordinal)
      masks.clear()
      return ordinal
    },
    remove(key) {
      const ordinal = ordinals.get(key)
      if (ordinal === undefined) return undefined
      columns.clear(ordinal)
      ordinals.delete(key)
      free.push(ordinal)
      masks.clear()
      return ordinal
    },
    ordinalOf: (key) => ordinals.get(key) ?? -1,
    keyOf(ordinal) {
      const key = columns.keyAt(ordinal)
      if (key === 0) throw new RangeError(`Ordinal ${ordinal} is not in use.`)
      return key
    },
    keys: () => [...ordinals.keys()],
    scriptOf: (ordinal) => columns.scriptAt(ordinal),
    permit(query) {
      if (query.since !== undefined || query.until !== undefined || query.thread !== undefined) {
        return columns.permit(query)
      }
      const name = JSON.stringify([...query.audience].sort())
      const cached = masks.get(name)
      if (cached !== undefined) return cached
      const permission = columns.permit(query)
      const oldest = masks.keys().next().value
      if (masks.size >= MOST_MASKS && oldest !== undefined) masks.delete(oldest)
      masks.set(name, permission)
      return permission
    },
  }
}
