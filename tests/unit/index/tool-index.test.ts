import { describe, expect, it } from 'vitest'
import { createMemoryStore } from '../../../src/adapters/memory/memory-store.ts'
import type { ToolSpec } from '../../../src/domain/tool.ts'
import { createToolIndex } from '../../../src/index/tool-index.ts'
import type { IndexEntry, IndexWriter } from '../../../src/index/unified-index.ts'
import { toolSpec } from '../../fakes/tool-bench.ts'

const never = new AbortController().signal
const clock = { now: () => 1_000, elapsed: () => 0 }
const mail = toolSpec('office__send_mail', { examples: ['上司にメールを送って'] })
const room = toolSpec('office__book_room')

/** An index that remembers what it was told, over a store that outlives it. */
function createBench() {
  const store = createMemoryStore()
  const embedded: string[] = []
  const start = () => {
    const attached = new Map<number, IndexEntry>()
    const writer: IndexWriter = {
      async embedKeys(_namespace, texts) {
        embedded.push(...texts.map(({ title }) => title))
        return texts.map(() => [{ space: 's', vector: new Float32Array([1, 0]) }])
      },
      attach: (entries) => {
        for (const entry of entries) attached.set(entry.key, entry)
      },
      detach: (keys) => {
        for (const key of keys) attached.delete(key)
      },
    }
    return { attached, index: createToolIndex({ store, writer, clock }) }
  }
  return { store, embedded, start }
}

const keysOf = async ({ store }: ReturnType<typeof createBench>) =>
  (await store.items.listHeaders({ after: 0, limit: 99 })).map(({ key }) => key)

describe('the index of tools', () => {
  it('holds each tool by what it does, what it takes and what people say', async () => {
    const { index, attached } = createBench().start()

    await index.sync([mail], never)

    const [entry] = [...attached.values()]
    expect(entry).toMatchObject({ namespace: 'tool', audience: 'public', title: 'office  send mail' })
    expect(entry?.text).toContain('required_params: [text]')
    expect(entry?.text).toContain('上司にメールを送って')
    expect(entry?.vectors).toHaveLength(1)
    expect(index.find(entry?.key ?? -1)).toBe('office__send_mail')
  })

  it('embeds nothing again that is as it was, also after a restart', async () => {
    const bench = createBench()
    await bench.start().index.sync([mail, room], never)
    const { index } = bench.start()

    await index.sync([room, mail], never)

    const keys = await keysOf(bench)
    expect(bench.embedded).toHaveLength(2)
    expect(keys.map((key) => index.find(key)).sort()).toEqual(['office__book_room', 'office__send_mail'])
  })

  it.each<[string, Partial<ToolSpec>]>([
    ['description', { description: 'Sends a letter.' }],
    ['parameters', { parameters: { type: 'object', properties: { to: { type: 'string' } } } }],
    ['readers', { audience: 'slack:T1:C1' }],
  ])('embeds a tool anew whose %s has changed, and finds it no more as it was', async (_what, change) => {
    const bench = createBench()
    const { index, attached } = bench.start()
    await index.sync([mail, room], never)
    const before = await keysOf(bench)

    await index.sync([{ ...mail, ...change }, room], never)

    const after = await keysOf(bench)
    const gone = before.filter((key) => !after.includes(key))
    expect(gone).toHaveLength(1)
    expect(gone.flatMap((key) => index.find(key) ?? [])).toEqual([])
    expect([...attached.keys()].sort()).toEqual(after)
    expect(bench.embedded).toHaveLength(3)
  })

  it('forgets tools that are offered no more', async () => {
    const bench = createBench()
    const { index } = bench.start()
    await index.sync([mail, room], never)

    await index.sync([], never)

    expect(await keysOf(bench)).toEqual([])
  })

  it('can be taken over by a process that only looks', async () => {
    const bench = createBench()
    await bench.start().index.sync([mail], never)
    const { index } = bench.start()

    await index.load()

    expect((await keysOf(bench)).map((key) => index.find(key))).toEqual(['office__send_mail'])
    expect(bench.embedded).toHaveLength(1)
  })

  it('does one change after the other', async () => {
    const bench = createBench()
    const { index, attached } = bench.start()

    await Promise.all([index.sync([mail, room], never), index.sync([mail], never)])

    expect([...attached.keys()].map((key) => index.find(key))).toEqual(['office__send_mail'])
  })

  it('takes hundreds', async () => {
    const bench = createBench()
    const { index } = bench.start()
    const tools = Array.from({ length: 300 }, (_, at) => toolSpec(`office__tool_${at}`))

    await index.sync(tools, never)

    expect(
      new Set((await bench.store.items.listHeaders({ after: 0, limit: 999 })).map(({ key }) => index.find(key))).size,
    ).toBe(300)
  })
})
