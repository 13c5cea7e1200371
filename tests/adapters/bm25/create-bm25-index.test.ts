import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createBm25Index, DEFAULT_PARAMETERS } from '../../../src/adapters/bm25/create-bm25-index.ts'
import { mergeSegments } from '../../../src/adapters/bm25/merge-segments.ts'
import { describeLexicalIndexContract } from '../../contracts/lexical-index-contract.ts'

describeLexicalIndexContract('BM25', () => createBm25Index())

const permitted = new Uint8Array(64).fill(1)
const options = { limit: 64, permitted, permittedCount: 64 }

/** Words without stems, stop words or bigrams, so that a plain formula can be held against the index. */
const word = fc.constantFrom('zig', 'bok', 'cud', 'dap', 'fep', 'gub')
const documents = fc.array(fc.array(word, { maxLength: 12 }), { minLength: 1, maxLength: 20 })

describe('createBm25Index', () => {
  it('ranks by Okapi BM25, divided by the largest score that the query could reach', () => {
    fc.assert(
      fc.property(documents, fc.uniqueArray(word, { minLength: 1, maxLength: 4 }), (texts, query) => {
        const index = createBm25Index()
        index.upsert(texts.map((words, ordinal) => ({ ordinal, title: '', text: words.join(' ') })))

        const hits = index.search([{ text: query.join(' '), weight: 1 }], options)

        const expected = new Map(rankPlainly(texts, query))
        expect(hits.map(({ ordinal }) => ordinal).sort()).toEqual([...expected.keys()].sort())
        for (const { ordinal, score } of hits) expect(score).toBeCloseTo(expected.get(ordinal)!, 5)
      }),
    )
  })

  it('ranks the same in one segment, in many, and after a merge, whatever was removed between', () => {
    fc.assert(
      fc.property(documents, fc.array(fc.nat({ max: 19 })), word, (texts, removed, query) => {
        const entries = texts.map((words, ordinal) => ({ ordinal, title: '', text: words.join(' ') }))
        const whole = createBm25Index()
        whole.upsert(entries.filter(({ ordinal }) => !removed.includes(ordinal)))
        const pieces = createBm25Index()
        for (const entry of entries) pieces.upsert([entry])
        pieces.remove(removed)

        mergeAll(pieces)

        const search = (index: typeof whole) => index.search([{ text: query, weight: 1 }], options)
        expect(search(pieces)).toEqual(search(whole))
        expect(pieces.size).toBe(whole.size)
      }),
    )
  })

  it('finds the same best ones when only a few are wanted', () => {
    // Some words stand in nearly every text, others in hardly any: those of the first kind are soon passed over.
    const rare = fc.integer({ min: 0, max: 9 }).map((number) => `rare${'abcdefghij'[number]}`)
    const spoken = fc.oneof({ weight: 8, arbitrary: word }, { weight: 1, arbitrary: rare })
    const texts = fc.array(fc.array(spoken, { minLength: 1, maxLength: 16 }), { minLength: 20, maxLength: 64 })
    const asked = fc.uniqueArray(fc.oneof(word, rare), { minLength: 2, maxLength: 8 })
    fc.assert(
      fc.property(texts, asked, fc.integer({ min: 1, max: 5 }), fc.nat({ max: 63 }), (given, query, limit, split) => {
        const index = createBm25Index()
        const entries = given.map((words, ordinal) => ({ ordinal, title: '', text: words.join(' ') }))
        index.upsert(entries.slice(0, split))
        index.upsert(entries.slice(split))
        const mask = permitted.map((_, ordinal) => (ordinal % 5 === 0 ? 0 : 1))
        const search = (most: number, include: readonly number[] = []) =>
          index.search([{ text: query.join(' '), weight: 1 }], {
            ...{ limit: most, permitted: mask, permittedCount: 51 },
            include,
          })
        const wanted = [1, 5, 8, 13, 63, 400]

        const few = search(limit)
        const others = search(1, wanted).slice(1)
        const all = search(64)

        expect(few.map(({ score }) => score)).toEqual(all.slice(0, limit).map(({ score }) => expect.closeTo(score, 6)))
        expect(few.every(({ ordinal }) => mask[ordinal] === 1)).toBe(true)
        const first = all[0]?.ordinal
        const expected = all.filter(({ ordinal }) => wanted.includes(ordinal) && ordinal !== first)
        const scores = new Map(others.map(({ ordinal, score }) => [ordinal, score]))
        expect(scores).toEqual(new Map(expected.map(({ ordinal, score }) => [ordinal, expect.closeTo(score, 6)])))
        // Nothing of a search is left for the next one.
        expect(search(64)).toEqual(all)
      }),
      { numRuns: 300 },
    )
  })

  it('keeps a removal and a reuse of the ordinal that happen while segments are being merged', () => {
    const index = createBm25Index()
    index.upsert([{ ordinal: 0, title: '', text: 'old words' }])
    index.upsert([{ ordinal: 1, title: '', text: 'other words' }])
    const replaced = index.segments
    const { segment, newLocals } = mergeSegments(
      replaced.map((live) => ({ segment: live.segment, alive: Uint8Array.of(1) })),
    )

    index.remove([0])
    index.upsert([{ ordinal: 0, title: '', text: 'new text' }])
    index.replace(replaced, segment, newLocals)

    const find = (text: string) => index.search([{ text, weight: 1 }], options).map(({ ordinal }) => ordinal)
    expect(find('old')).toEqual([])
    expect(find('new')).toEqual([0])
    expect(find('other')).toEqual([1])
  })
})

function mergeAll(index: ReturnType<typeof createBm25Index>): void {
  const replaced = index.segments
  if (replaced.length === 0) return
  const sources = replaced.map(({ segment, ordinals }) => ({
    segment,
    alive: Uint8Array.from(ordinals, (ordinal) => (ordinal >= 0 ? 1 : 0)),
  }))
  const { segment, newLocals } = mergeSegments(sources)
  index.replace(replaced, segment, newLocals)
}

function rankPlainly(texts: readonly (readonly string[])[], query: readonly string[]): [number, number][] {
  const { k1, b } = DEFAULT_PARAMETERS
  const average = Math.max(1, texts.reduce((sum, words) => sum + words.length, 0) / texts.length)
  const idf = (term: string): number => {
    const frequency = texts.filter((words) => words.includes(term)).length
    return Math.log(1 + (texts.length - frequency + 0.5) / (frequency + 0.5))
  }
  const largest = query.reduce((sum, term) => sum + idf(term) * (k1 + 1), 0)
  return texts.flatMap((words, ordinal): [number, number][] => {
    const parts = query.map((term) => {
      const count = words.filter((candidate) => candidate === term).length
      return (idf(term) * count * (k1 + 1)) / (count + k1 * (1 - b + (b * words.length) / average))
    })
    const score = parts.reduce((sum, part) => sum + part, 0) / largest
    return score > 0 ? [[ordinal, score]] : []
  })
}
