import type { Script } from '../domain/language/scripts.ts'
import type { ItemHeader, ItemKey } from '../ports/store.ts'
import type { Permission, PermissionQuery } from './permission.ts'

/** The headers of a catalog by column, so that a mask over 100,000 items takes a fraction of a millisecond. */
export interface CatalogColumns {
  /** One above the highest ordinal ever written. */
  readonly length: number
  write(ordinal: number, header: ItemHeader): void
  clear(ordinal: number): void
  /** 0 where nothing is. */
  keyAt(ordinal: number): ItemKey
  scriptAt(ordinal: number): Script
  permit(query: PermissionQuery): Permission
}

/** Number of the empty place: no audience has it, so no query is ever permitted to see it. */
const NOBODY = 0

export function createColumns(): CatalogColumns {
  let capacity = 1024
  let length = 0
  let keys = new Float64Array(capacity)
  let audiences = new Uint32Array(capacity)
  let threads = new Uint32Array(capacity)
  let times = new Float64Array(capacity)
  let japanese = new Uint8Array(capacity)
  const audienceNumbers = createNumbering()
  const threadNumbers = createNumbering()
  const grow = (atLeast: number): void => {
    capacity = Math.max(atLeast, capacity * 2)
    keys = copyInto(new Float64Array(capacity), keys)
    audiences = copyInto(new Uint32Array(capacity), audiences)
    threads = copyInto(new Uint32Array(capacity), threads)
    times = copyInto(new Float64Array(capacity), times)
    japanese = copyInto(new Uint8Array(capacity), japanese)
  }
  return {
    get length() {
      return length
    },
    write(ordinal, { key, audience, threadId, createdAt, script }) {
      if (ordinal >= capacity) grow(ordinal + 1)
      length = Math.max(length, ordinal + 1)
      keys[ordinal] = key
      audiences[ordinal] = audienceNumbers.numberOf(audience)
      threads[ordinal] = threadId === null ? NOBODY : threadNumbers.numberOf(threadId)
      times[ordinal] = createdAt
      japanese[ordinal] = script === 'japanese' ? 1 : 0
    },
    clear(ordinal) {
      keys[ordinal] = 0
      audiences[ordinal] = NOBODY
    },
    keyAt: (ordinal) => keys[ordinal] ?? 0,
    scriptAt: (ordinal) => (japanese[ordinal] === 1 ? 'japanese' : 'latin'),
    permit({ audience, since = -Infinity, until = Infinity, thread }) {
      const allowed = new Uint8Array(audienceNumbers.size + 1)
      for (const label of audience) allowed[audienceNumbers.find(label)] = 1
      allowed[NOBODY] = 0
      const threadNumber = thread === undefined ? NOBODY : threadNumbers.find(thread.id)
      // In shared memory, since searches on other threads look at it, too.
      const mask = new Uint8Array(new SharedArrayBuffer(length))
      let count = 0
      for (let ordinal = 0; ordinal < length; ordinal += 1) {
        if (allowed[audiences[ordinal]!] !== 1) continue
        if (times[ordinal]! < since || times[ordinal]! >= until) continue
        if (thread !== undefined && isInThread(threads[ordinal]!, threadNumber) !== thread.only) continue
        mask[ordinal] = 1
        count += 1
      }
      return { mask, count }
    },
  }
}

function isInThread(itemThread: number, wanted: number): boolean {
  return itemThread !== NOBODY && itemThread === wanted
}

/** Numbers texts from 1 in order of appearance. */
function createNumbering(): { readonly size: number; numberOf(text: string): number; find(text: string): number } {
  const numbers = new Map<string, number>()
  return {
    get size() {
      return numbers.size
    },
    numberOf(text) {
      const known = numbers.get(text)
      if (known !== undefined) return known
      numbers.set(text, numbers.size + 1)
      return numbers.size
    },
    find: (text) => numbers.get(text) ?? NOBODY,
  }
}

function copyInto<T extends Float64Array | Uint32Array | Uint8Array>(target: T, source: T): T {
  target.set(source)
  return target
}
