import { describe, expect, it } from 'vitest'
import type { Store } from '../../src/ports/store.ts'
import {
  addDocument,
  sampleDocument,
  sampleItem,
  sampleSource,
  sweepAll,
  visibleKeys,
} from './store-contract-samples.ts'

export function describeSources(open: () => Store): void {
  describe('sources', () => {
    it('gives back the source with the same location and audience instead of a second one', async () => {
      const { sources } = open()
      const first = await sources.add(sampleSource('a', { location: '/資料', refreshedAt: 5 }))

      const again = await sources.add(sampleSource('b', { location: '/資料' }))
      const other = await sources.add(sampleSource('c', { location: '/資料', audience: 'group:finance' }))

      expect(again).toEqual(first)
      expect(other.id).toBe('c')
      expect(await sources.find('a')).toEqual(first)
      expect(await sources.find('b')).toBeUndefined()
    })

    it('refuses an identifier that another location has', async () => {
      await open().sources.add(sampleSource('a'))

      const second = open().sources.add(sampleSource('a', { location: '/elsewhere' }))

      await expect(second).rejects.toMatchObject({ code: 'store-failed' })
    })

    it('lists sources in the order they were added, with counts of what is visible', async () => {
      const store = open()
      await addDocument(store, sampleDocument('one'), [sampleItem('a'), sampleItem('b')])
      await addDocument(store, sampleDocument('two'), [sampleItem('c')])
      await store.sources.add(sampleSource('empty'))
      const draft = await store.documents.begin(sampleDocument('three'))
      await store.documents.append(draft, [sampleItem('unseen')])

      const list = await store.sources.list()

      expect(list).toEqual([
        { ...sampleSource('handbook'), documents: 2, items: 3, failures: [] },
        { ...sampleSource('empty'), documents: 0, items: 0, failures: [] },
      ])
    })

    it('keeps the last failure of each location until it is cleared or the document is read', async () => {
      const store = open()
      await store.sources.add(sampleSource('handbook'))
      const failure = { code: 'document-unreadable', message: '壊れた PDF です。', at: 9 }
      await store.documents.recordFailure('handbook', { ...failure, location: '/b.pdf', at: 8 })
      await store.documents.recordFailure('handbook', { ...failure, location: '/b.pdf' })
      await store.documents.recordFailure('handbook', { ...failure, location: '/data/handbook/a.md' })
      await store.documents.recordFailure('unknown', { ...failure, location: '/c.pdf' })

      const [before] = await store.sources.list()
      await addDocument(store, sampleDocument('a'), [])
      const [read] = await store.sources.list()
      await store.documents.clearFailures('handbook')
      const [cleared] = await store.sources.list()

      expect(before?.failures).toEqual([
        { ...failure, location: '/b.pdf' },
        { ...failure, location: '/data/handbook/a.md' },
      ])
      expect(read?.failures.map(({ location }) => location)).toEqual(['/b.pdf'])
      expect(cleared?.failures).toEqual([])
    })

    it('notes when a source was refreshed', async () => {
      const { sources } = open()
      await sources.add(sampleSource('a'))

      await sources.markRefreshed('a', 42)
      await sources.markRefreshed('unknown', 42)

      expect((await sources.find('a'))?.refreshedAt).toBe(42)
    })

    it('removes a source with all its documents, and tells their items', async () => {
      const store = open()
      const one = await addDocument(store, sampleDocument('one'), [sampleItem('a'), sampleItem('b')])
      const two = await addDocument(store, sampleDocument('two'), [sampleItem('c')])
      const kept = await addDocument(store, sampleDocument('three', { sourceId: 'other' }), [sampleItem('d')])

      const removed = await store.sources.remove('handbook')

      expect(removed).toEqual([...one.added, ...two.added])
      expect(await visibleKeys(store)).toEqual(kept.added)
      expect(await store.items.count()).toBe(1)
      expect(await store.items.get(one.added)).toEqual([])
      expect(await store.sources.find('handbook')).toBeUndefined()
      expect(await store.documents.find('handbook', '/data/handbook/one.md')).toBeUndefined()
      expect(await store.documents.list('handbook')).toEqual([])
      expect((await store.sources.list()).map(({ id }) => id)).toEqual(['other'])
      expect(await store.sources.remove('handbook')).toEqual([])
    })

    it('takes a removed source again at once, and sweeps only the old one', async () => {
      const store = open()
      await addDocument(store, sampleDocument('one'), [sampleItem('old')])
      await store.sources.remove('handbook')

      const { added } = await addDocument(store, sampleDocument('one'), [sampleItem('new')])
      await sweepAll(store, 100)

      expect((await store.items.get(added)).map(({ text }) => text)).toEqual(['new'])
      expect(await visibleKeys(store)).toEqual(added)
      expect((await store.sources.list()).map(({ documents, items }) => [documents, items])).toEqual([[1, 1]])
    })

    it('hands out every key of a removed source although a sweep runs at the same time', async () => {
      const store = open()
      const { added } = await addDocument(
        store,
        sampleDocument('one'),
        ['a', 'b', 'c'].map((text) => sampleItem(text)),
      )

      const [removed] = await Promise.all([store.sources.remove('handbook'), store.documents.sweep(100)])

      expect(removed).toEqual(added)
    })

    it('refuses documents of a source that is not there, or is removed meanwhile', async () => {
      const store = open()
      await store.sources.add(sampleSource('handbook'))
      const draft = await store.documents.begin(sampleDocument('one'))
      await store.sources.remove('handbook')

      const begun = store.documents.begin(sampleDocument('two'))
      const appended = store.documents.append(draft, [sampleItem('late')])
      const committed = store.documents.commit(draft)

      await expect(begun).rejects.toMatchObject({ code: 'source-missing' })
      await expect(appended).rejects.toMatchObject({ code: 'source-missing' })
      await expect(committed).rejects.toMatchObject({ code: 'source-missing' })
      await store.documents.discard(draft)
      expect(await store.items.count()).toBe(0)
    })
  })
}
