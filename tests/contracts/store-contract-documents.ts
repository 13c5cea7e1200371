import { describe, expect, it } from 'vitest'
import type { Store } from '../../src/ports/store.ts'
import {
  addDocument,
  EVERYTHING,
  sampleDocument,
  sampleItem,
  sampleSource,
  sampleVector,
  sweepAll,
  visibleKeys,
} from './store-contract-samples.ts'

const VECTORS = [{ space: 'qa', vector: sampleVector(1, 0) }]

export function describeDocuments(open: () => Store): void {
  describe('documents', () => {
    it('shows nothing of a draft before it is committed, in any read', async () => {
      const store = open()
      await store.sources.add(sampleSource('handbook'))
      const draft = await store.documents.begin(sampleDocument('one'))
      const keys = await store.documents.append(draft, [sampleItem('a', { vectors: VECTORS }), sampleItem('b')])

      const reads = await Promise.all([
        store.items.get(keys),
        store.items.listHeaders(EVERYTHING),
        store.items.neighbours(keys[0] ?? 0, 5),
        store.vectors.list('qa', EVERYTHING),
        store.vectors.missing('qa', 'knowledge', EVERYTHING),
        store.documents.list('handbook'),
      ])
      const counts = await Promise.all([store.items.count(), store.vectors.countMissing('qa', 'knowledge')])
      const found = await store.documents.find('handbook', '/data/handbook/one.md')

      expect(reads).toEqual([[], [], [], [], [], []])
      expect(counts).toEqual([0, 0])
      expect(found).toBeUndefined()
    })

    it('shows all of a draft at its commit, with items in the order they were appended', async () => {
      const store = open()
      await store.sources.add(sampleSource('handbook'))
      const draft = await store.documents.begin(sampleDocument('one'))
      const first = await store.documents.append(draft, [sampleItem('a', { vectors: VECTORS }), sampleItem('b')])
      const second = await store.documents.append(draft, [sampleItem('c')])

      const change = await store.documents.commit(draft)

      expect(change).toEqual({ added: [...first, ...second], removed: [] })
      expect((await store.items.get(change.added)).map(({ text }) => text)).toEqual(['a', 'b', 'c'])
      expect((await store.items.get(first)).map(({ documentId }) => documentId)).toEqual(['one', 'one'])
      expect(await visibleKeys(store)).toEqual(change.added)
      expect((await store.vectors.list('qa', EVERYTHING)).map(({ key }) => key)).toEqual(first.slice(0, 1))
      expect(await store.documents.find('handbook', '/data/handbook/one.md')).toEqual(sampleDocument('one'))
    })

    it('retires the earlier revision of a document, found by identifier or by location', async () => {
      const store = open()
      const old = await addDocument(store, sampleDocument('one'), [sampleItem('old', { vectors: VECTORS })])
      const moved = await addDocument(store, sampleDocument('one', { location: '/moved.md' }), [sampleItem('moved')])

      const renamed = await addDocument(store, sampleDocument('two', { location: '/moved.md' }), [
        sampleItem('renamed'),
      ])

      expect(moved.removed).toEqual(old.added)
      expect(renamed.removed).toEqual(moved.added)
      expect(await visibleKeys(store)).toEqual(renamed.added)
      expect(await store.vectors.list('qa', EVERYTHING)).toEqual([])
      expect((await store.documents.list('handbook')).map(({ id }) => id)).toEqual(['two'])
    })

    it('keeps the same file of two sources apart', async () => {
      const store = open()
      await store.sources.add(sampleSource('team', { location: '/data/handbook', audience: 'group:team' }))
      const forAll = await addDocument(store, sampleDocument('one'), [sampleItem('a')])
      const team = sampleDocument('other', { sourceId: 'team', location: '/data/handbook/one.md' })

      const forTeam = await addDocument(store, team, [sampleItem('a', { audience: 'group:team' })])

      expect(forTeam.removed).toEqual([])
      expect(await visibleKeys(store)).toEqual([...forAll.added, ...forTeam.added])
    })

    it('never gives a key twice', async () => {
      const store = open()
      const { added } = await addDocument(store, sampleDocument('one'), [sampleItem('a'), sampleItem('b')])
      await store.documents.remove('one')
      await sweepAll(store, 10)

      const again = await addDocument(store, sampleDocument('one'), [sampleItem('a')])

      expect(again.added[0]).toBeGreaterThan(Math.max(...added))
    })

    it('removes a document, and tells its items', async () => {
      const store = open()
      const { added } = await addDocument(store, sampleDocument('one'), [sampleItem('a', { vectors: VECTORS })])
      const kept = await addDocument(store, sampleDocument('two'), [sampleItem('b', { vectors: VECTORS })])

      const removed = await store.documents.remove('one')

      expect(removed).toEqual(added)
      expect(await visibleKeys(store)).toEqual(kept.added)
      expect((await store.vectors.list('qa', EVERYTHING)).map(({ key }) => key)).toEqual(kept.added)
      expect(await store.documents.remove('one')).toEqual([])
      expect(await store.documents.remove('unknown')).toEqual([])
    })

    it('forgets a draft that is discarded', async () => {
      const store = open()
      const { added } = await addDocument(store, sampleDocument('one'), [sampleItem('shown')])
      const draft = await store.documents.begin(sampleDocument('one'))
      await store.documents.append(draft, [sampleItem('never shown')])

      await store.documents.discard(draft)
      await store.documents.discard(draft)
      await store.documents.discard('unknown')

      expect(await visibleKeys(store)).toEqual(added)
      await expect(store.documents.commit(draft)).rejects.toMatchObject({ code: 'store-failed' })
    })

    it('refuses a draft that is unknown or committed already', async () => {
      const store = open()
      await store.sources.add(sampleSource('handbook'))
      const draft = await store.documents.begin(sampleDocument('one'))
      await store.documents.commit(draft)

      const calls = [
        store.documents.commit(draft),
        store.documents.append(draft, [sampleItem('a')]),
        store.documents.commit('nonsense'),
        store.documents.append('999999', []),
      ]

      for (const call of calls) await expect(call).rejects.toMatchObject({ code: 'store-failed' })
    })

    it('lets several documents be written at once', async () => {
      const store = open()
      await store.sources.add(sampleSource('handbook'))

      const changes = await Promise.all(
        Array.from({ length: 20 }, async (_, number) => {
          const draft = await store.documents.begin(sampleDocument(`d${number}`))
          for (const part of ['a', 'b', 'c']) await store.documents.append(draft, [sampleItem(`${number}${part}`)])
          return store.documents.commit(draft)
        }),
      )

      expect(await store.items.count()).toBe(60)
      for (const [number, { added }] of changes.entries()) {
        const nearby = await store.items.neighbours(added[1] ?? 0, 5)
        expect(nearby.map(({ text }) => text)).toEqual([`${number}a`, `${number}b`, `${number}c`])
      }
    })

    it('sweeps what was retired at most so many rows at a time, and spares drafts being written', async () => {
      const store = open()
      const items = Array.from({ length: 300 }, (_, number) => sampleItem(`old ${number}`, { vectors: VECTORS }))
      await addDocument(store, sampleDocument('one'), items)
      const { added } = await addDocument(store, sampleDocument('one'), [sampleItem('new', { vectors: VECTORS })])
      const draft = await store.documents.begin(sampleDocument('two'))
      const drafted = await store.documents.append(draft, [sampleItem('in the making', { vectors: VECTORS })])

      const counts = await sweepAll(store, 50)
      await store.documents.commit(draft)

      expect(Math.max(...counts)).toBeLessThanOrEqual(50)
      expect(await visibleKeys(store)).toEqual([...added, ...drafted])
      expect((await store.vectors.list('qa', EVERYTHING)).map(({ key }) => key)).toEqual([...added, ...drafted])
    })

    it('keeps documents of many items and of none', async () => {
      const store = open()
      const items = Array.from({ length: 3_000 }, (_, number) => sampleItem(`Part ${number}`))
      const large = await addDocument(store, sampleDocument('large'), items)

      const emptied = await addDocument(store, sampleDocument('large', { contentHash: 'changed' }), [])

      expect(emptied).toEqual({ added: [], removed: large.added })
      expect(await store.items.count()).toBe(0)
      expect((await store.documents.list('handbook')).map(({ contentHash }) => contentHash)).toEqual(['changed'])
    })
  })
}
