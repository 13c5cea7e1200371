import { NAMESPACE_TASKS, type Namespace } from '../domain/task.ts'
import type { Store } from '../ports/store.ts'
import type { UnifiedIndex } from './create-unified-index.ts'

export const NAMESPACES = Object.keys(NAMESPACE_TASKS) as readonly Namespace[]

/** Rows read from the store at a time: some ten milliseconds of work each. */
const HEADERS_PAGE = 2_500
const VECTORS_PAGE = 1_000
const TEXTS_PAGE = 50

/** Puts every visible item into the catalogs. */
export async function restoreHeaders(store: Store, index: UnifiedIndex, signal: AbortSignal): Promise<void> {
  for (let after = 0; ; ) {
    const headers = await store.items.listHeaders({ after, limit: HEADERS_PAGE })
    for (const header of headers) index.shelf(header.namespace).catalog.add(header)
    const last = headers.at(-1)
    if (last === undefined) return
    after = last.key
    await takeTurns(signal)
  }
}

/** Indexes the words of the items that no snapshot covered. @param covered their ordinals. */
export async function restoreTexts(
  store: Store,
  index: UnifiedIndex,
  namespace: Namespace,
  covered: ReadonlySet<number>,
  signal: AbortSignal,
): Promise<void> {
  const { catalog, lexical } = index.shelf(namespace)
  const missing = catalog.keys().filter((key) => !covered.has(catalog.ordinalOf(key)))
  for (let at = 0; at < missing.length; at += TEXTS_PAGE) {
    const records = await store.items.get(missing.slice(at, at + TEXTS_PAGE))
    lexical.upsert(records.map(({ key, title, text }) => ({ ordinal: catalog.ordinalOf(key), title, text })))
    await takeTurns(signal)
  }
}

/** Loads the vectors of all spaces that the index searches. */
export async function restoreVectors(store: Store, index: UnifiedIndex, signal: AbortSignal): Promise<void> {
  const shelves = NAMESPACES.map((namespace) => index.shelf(namespace))
  const spaces = new Set(shelves.flatMap(({ vectors }) => [...vectors.keys()]))
  for (const space of spaces) {
    for (let after = 0; ; ) {
      const rows = await store.vectors.list(space, { after, limit: VECTORS_PAGE })
      const entries = rows.map(({ key, vector }) => ({ key, vectors: [{ space, vector }] }))
      for (const shelf of shelves) shelf.attachVectors(entries)
      const last = rows.at(-1)
      if (last === undefined) break
      after = last.key
      await takeTurns(signal)
    }
  }
}

/** Lets other work run between two slices. */
export async function takeTurns(signal: AbortSignal): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
  signal.throwIfAborted()
}
