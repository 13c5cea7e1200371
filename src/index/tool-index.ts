import { z } from 'zod'
import type { ToolSpec } from '../domain/tool.ts'
import type { Clock } from '../ports/clock.ts'
import type { ItemKey, ItemRecord, NewItem, Store } from '../ports/store.ts'
import { describeTool } from './describe-tool.ts'
import type { IndexWriter } from './unified-index.ts'

/** The tools that can be found, kept in step with those that are offered. */
export interface ToolIndex {
  /**
   * Makes the index hold these tools and no others. A tool whose description, parameters or readers have changed is
   * embedded anew; the others cost nothing. Calls are done one after the other. @throws as the store; the reason of the
   * signal
   */
  sync(specs: readonly ToolSpec[], signal: AbortSignal): Promise<void>
  /** Takes what another process keeps in step, for one that only looks. @throws as the store */
  load(): Promise<void>
  /** Id of the tool that an item stands for. */
  find(key: ItemKey): string | undefined
}

export interface ToolIndexPorts {
  readonly store: Pick<Store, 'items' | 'vectors' | 'settings'>
  readonly writer: IndexWriter
  readonly clock: Clock
}

/** Keys of the items that stand for tools, as JSON. */
const NAME = 'tools:items'
const BATCH = 64
const LOCATION = 'tool:'
const Keys = z.array(z.number().int().nonnegative())

export function createToolIndex(ports: ToolIndexPorts): ToolIndex {
  const { store, writer } = ports
  const ids = new Map<ItemKey, string>()
  let last: Promise<void> = Promise.resolve()

  async function bringInStep(specs: readonly ToolSpec[], signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    const wanted = new Map(specs.map((spec) => [spec.id, { ...describeTool(spec), audience: spec.audience }]))
    const present = await readPresent()
    const isCurrent = ({ location, title, text, audience }: ItemRecord) => {
      const spec = wanted.get(location.slice(LOCATION.length))
      return spec !== undefined && spec.title === title && spec.text === text && spec.audience === audience
    }
    const kept = new Map<string, ItemKey>()
    const gone: ItemKey[] = []
    for (const record of present) {
      const id = record.location.slice(LOCATION.length)
      if (isCurrent(record) && !kept.has(id)) kept.set(id, record.key)
      else gone.push(record.key)
    }
    // First out of the index: what was changed must not be found as it was.
    writer.detach(gone)
    for (const key of gone) ids.delete(key)
    if (gone.length > 0) await store.items.remove(gone)
    for (const [id, key] of kept) ids.set(key, id)
    const missing = [...wanted].flatMap(([id, about]) => (kept.has(id) ? [] : [{ id, ...about }]))
    let keys = [...kept.values()]
    for (let from = 0; from < missing.length; from += BATCH) {
      signal.throwIfAborted()
      keys = [...keys, ...(await add(missing.slice(from, from + BATCH), signal))]
      // After every batch: what a kill interrupts is known to the next start.
      await store.settings.set(NAME, JSON.stringify(keys))
    }
    if (gone.length > 0 || missing.length > 0) await store.settings.set(NAME, JSON.stringify(keys))
  }

  async function readPresent(): Promise<readonly ItemRecord[]> {
    const keys = parseKeys(await store.settings.get(NAME))
    const records: ItemRecord[] = []
    for (let from = 0; from < keys.length; from += BATCH) {
      records.push(...(await store.items.get(keys.slice(from, from + BATCH))))
    }
    return records.filter(({ namespace, location }) => namespace === 'tool' && location.startsWith(LOCATION))
  }

  async function add(
    tools: readonly { readonly id: string; readonly title: string; readonly text: string; readonly audience: string }[],
    signal: AbortSignal,
  ): Promise<readonly ItemKey[]> {
    const lists = await writer.embedKeys('tool', tools, signal)
    const createdAt = ports.clock.now()
    const items = tools.map(({ id, title, text, audience }, at): NewItem => {
      const vectors = lists[at] ?? []
      return { namespace: 'tool', audience, createdAt, title, text, location: LOCATION + id, locator: {}, vectors }
    })
    const keys = await store.items.add(items)
    for (const [at, key] of keys.entries()) ids.set(key, tools[at]?.id ?? '')
    const records = await store.items.get(keys)
    const vectorsOf = new Map(keys.map((key, at) => [key, lists[at] ?? []]))
    writer.attach(records.map((record) => ({ ...record, vectors: vectorsOf.get(record.key) ?? [] })))
    return keys
  }

  return {
    sync(specs, signal) {
      const own = last.then(() => bringInStep(specs, signal))
      last = own.catch(() => {})
      return own
    },
    async load() {
      for (const { key, location } of await readPresent()) ids.set(key, location.slice(LOCATION.length))
    },
    find: (key) => ids.get(key),
  }
}

function parseKeys(kept: string | undefined): readonly ItemKey[] {
  try {
    return kept === undefined ? [] : Keys.parse(JSON.parse(kept))
  } catch {
    return []
  }
}
