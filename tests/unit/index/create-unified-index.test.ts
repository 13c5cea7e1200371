import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { KikuError } from '../../../src/domain/errors.ts'
import type { Task } from '../../../src/domain/task.ts'
import type { IndexQuery } from '../../../src/index/unified-index.ts'
import type { Embedder } from '../../../src/ports/embedder.ts'
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
