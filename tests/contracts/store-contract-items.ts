import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Store } from '../../src/ports/store.ts'
import {
  addDocument,
  EVERYTHING,
  sampleDocument,
  sampleItem,
  sampleVector,
  visibleKeys,
} from './store-contract-samples.ts'

export function describeItems(open: () => Store): void {
  describe('items', () => {
    it('gives back what was added', async () => {
      const { items } = open()
      const locator = { headings: ['休暇', '有給'], page: 3, line: 12, row: 1 }
      const item = sampleItem('有給休暇は20日です。', {
        locator,
        audience: 'slack:T1:C1',
        createdAt: 1_700_000_000_000.5,
      })
      const turn = sampleItem('hello', { namespace: 'history', threadId: 'thread-1', audience: 'person:slack:T1:U1' })

      const keys = await items.add([item, turn])

      expect(await items.get(keys)).toEqual([
        { ...item, key: keys[0], threadId: null, documentId: null, script: 'japanese' },
        { ...turn, key: keys[1], documentId: null, script: 'latin' },
      ])
    })

    it('keeps audience labels to the letter', async () => {
      const { items } = open()
      const labels = ['public', 'slack:T1', 'discord:G1:C1', 'person:terminal:local', 'group:finance']

      await items.add(labels.map((audience) => sampleItem('a', { audience })))

      expect((await items.listHeaders(EVERYTHING)).map(({ audience }) => audience)).toEqual(labels)
    })

    it('gives items in the order asked for, as often as asked for, without those that are gone', async () => {
      const { items } = open()
      const [a = 0, b = 0, c = 0] = await items.add(['a', 'b', 'c'].map((text) => sampleItem(text)))
      await items.remove([b, 987_654])

      const records = await items.get([c, b, 123_456, a, c, -1, 0])

      expect(records.map(({ text }) => text)).toEqual(['c', 'a', 'c'])
      expect(await items.get([])).toEqual([])
    })

    it.each([
      ['NUL characters', 'before\0after\0'],
      ['Japanese beyond the basic plane', '𠮷野家で𩸽を食べた👨‍👩‍👧'],
      ['nothing', ''],
      ['quotes and wildcards', `'"; DROP TABLE items; -- %_*?`],
      ['100 kB', '日本語と English。'.repeat(4_000)],
      ['control characters and byte order marks', '\uFEFF\r\n\t\u0001\u2028'],
    ])('keeps text of %s', async (_, text) => {
      const { items } = open()

      const keys = await items.add([sampleItem(text, { title: text, location: text, locator: { headings: [text] } })])

      const [record] = await items.get(keys)
      expect(record).toMatchObject({ text, title: text, location: text, locator: { headings: [text] } })
    })

    it('keeps any text, with U+FFFD for halves of surrogate pairs', async () => {
      const { items } = open()
      const anyText = fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) })

      await fc.assert(
        fc.asyncProperty(anyText, async (text) => {
          const keys = await items.add([sampleItem(text)])
          const [record] = await items.get(keys)
          expect(record?.text).toBe(Buffer.from(text, 'utf8').toString('utf8'))
        }),
        { numRuns: 60 },
      )
    })

    it('lists headers page by page, in ascending key order, whatever the size of the page', async () => {
      const { items } = open()
      const keys = await items.add(Array.from({ length: 25 }, (_, number) => sampleItem(`${number}`)))
      await items.remove(keys.filter((_, place) => place % 5 === 0))
      const left = keys.filter((_, place) => place % 5 !== 0)

      const seen: number[] = []
      for (let after = 0; ; after = seen.at(-1) ?? 0) {
        const page = await items.listHeaders({ after, limit: 3 })
        expect(page.length).toBeLessThanOrEqual(3)
        seen.push(...page.map(({ key }) => key))
        if (page.length < 3) break
      }
      const huge = await items.listHeaders({ after: 0, limit: Number.MAX_SAFE_INTEGER })

      expect(seen).toEqual(left)
      expect(huge.map(({ key }) => key)).toEqual(left)
      expect(await items.listHeaders({ after: 1_000_000, limit: 3 })).toEqual([])
    })

    it('finds visible items behind thousands of hidden ones', async () => {
      const store = open()
      const many = Array.from({ length: 12_000 }, () => sampleItem('a'))
      await addDocument(store, sampleDocument('one'), many)
      await store.documents.remove('one')
      const [last = 0] = await store.items.add([sampleItem('last')])

      const page = await store.items.listHeaders({ after: 0, limit: 1 })

      expect(page.map(({ key }) => key)).toEqual([last])
      expect(await store.items.count()).toBe(1)
    })

    it('gives the neighbours of an item within its own document, in reading order', async () => {
      const store = open()
      await addDocument(store, sampleDocument('before'), [sampleItem('x')])
      const texts = ['a', 'b', 'c', 'd', 'e']
      const { added } = await addDocument(
        store,
        sampleDocument('one'),
        texts.map((text) => sampleItem(text)),
      )
      await addDocument(store, sampleDocument('after'), [sampleItem('y')])
      const textsAround = async (place: number, radius: number) =>
        (await store.items.neighbours(added[place] ?? 0, radius)).map(({ text }) => text).join('')

      const around = await Promise.all([textsAround(2, 1), textsAround(0, 2), textsAround(4, 9), textsAround(3, 0)])

      expect(around).toEqual(['bcd', 'abc', 'abcde', 'd'])
    })

    it('knows no neighbours of an item outside any document, and nothing of unknown ones', async () => {
      const { items } = open()
      const [alone = 0] = await items.add([sampleItem('alone'), sampleItem('another')])

      const [self, unknown] = await Promise.all([items.neighbours(alone, 3), items.neighbours(424_242, 3)])

      expect(self.map(({ text }) => text)).toEqual(['alone'])
      expect(unknown).toEqual([])
    })

    it('removes items once, however often it is told to', async () => {
      const store = open()
      const keys = await store.items.add(['a', 'b', 'c'].map((text) => sampleItem(text)))

      await store.items.remove(keys.slice(0, 2))
      await store.items.remove(keys.slice(0, 2))
      await store.items.remove([])

      expect(await store.items.count()).toBe(1)
      expect(await visibleKeys(store)).toEqual(keys.slice(2))
    })

    it('removes single items of a document', async () => {
      const store = open()
      const { added } = await addDocument(
        store,
        sampleDocument('one'),
        ['a', 'b', 'c'].map((text) => sampleItem(text)),
      )

      await store.items.remove(added.slice(1, 2))

      const [source] = await store.sources.list()
      const nearby = await store.items.neighbours(added[0] ?? 0, 1)
      expect(source?.items).toBe(2)
      expect(nearby.map(({ text }) => text)).toEqual(['a', 'c'])
      expect(await store.documents.remove('one')).toEqual([added[0], added[2]])
    })

    it('adds all items of a call or none', async () => {
      const { items } = open()
      const good = { space: 'qa', vector: sampleVector(1, 0) }
      const bad = { space: 'qa', vector: sampleVector(1, 0, 0) }

      const adding = items.add([sampleItem('a', { vectors: [good] }), sampleItem('b', { vectors: [bad] })])

      await expect(adding).rejects.toMatchObject({ code: 'embedder-mismatch' })
      expect(await items.count()).toBe(0)
    })

    it('serves calls that come all at once', async () => {
      const { items } = open()

      const added = await Promise.all(Array.from({ length: 50 }, (_, number) => items.add([sampleItem(`${number}`)])))

      const keys = added.flat()
      expect(new Set(keys).size).toBe(50)
      expect((await items.get(keys)).map(({ text }) => text)).toEqual(
        Array.from({ length: 50 }, (_, number) => `${number}`),
      )
    })
  })
}
