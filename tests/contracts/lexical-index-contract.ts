import { describe, expect, it } from 'vitest'
import type { LexicalIndex } from '../../src/ports/lexical-index.ts'

const DOCUMENTS = [
  { ordinal: 0, title: 'Garden', text: 'Water the tomatoes every morning, before the sun is high.' },
  { ordinal: 1, title: 'Office', text: 'The coffee machine is cleaned on Fridays.' },
  { ordinal: 2, title: '経費精算', text: '出張の経費は月末までに精算してください。領収書が必要です。' },
  { ordinal: 3, title: 'Travel', text: 'Travel expenses are paid back within two weeks. Keep every receipt.' },
  { ordinal: 4, title: '休暇', text: '有給休暇は３日前までに申請します。' },
]

/** What every lexical index must do. `create` gives an empty one. */
export function describeLexicalIndexContract(name: string, create: () => LexicalIndex): void {
  const all = new Uint8Array(16).fill(1)
  const options = { limit: 10, permitted: all, permittedCount: 16 }
  const find = (index: LexicalIndex, text: string): number[] =>
    index.search([{ text, weight: 1 }], options).map(({ ordinal }) => ordinal)
  const filled = (): LexicalIndex => {
    const index = create()
    index.upsert(DOCUMENTS)
    return index
  }

  describe(`${name}: lexical index contract`, () => {
    it('finds an English text by another form of its words', () => {
      expect(find(filled(), 'watering a tomato')[0]).toBe(0)
    })

    it('finds a Japanese text by a word of it', () => {
      expect(find(filled(), '経費の精算方法は？')[0]).toBe(2)
    })

    it('reads full-width and half-width forms alike', () => {
      expect(find(filled(), '3日前')[0]).toBe(4)
    })

    it('finds a text by its title', () => {
      expect(find(filled(), 'travel')[0]).toBe(3)
    })

    it('gives scores above 0 and at most 1, best first', () => {
      const scores = filled().search([{ text: 'receipt for travel expenses 精算', weight: 1 }], options)

      expect(scores.length).toBeGreaterThan(1)
      for (const [at, { score }] of scores.entries()) {
        expect(score).toBeGreaterThan(0)
        expect(score).toBeLessThanOrEqual(1)
        if (at > 0) expect(score).toBeLessThanOrEqual(scores[at - 1]!.score)
      }
    })

    it('returns nothing for a query without a known word, and for an empty one', () => {
      expect(find(filled(), 'xylophone')).toEqual([])
      expect(find(filled(), '')).toEqual([])
      expect(filled().search([], options)).toEqual([])
    })

    it('lets a context of little weight break a tie but not overrule the question', () => {
      const parts = [
        { text: 'coffee', weight: 1 },
        { text: 'tomatoes', weight: 0.2 },
      ]

      const hits = filled().search(parts, options)

      expect(hits.map(({ ordinal }) => ordinal)).toEqual([1, 0])
    })

    it('never returns an ordinal that the mask forbids, nor one beyond its end', () => {
      const permitted = new Uint8Array([1, 1, 1])
      const hits = filled().search([{ text: 'travel expenses receipt 経費', weight: 1 }], {
        limit: 10,
        permitted,
        permittedCount: 3,
      })

      expect(hits.map(({ ordinal }) => ordinal)).toEqual([2])
    })

    it('keeps to the limit and still scores what is to be included, unless it is forbidden', () => {
      const permitted = new Uint8Array(16).fill(1)
      permitted[2] = 0
      const hits = filled().search([{ text: 'travel expenses 精算 休暇 coffee', weight: 1 }], {
        limit: 1,
        permitted,
        permittedCount: 15,
        include: [1, 2, 4],
      })

      expect(new Set(hits.map(({ ordinal }) => ordinal))).toEqual(new Set([3, 1, 4]))
    })

    it('replaces an ordinal that is added again', () => {
      const index = filled()
      index.upsert([{ ordinal: 1, title: '', text: 'The printer is on the second floor.' }])

      expect(find(index, 'coffee')).toEqual([])
      expect(find(index, 'printer')).toEqual([1])
      expect(index.size).toBe(DOCUMENTS.length)
    })

    it('forgets what is removed at once, and lets its ordinal be used again', () => {
      const index = filled()
      index.remove([2, 99])
      const afterRemoval = find(index, '経費')
      index.upsert([{ ordinal: 2, title: '', text: 'Lunch is at noon.' }])

      expect(afterRemoval).toEqual([])
      expect(find(index, 'lunch')).toEqual([2])
      expect(find(index, '経費')).toEqual([])
    })

    it('survives empty texts, odd characters and very long words', () => {
      const index = create()
      index.upsert([
        { ordinal: 0, title: '', text: '' },
        { ordinal: 1, title: '\u0000\ud800', text: `${'x'.repeat(100_000)} needle` },
        { ordinal: 2, title: '🍣', text: '🍣🍣' },
      ])

      expect(find(index, 'needle')).toEqual([1])
      expect(index.size).toBe(3)
    })
  })
}
