/** A table of at most so many entries: the one that was neither asked for nor set the longest goes first. */
export interface BoundedMap<Value> {
  get(key: string): Value | undefined
  set(key: string, value: Value): void
  delete(key: string): void
  /** That which was used the longest ago comes first. */
  list(): readonly (readonly [string, Value])[]
}

export function createBoundedMap<Value>(most: number): BoundedMap<Value> {
  // A Map keeps the order of insertion, so that the first is the one used the longest ago.
  const table = new Map<string, Value>()
  return {
    get(key) {
      const value = table.get(key)
      if (value === undefined) return undefined
      table.delete(key)
      table.set(key, value)
      return value
    },
    set(key, value) {
      table.delete(key)
      table.set(key, value)
      if (table.size <= most) return
      const [oldest] = table.keys()
      if (oldest !== undefined) table.delete(oldest)
    },
    delete: (key) => void table.delete(key),
    list: () => [...table],
  }
}
