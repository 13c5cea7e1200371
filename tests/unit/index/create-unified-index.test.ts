import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createBm25Index } from '../../../src/adapters/bm25/create-bm25-index.ts'
import { createExactIndex } from '../../../src/adapters/exact-scan/create-exact-index.ts'
import { KikuError } from '../../../src/domain/errors.ts'
import type { Task } from '../../../src/domain/task.ts'
import { createUnifiedIndex } from '../../../src/index/create-unified-index.ts'
import type { IndexQuery } from '../../../src/index/unified-index.ts'
import type { Embedder } from '../../../src/ports/embedder.ts'
import type { VectorIndex } from '../../../src/ports/vector-index.ts'
import { attachItems, bundledEmbedder, createTestIndex, type TestItem } from '../../fakes/index-fixtures.ts'

const signal = new AbortController().signal
const ask = (text: string, rest: Partial<IndexQuery> = {}): IndexQuery => ({
  task: 'qa',
  text,
  audience: ['public'],
  limit: 10,
  ...rest,
})
const keysOf = (hits: readonly { readonly key: number }[]): number[] => hits.map(({ key }) => key)

describe('createUnifiedIndex', () => {
  it('finds English and Japanese items and says what each leg thought', async () => {
    const index = createTestIndex()
    await attachItems(index, [
      { key: 1, title: 'Backups', text: 'Backups are kept for thirty days.' },
      { key: 2, title: 'バックアップ', text: 'バックアップは三十日間保存されます。' },
      { key: 3, title: 'Lunch', text: 'Lunch is at noon.' },
    ])

    const english = await index.search(ask('How long are backups kept?'), signal)
    const japanese = await index.search(ask('バックアップはどのくらい保存されますか'), signal)

    expect(english[0]).toMatchObject({
      key: 1,
      namespace: 'knowledge',
      legs: { lexical: { rank: 1 }, dense: { rank: 1 } },
    })
    expect(japanese[0]?.key).toBe(2)
    expect(english[0]!.probability).toBeGreaterThan(english.at(-1)!.probability)
  })

  it('never returns an item of another audience, whatever the items, labels and queries', async () => {
    const label = fc.constantFrom('public', 'slack:T1', 'slack:T1:C1', 'slack:T1:C2', 'person:slack:T1:U1', 'group:hr')
    const text = fc.constantFrom('salary table', 'salary review', '給与の一覧', '給与', 'lunch menu', 'the a of')
    const task = fc.constantFrom<Task>('qa', 'convsearch', 'chat', 'lrlm', 'tool', 'icl')
    const namespace = fc.constantFrom<NonNullable<TestItem['namespace']>>('knowledge', 'history', 'tool', 'example')
    const item = fc.record({ audience: label, text, title: text, namespace, isRemoved: fc.boolean() })
    await fc.assert(
      fc.asyncProperty(
        fc.array(item, { maxLength: 12 }),
        fc.uniqueArray(label, { maxLength: 3 }),
        text,
        task,
        async (items, audience, question, wanted) => {
          const index = createTestIndex()
          const keyed = items.map((one, at) => ({ ...one, key: at + 1 }))
          await attachItems(index, keyed)
          index.detach(keyed.filter(({ isRemoved }) => isRemoved).map(({ key }) => key))
          await attachItems(
            index,
            keyed.filter(({ isRemoved }) => isRemoved).map((one) => ({ ...one, key: one.key + 100 })),
          )
          const query = ask(question, { task: wanted, audience, limit: 100 })

          const hits = await index.search(query, signal)
          const legs = await index.rankLegs(query, signal)

          const found = [...keysOf(hits), ...legs.lexical, ...legs.dense, ...legs.fused]
          for (const key of found) {
            const { audience: itemLabel, isRemoved } = keyed[(key > 100 ? key - 100 : key) - 1]!
            expect(audience).toContain(itemLabel)
            expect(isRemoved).toBe(key > 100)
          }
        },
      ),
      { numRuns: 150 },
    )
  })

  it('does not leak an item that takes the place of a permitted one while the query is being embedded', async () => {
    let release = (): void => {}
    const gate = new Promise<void>((resolve) => {
      release = resolve
    })
    const slow: Embedder = {
      ...bundledEmbedder,
      async embed(texts, purpose, abort) {
        if (purpose.side === 'query') await gate
        return bundledEmbedder.embed(texts, purpose, abort)
      },
    }
    const index = createTestIndex(slow)
    await attachItems(index, [{ key: 1, text: 'the launch date is public' }])
    const searching = index.search(ask('launch date'), signal)

    index.detach([1])
    await attachItems(index, [{ key: 2, text: 'the launch date is secret', audience: 'slack:T1:C1' }])
    release()

    expect(await searching).toEqual([])
  })

  it('does not leak an item that takes the place of a permitted one while another thread searches', async () => {
    let release = (): void => {}
    const gate = new Promise<void>((resolve) => {
      release = resolve
    })
    let isAsked = (): void => {}
    const asked = new Promise<void>((resolve) => {
      isAsked = resolve
    })
    const index = createUnifiedIndex({
      embedder: bundledEmbedder,
      createLexicalIndex: () => createBm25Index(),
      createVectorIndex(_namespace, _space, dimension) {
        const rows = createExactIndex(dimension)
        const prepare: NonNullable<VectorIndex['prepare']> = async (query) => {
          isAsked()
          await gate
          return (later) => rows.search(query, later)
        }
        return {
          ...rows,
          get size() {
            return rows.size
          },
          prepare,
        }
      },
    })
    await attachItems(index, [{ key: 1, text: 'the launch date is public' }])
    const searching = index.search(ask('launch date'), signal)

    await asked
    index.detach([1])
    await attachItems(index, [{ key: 2, text: 'the launch date is secret', audience: 'slack:T1:C1' }])
    release()

    expect(await searching).toEqual([])
  })

  it('returns nothing for an audience without labels', async () => {
    const index = createTestIndex()
    await attachItems(index, [{ key: 1, text: 'open to all' }])

    expect(await index.search(ask('open', { audience: [] }), signal)).toEqual([])
  })

  it('answers from words alone when the embedder fails or is too slow', async () => {
    for (const broken of [failing(), hanging()]) {
      const index = createTestIndex()
      await attachItems(index, [{ key: 1, text: 'wifi password of the guest network' }])
      const searcher = createTestIndex(broken)
      await attachItems(searcher, [{ key: 1, text: 'wifi password of the guest network' }])

      const hits = await searcher.search(ask('guest wifi'), signal)

      expect(keysOf(hits)).toEqual([1])
      expect(hits[0]?.legs.dense).toBeUndefined()
    }
  })

  it('ends a search at once when it is cancelled', async () => {
    const index = createTestIndex(hanging())
    const { dimension } = bundledEmbedder
    const unit = new Float32Array(dimension).fill(1 / Math.sqrt(dimension))
    await attachItems(index, [{ key: 1, text: 'anything' }])
    index
      .shelf('knowledge')
      .attachVectors([{ key: 1, vectors: [{ space: bundledEmbedder.keySpace('qa'), vector: unit }] }])

    await expect(index.search(ask('anything'), AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone')
  })

  it('keeps namespaces apart', async () => {
    const index = createTestIndex()
    await attachItems(index, [
      { key: 1, text: 'currency converter', namespace: 'tool' },
      { key: 2, text: 'we spoke of the currency converter', namespace: 'history' },
    ])

    expect(keysOf(await index.search(ask('currency converter', { task: 'tool' }), signal))).toEqual([1])
    expect(keysOf(await index.search(ask('currency converter', { task: 'chat' }), signal))).toEqual([2])
    expect(await index.search(ask('currency converter'), signal)).toEqual([])
  })

  it('narrows history by time and by thread', async () => {
    const index = createTestIndex()
    const turn = { namespace: 'history' as const, text: 'the budget was approved' }
    await attachItems(index, [
      { ...turn, key: 1, createdAt: 100, threadId: 'a' },
      { ...turn, key: 2, createdAt: 200, threadId: 'b' },
      { ...turn, key: 3, createdAt: 300, threadId: 'a' },
    ])
    const search = async (rest: Partial<IndexQuery>) =>
      keysOf(await index.search(ask('budget', { task: 'chat', ...rest }), signal)).sort()

    expect(await search({ since: 200 })).toEqual([2, 3])
    expect(await search({ until: 200 })).toEqual([1])
    expect(await search({ thread: { id: 'a', only: true } })).toEqual([1, 3])
    expect(await search({ thread: { id: 'a', only: false } })).toEqual([2])
    expect(await search({ thread: { id: 'unknown', only: true } })).toEqual([])
  })

  it('lets what the user said before decide between equals', async () => {
    const index = createTestIndex()
    await attachItems(index, [
      { key: 1, text: 'The size limit of the upload page is 10 MB.' },
      { key: 2, text: 'The size limit of the mail server is 25 MB.' },
    ])
    const context = [{ role: 'user' as const, text: 'I want to send a mail through the mail server' }]

    const hits = await index.search(ask('what is the size limit?', { task: 'convsearch', context }), signal)

    expect(hits[0]?.key).toBe(2)
  })
})

describe('hits that repeat a better one', () => {
  const copy =
    'Requests for leave are sent to the office two weeks before they begin, with the name of the person who stands in meanwhile, and are answered within three working days.'
  const others = Array.from({ length: 6 }, (_, at) => ({
    key: 10 + at,
    text: `Requests for leave in case ${at} are sent elsewhere.`,
  }))
  const open = async (items: readonly TestItem[]) => {
    const index = createTestIndex(bundledEmbedder, items)
    await attachItems(index, items)
    return index
  }

  it('leave their place to the next, and do not take from the lead of the best', async () => {
    const copies = [1, 2, 3].map((key) => ({ key, title: `Folder › ${'ABC'[key - 1]}`, text: copy }))
    const [index, plain] = [await open([...copies, ...others]), await open([...copies.slice(0, 1), ...others])]
    const query = ask('When are requests for leave sent to the office?', { limit: 3 })

    const hits = await index.search(query, signal)
    const { fused } = await index.rankLegs(query, signal)

    expect(keysOf(hits).filter((key) => key < 10)).toHaveLength(1)
    expect(hits).toHaveLength(3)
    expect(fused).toEqual(keysOf(hits))
    const [best] = await plain.search(query, signal)
    expect(hits[0]!.probability).toBeCloseTo(best!.probability, 1)
    expect(keysOf(await index.search({ ...query, keepsCopies: true }, signal))).toEqual(
      expect.arrayContaining([1, 2, 3]),
    )
  })

  it('do not take the places of all candidates', async () => {
    const text = 'Backups of the mail are kept for thirty days, and are then deleted from both machines for good.'
    const copies = Array.from({ length: 120 }, (_, at) => ({ key: 100 + at, text }))
    const rest = ['Backups are made at night.', 'The mail comes at nine.', 'Both machines are in Kyoto.']
    const index = await open([...copies, ...rest.map((one, at) => ({ key: at + 1, text: one }))])

    const hits = await index.search(ask('Backups of the mail are kept for thirty days', { limit: 3 }), signal)

    expect(keysOf(hits)).toEqual([expect.any(Number), expect.any(Number), expect.any(Number)])
    expect(keysOf(hits).filter((key) => key >= 100)).toHaveLength(1)
  })

  it('are looked for on and on while copies fill the first places', async () => {
    const copies = Array.from({ length: 60 }, (_, at) => ({ key: 100 + at, text: copy }))
    const index = await open([...copies, ...others])

    const hits = await index.search(ask('requests for leave sent to the office', { limit: 5 }), signal)

    expect(hits).toHaveLength(5)
    expect(keysOf(hits).filter((key) => key >= 100)).toHaveLength(1)
  })

  it('are compared only with what the reader may see', async () => {
    const items = [
      { key: 1, text: copy, audience: 'group:board' },
      { key: 2, text: copy },
    ]
    const index = await open(items)
    const query = ask('requests for leave')

    expect(keysOf(await index.search(query, signal))).toEqual([2])
    expect(keysOf(await index.search({ ...query, audience: ['public', 'group:board'] }, signal))).toHaveLength(1)
    expect(keysOf(await index.search({ ...query, audience: ['group:board'] }, signal))).toEqual([1])
  })

  it('stay where they are tools that differ in case', async () => {
    const index = await open([
      { key: 1, text: copy, namespace: 'tool' },
      { key: 2, text: copy.toUpperCase(), namespace: 'tool' },
      { key: 3, text: copy, namespace: 'tool' },
    ])

    expect(keysOf(await index.search(ask('requests for leave', { task: 'tool' }), signal))).toHaveLength(2)
  })

  it('stay where their texts cannot be read', async () => {
    const items = [1, 2].map((key) => ({ key, text: copy }))
    const index = createTestIndex(bundledEmbedder, () => Promise.reject(new Error('The disk is away.')))
    await attachItems(index, items)

    expect(keysOf(await index.search(ask('requests for leave'), signal))).toHaveLength(2)
  })
})

describe('looking at neighbours', () => {
  it('ranks by cosine alone, says where a search puts each, and shows nothing that the reader may not see', async () => {
    const items = [
      { key: 1, text: 'The printer is on the third floor.' },
      { key: 2, text: 'The printer is on the third floor' },
      { key: 3, text: 'Salaries are paid on the 25th.' },
      { key: 4, text: 'The printer of the board is in the cellar.', audience: 'group:board' },
    ]
    const index = createTestIndex(bundledEmbedder, items)
    await attachItems(index, items)
    const query = { task: 'qa', text: 'Where is the printer?', audience: ['public'], limit: 10 } as const

    const { hits, vector } = await index.findNearest({ ...query, side: 'query' }, signal)
    const { hits: asKey } = await index.findNearest({ ...query, text: items[2]!.text, side: 'key' }, signal)

    expect(keysOf(hits).sort()).toEqual([1, 2, 3])
    expect(vector).toHaveLength(bundledEmbedder.dimension)
    expect(hits.map(({ cosine }) => cosine)).toEqual(hits.map(({ cosine }) => cosine).sort((a, b) => b - a))
    expect(hits.filter(({ fusedRank }) => fusedRank === undefined)).toHaveLength(1)
    expect(asKey[0]).toMatchObject({ key: 3, fusedRank: 1 })
    expect(asKey[0]!.cosine).toBeCloseTo(1, 3)
  })

  it('fails with the embedder, since nothing else can be shown', async () => {
    const index = createTestIndex(failing())
    await attachItems(index, [{ key: 1, text: 'anything' }])
    const query = { task: 'qa', side: 'query', text: 'x', audience: ['public'], limit: 1 } as const

    await expect(index.findNearest(query, signal)).rejects.toThrow('does not answer')
  })
})

describe('an index between two embedders', () => {
  const other: Embedder = {
    ...bundledEmbedder,
    id: 'other',
    keySpace: (task) => `other|${task}`,
    embed: async (texts, purpose, abort) =>
      (await bundledEmbedder.embed(texts, purpose, abort)).map((vector) => vector.map((value) => -value)),
  }
  const item = { key: 1, text: 'The printer is on the third floor.' }
  const query = { task: 'qa', side: 'query', text: 'printer', audience: ['public'], limit: 1 } as const

  it('searches with the former until it is told that the other has embedded everything', async () => {
    const index = createTestIndex(other, [item], bundledEmbedder)
    await attachItems(index, [item])
    const before = await index.search(ask('printer'), signal)

    index.promote()
    const after = await index.search(ask('printer'), signal)

    expect(before[0]?.legs.dense?.score).toBeGreaterThan(0)
    expect(after[0]?.legs.dense?.score).toBeCloseTo(before[0]!.legs.dense!.score, 5)
    expect(index.serving().id).toBe('other')
    expect([...index.shelf('knowledge').vectors.keys()]).toEqual(['other|qa', 'other|convsearch'])
    expect((await index.findNearest(query, signal)).embedder.id).toBe('other')
  })

  it('embeds what comes in with both, and with one where the other is away', async () => {
    const away = { ...other, embed: () => Promise.reject(new KikuError('model-unreachable', 'Away.')) }
    const index = createTestIndex(away, [item], bundledEmbedder)

    const [vectors] = await index.embedKeys('knowledge', [{ title: '', text: item.text }], signal)
    await attachItems(index, [item])

    expect(vectors?.map(({ space }) => space)).toEqual([bundledEmbedder.keySpace('qa')])
    expect((await index.search(ask('printer'), signal))[0]?.legs.dense).toBeDefined()
  })

  it('does not let what has a vector already push aside what waits for one', async () => {
    const items = [
      { key: 1, text: 'The safe stands behind the painting of the harbour.' },
      { key: 2, text: 'The canteen closes at two and the painting is by a friend.' },
    ]
    const steep: Embedder = {
      ...bundledEmbedder,
      preset: 'e5',
      fusion: { sameScript: 1, crossScript: 1 },
      // As E5's: whatever is compared, the cosine is large.
      embed: async (texts) =>
        texts.map(() => Float32Array.from({ length: bundledEmbedder.dimension }, (_, at) => (at === 0 ? 1 : 0))),
    }
    const index = createTestIndex(steep)
    await attachItems(index, items)
    index.shelf('knowledge').vectorsFor(steep.keySpace('qa')).remove([0])

    const hits = await index.search(ask('safe behind the painting of the harbour'), signal)

    expect(keysOf(hits)).toEqual([1, 2])
  })
})

function failing(): Embedder {
  const error = new KikuError('model-unreachable', 'The embedding server does not answer.', { retryable: true })
  return { ...bundledEmbedder, embed: () => Promise.reject(error) }
}

function hanging(): Embedder {
  return {
    ...bundledEmbedder,
    embed: (texts, purpose, abort) =>
      purpose.side === 'key'
        ? bundledEmbedder.embed(texts, purpose, abort)
        : new Promise((_resolve, reject) => {
            if (abort.aborted) reject(abort.reason)
            abort.addEventListener('abort', () => reject(abort.reason))
          }),
  }
}
