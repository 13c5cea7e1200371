import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { createMemoryStore } from '../../../src/adapters/memory/memory-store.ts'
import { createPassageReader } from '../../../src/conversation/read-passages.ts'
import type { NewItem, Store } from '../../../src/ports/store.ts'
import { addDocument, sampleDocument, sampleItem } from '../../contracts/store-contract-samples.ts'
import { neverAborts } from '../../fakes/conversation-fixtures.ts'

const PUBLIC = { labels: ['public'] }

describe('opening a document around a passage', () => {
  let store: Store
  beforeEach(() => {
    store = createMemoryStore()
  })

  function open(key: number, around: number, labels: readonly string[] = PUBLIC.labels) {
    return createPassageReader(store).open({ key, around }, { labels }, neverAborts)
  }

  async function addRules(count: number, about: Partial<NewItem> = {}): Promise<readonly number[]> {
    const location = '/data/規則.md'
    const items = Array.from({ length: count }, (_, number) =>
      sampleItem(`第${number}条`, {
        title: `就業規則 › 休暇 › ${number}`,
        locator: { headings: ['休暇', `${number}`] },
        ...{ location, ...about },
      }),
    )
    return (await addDocument(store, sampleDocument('rules', { location }), items)).added
  }

  it('gives what stands before and after, and says whether the document goes on', async () => {
    const [first = 0, , third = 0, , fifth = 0] = await addRules(5)

    const [start, middle, end, all] = await Promise.all([
      open(first, 1),
      open(third, 1),
      open(fifth, 1),
      open(third, 2),
    ])

    const texts = [start, middle, end].map((opened) => opened?.passages.map(({ text }) => text))
    expect(texts).toEqual([
      ['第0条', '第1条'],
      ['第1条', '第2条', '第3条'],
      ['第3条', '第4条'],
    ])
    const goesOn = [start, middle, end, all].map((opened) => [opened?.hasBefore, opened?.hasAfter])
    expect(goesOn).toEqual([
      [false, true],
      [true, true],
      [true, false],
      [false, false],
    ])
  })

  it('names document and place', async () => {
    const [first = 0] = await addRules(1)

    const opened = await open(first, 0)

    const passage = { key: first, namespace: 'knowledge', title: '就業規則 › 休暇 › 0', text: '第0条' }
    expect(opened).toEqual({
      title: '就業規則',
      location: '/data/規則.md',
      passages: [{ ...passage, locator: { headings: ['休暇', '0'] } }],
      hasBefore: false,
      hasAfter: false,
    })
  })

  it('gives fifty passages on each side at most, and one at least', async () => {
    const keys = await addRules(120)
    const middle = keys[60] ?? 0

    const sizes = await Promise.all([1_000, -5, Number.NaN, 0.9].map((around) => open(middle, around)))

    expect(sizes.map((opened) => opened?.passages.length)).toEqual([101, 1, 1, 1])
  })

  it('looks the same for what is gone, not for this audience, and no passage at all', async () => {
    const [secret = 0] = await addRules(2, { audience: 'group:board' })
    const [tool = 0, gone = 0] = await store.items.add([sampleItem('tool', { namespace: 'tool' }), sampleItem('gone')])
    await store.items.remove([gone])

    const opened = await Promise.all([secret, tool, gone, -1, 0, 1.5, Number.NaN, 2 ** 60].map((key) => open(key, 3)))

    expect(opened).toEqual(Array.from({ length: 8 }, () => undefined))
  })

  it('opens a conversation around what was said in it', async () => {
    const said = (text: string, threadId: string) =>
      sampleItem(text, { namespace: 'history', audience: 'slack:T1:C1', threadId, title: `2026-11-21 10:00 · 花子` })
    const [, first = 0] = await store.items.add([
      ...[
        said('別の話', 'b'),
        said('休暇は？', 'a'),
        said('Other talk', 'b'),
        said('20日です', 'a'),
        said('And pay?', 'a'),
      ],
    ])

    const opened = await open(first, 1, ['slack:T1:C1'])

    expect(opened).toMatchObject({ title: '2026-11-21 10:00 · 花子', hasBefore: false, hasAfter: true })
    expect(opened?.passages.map(({ text }) => text)).toEqual(['休暇は？', '20日です'])
  })

  it('opens what was said late in a long conversation alone', async () => {
    const items = Array.from({ length: 1_002 }, (_, number) =>
      sampleItem(`${number}`, { namespace: 'history', threadId: 'a' }),
    )
    const keys = await store.items.add(items)

    const opened = await open(keys.at(-1) ?? 0, 2)

    expect(opened?.passages.map(({ text }) => text)).toEqual(['1001'])
  })

  it('stops before it reads when nobody waits any more', async () => {
    const [first = 0] = await addRules(1)
    const gone = AbortSignal.abort(new Error('gone'))

    const opening = createPassageReader(store).open({ key: first, around: 1 }, PUBLIC, gone)

    await expect(opening).rejects.toThrow('gone')
  })

  it('never shows what an audience may not read, whatever stands next to what', async () => {
    const label = fc.constantFrom<string>('public', 'group:board', 'person:web:hanako', 'slack:T1:C1')
    const namespace = fc.constantFrom('knowledge', 'history', 'tool', 'example')
    const item = fc.record({ label, namespace, isLoose: fc.boolean() })
    await fc.assert(
      fc.asyncProperty(
        fc.array(item, { minLength: 1, maxLength: 12 }),
        fc.uniqueArray(label),
        fc.nat(3),
        async (rows, labels, around) => {
          store = createMemoryStore()
          const toItem = (row: (typeof rows)[number]) =>
            sampleItem(`${row.label} ${row.namespace}`, {
              ...{ audience: row.label, namespace: row.namespace, title: `title ${row.label}` },
              ...(row.isLoose ? { threadId: 'a' } : {}),
            })
          const document = sampleDocument('mixed')
          const inDocument = (await addDocument(store, document, rows.filter((row) => !row.isLoose).map(toItem))).added
          const loose = await store.items.add(rows.filter((row) => row.isLoose).map(toItem))

          for (const key of [...inDocument, ...loose]) {
            const [record] = await store.items.get([key])
            const opened = await open(key, around, labels)

            const mayRead = labels.includes(record?.audience ?? '') && record?.namespace !== 'tool'
            expect(opened === undefined).toBe(!mayRead)
            for (const { text, title, namespace } of opened?.passages ?? []) {
              expect(labels.some((own) => text.startsWith(`${own} `) && title === `title ${own}`)).toBe(true)
              expect(namespace).not.toBe('tool')
            }
          }
        },
      ),
      { numRuns: 60 },
    )
  })
})
