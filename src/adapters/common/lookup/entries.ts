export interface Entry<Value> {
  readonly value: Value | undefined
  /** Times of `Clock.elapsed`. */
  readonly until: number
  readonly refreshAt: number
}

/** A bounded table: the entry that nobody asked for the longest goes first. */
export interface Entries<Value> {
  get(key: string): Entry<Value> | undefined
  set(key: string, entry: Entry<Value>): void
  delete(key: string): void
  list(): readonly (readonly [string, Entry<Value>])[]
}

export function createEntries<Value>(most: number): Entries<Value> {
  // A Map keeps the order of insertion, so that the first is the one used the longest ago.
  const table = new Map<string, Entry<Value>>()
  return {
    get(key) {
      const entry = table.get(key)
      if (entry === undefined) return undefined
      table.delete(key)
      table.set(key, entry)
      return entry
    },
    set(key, entry) {
      table.delete(key)
      table.set(key, entry)
      if (table.size <= most) return
      const [oldest] = table.keys()
      if (oldest !== undefined) table.delete(oldest)
    },
    delete: (key) => void table.delete(key),
    list: () => [...table],
  }
}
