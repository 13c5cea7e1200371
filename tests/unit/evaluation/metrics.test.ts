import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mean, ndcgAt, recallAt, reciprocalRankAt } from '../../../src/evaluation/metrics.ts'

const GAINS = new Map([
  ['a', 3],
  ['b', 2],
  ['c', 1],
  ['junk', 0],
])

describe('ndcgAt', () => {
  it('divides the discounted gains by those of the best order', () => {
    // DCG = 2/log2(2) + 3/log2(4) = 2 + 1.5; ideal = 3 + 2/log2(3) + 1/2.
    const value = ndcgAt(10, ['b', 'junk', 'a'], GAINS)

    expect(value).toBeCloseTo(3.5 / (3 + 2 / Math.log2(3) + 0.5), 12)
    expect(value).toBeCloseTo(0.73501, 5)
  })

  it('cuts both the ranking and the ideal at k', () => {
    expect(ndcgAt(1, ['b', 'a'], GAINS)).toBeCloseTo(2 / 3, 12)
  })

  it('is 1 for the best order and 0 where nothing relevant is found or known', () => {
    expect(ndcgAt(10, ['a', 'b', 'c'], GAINS)).toBe(1)
    expect(ndcgAt(10, ['x', 'junk'], GAINS)).toBe(0)
    expect(ndcgAt(10, ['a'], new Map([['a', 0]]))).toBe(0)
  })

  it('counts a repeated document once', () => {
    expect(ndcgAt(10, ['c', 'c', 'c'], GAINS)).toBe(ndcgAt(10, ['c'], GAINS))
  })

  it('never leaves 0 to 1, and never falls when a relevant document is put first', () => {
    const ranking = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'junk', 'x', 'y'), { maxLength: 6 })

    fc.assert(
      fc.property(ranking, (ids) => {
        const value = ndcgAt(5, ids, GAINS)
        const better = ndcgAt(5, ['a', ...ids.filter((id) => id !== 'a')], GAINS)

        expect(value).toBeGreaterThanOrEqual(0)
        expect(value).toBeLessThanOrEqual(1 + 1e-12)
        expect(better).toBeGreaterThanOrEqual(value - 1e-12)
      }),
    )
  })
})

describe('recallAt', () => {
  it('is the share of the relevant documents among the first k', () => {
    expect(recallAt(2, ['a', 'x', 'b'], GAINS)).toBeCloseTo(1 / 3, 12)
    expect(recallAt(3, ['a', 'x', 'b'], GAINS)).toBeCloseTo(2 / 3, 12)
    expect(recallAt(3, [], GAINS)).toBe(0)
  })
})

describe('reciprocalRankAt', () => {
  it('is one over the place of the first relevant document', () => {
    expect(reciprocalRankAt(10, ['x', 'junk', 'c', 'a'], GAINS)).toBeCloseTo(1 / 3, 12)
    expect(reciprocalRankAt(2, ['x', 'junk', 'c'], GAINS)).toBe(0)
  })
})

describe('mean', () => {
  it('is 0 of nothing', () => {
    expect(mean([])).toBe(0)
    expect(mean([1, 2, 6])).toBe(3)
  })
})
