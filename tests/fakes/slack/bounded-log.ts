/** A list that keeps its newest items. */
export interface BoundedLog<Item> {
  readonly items: readonly Item[]
  /** How many there ever were. */
  readonly total: number
  add(item: Item): void
}

export function createBoundedLog<Item>(most: number): BoundedLog<Item> {
  const items: Item[] = []
  let total = 0
  return {
    items,
    get total() {
      return total
    },
    add(item) {
      total += 1
      items.push(item)
      // In one go, since taking the first away costs as much as the list is long.
      if (items.length > most + Math.max(64, most / 4)) items.splice(0, items.length - most)
    },
  }
}
