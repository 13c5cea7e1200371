import { describe, expect, it } from 'vitest'
import type { Store } from '../../src/ports/store.ts'
import { addDocument, EVERYTHING, sampleDocument, sampleItem, sampleVector } from './store-contract-samples.ts'

export function describeVectors(open: () => Store): void {
  describe('vectors', () => {
    it('gives vectors back bit by bit, in ascending key order, page by page', async () => {
      const { items, vectors } = open()
      const keys = await items.add(Array.from({ length: 5 }, (_, number) => sampleItem(`${number}`)))
      const values = keys.map((key) => sampleVector(1 / 3, -key, Number.MIN_VALUE, 3.4e38))
      await vectors.put('qa', keys.map((key, place) => ({ key, vector: values[place] ?? sampleVector() })).reverse())

      const first = await vectors.list('qa', { after: 0, limit: 2 })
      const rest = await vectors.list('qa', { after: first.at(-1)?.key ?? 0, limit: 1_000_000 })

      expect(first).toHaveLength(2)
      expect([...first, ...rest]).toEqual(keys.map((key, place) => ({ key, vector: values[place] })))
    })

    it('copies what it is given and what it gives', async () => {
      const { items, vectors } = open()
      const vector = sampleVector(1, 2)
      const [key = 0] = await items.add([sampleItem('a', { vectors: [{ space: 'qa', vector }] })])
      vector[0] = 9

      const [read] = await vectors.list('qa', EVERYTHING)
      read?.vector.fill(7)
      const [again] = await vectors.list('qa', EVERYTHING)

      expect(again).toEqual({ key, vector: sampleVector(1, 2) })
    })

    it('takes a slice of a larger array as a vector', async () => {
      const { items, vectors } = open()
      const [key = 0] = await items.add([sampleItem('a')])

      await vectors.put('qa', [{ key, vector: sampleVector(9, 9, 1, 2, 9).subarray(2, 4) }])

      expect(await vectors.list('qa', EVERYTHING)).toEqual([{ key, vector: sampleVector(1, 2) }])
    })

    it('keeps spaces apart and the last vector of each item', async () => {
      const { items, vectors } = open()
      const [key = 0] = await items.add([sampleItem('a', { vectors: [{ space: 'qa', vector: sampleVector(1, 0) }] })])

      await vectors.put('qa', [{ key, vector: sampleVector(0, 1) }])
      await vectors.put('埋め込み|e5|passage: {text}', [{ key, vector: sampleVector(1, 2, 3) }])

      expect(await vectors.list('qa', EVERYTHING)).toEqual([{ key, vector: sampleVector(0, 1) }])
      expect(await vectors.list('埋め込み|e5|passage: {text}', EVERYTHING)).toHaveLength(1)
      expect(await vectors.list('unknown', EVERYTHING)).toEqual([])
    })

    it('refuses a vector of another length than its space has', async () => {
      const { items, vectors } = open()
      const [key = 0] = await items.add([sampleItem('a', { vectors: [{ space: 'qa', vector: sampleVector(1, 0) }] })])

      const putting = vectors.put('qa', [{ key, vector: sampleVector(1, 0, 0) }])

      await expect(putting).rejects.toMatchObject({ code: 'embedder-mismatch', details: { expected: 2, actual: 3 } })
    })

    it('ignores vectors of items that are gone', async () => {
      const { items, vectors } = open()
      const [key = 0] = await items.add([sampleItem('a')])
      await items.remove([key])

      await vectors.put('qa', [
        { key, vector: sampleVector(1) },
        { key: 5_555, vector: sampleVector(1) },
      ])

      expect(await vectors.list('qa', EVERYTHING)).toEqual([])
    })

    it('takes vectors for a draft and shows them with it', async () => {
      const store = open()
      const { added: old } = await addDocument(store, sampleDocument('one'), [sampleItem('old')])
      const draft = await store.documents.begin(sampleDocument('one'))
      const [key = 0] = await store.documents.append(draft, [sampleItem('new')])
      await store.vectors.put(
        'qa',
        [...old, key].map((each) => ({ key: each, vector: sampleVector(each) })),
      )

      const before = await store.vectors.list('qa', EVERYTHING)
      await store.documents.commit(draft)
      const after = await store.vectors.list('qa', EVERYTHING)

      expect(before.map((row) => row.key)).toEqual(old)
      expect(after.map((row) => row.key)).toEqual([key])
    })

    it('tells which visible items of a namespace still need a vector', async () => {
      const store = open()
      const vectors = [{ space: 'qa', vector: sampleVector(1) }]
      const { added } = await addDocument(store, sampleDocument('one'), [
        sampleItem('has one', { vectors }),
        sampleItem('none yet'),
        sampleItem('of another kind', { namespace: 'tool' }),
        sampleItem('none either', { vectors: [{ space: 'chat', vector: sampleVector(1) }] }),
      ])
      const [, second, , fourth] = added

      const first = await store.vectors.missing('qa', 'knowledge', { after: 0, limit: 1 })
      const rest = await store.vectors.missing('qa', 'knowledge', { after: second ?? 0, limit: 100 })
      const counts = await Promise.all([
        store.vectors.countMissing('qa', 'knowledge'),
        store.vectors.countMissing('qa', 'history'),
        store.vectors.countMissing('never seen', 'knowledge'),
      ])

      expect(first.map(({ key, text }) => [key, text])).toEqual([[second, 'none yet']])
      expect(rest.map(({ key }) => key)).toEqual([fourth])
      expect(counts).toEqual([2, 0, 3])
    })

    it('drops the vectors of other spaces, at most so many at a time', async () => {
      const { items, vectors } = open()
      const vector = sampleVector(1)
      const spaces = ['keep', 'old', 'older'].map((space) => ({ space, vector }))
      await items.add(Array.from({ length: 10 }, (_, number) => sampleItem(`${number}`, { vectors: spaces })))

      const dropped: number[] = []
      for (let count = -1; count !== 0; dropped.push(count)) count = await vectors.dropOtherSpaces(['keep', 'new'], 8)

      expect(dropped.reduce((sum, count) => sum + count, 0)).toBe(20)
      expect(Math.max(...dropped)).toBeLessThanOrEqual(8)
      expect(await vectors.list('keep', EVERYTHING)).toHaveLength(10)
      expect(await vectors.list('old', EVERYTHING)).toEqual([])
    })

    it('lets a dropped space begin anew with another length', async () => {
      const { items, vectors } = open()
      const [key = 0] = await items.add([sampleItem('a', { vectors: [{ space: 'old', vector: sampleVector(1) }] })])
      while ((await vectors.dropOtherSpaces([], 100)) > 0);

      await vectors.put('old', [{ key, vector: sampleVector(1, 2) }])

      expect(await vectors.list('old', EVERYTHING)).toEqual([{ key, vector: sampleVector(1, 2) }])
    })
  })
}
