import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { estimateStatistic } from '../../../src/evaluation/bootstrap.ts'
import { createCorrelations } from '../../../src/evaluation/correlation.ts'

const { signal } = new AbortController()

describe('createCorrelations', () => {
  it('gives equal values the mean of their ranks', () => {
    // Ranks 1, 2.5, 2.5, 4 and 1, 3.5, 2, 3.5; both around 2.5: 3.75 / sqrt(4.5 * 4.5).
    const { spearman, pearson } = createCorrelations([1, 2, 2, 4], [10, 30, 20, 30])

    expect(spearman()).toBeCloseTo(3.75 / 4.5, 12)
    // Means 2.25 and 22.5: 27.5 / sqrt(4.75 * 275).
    expect(pearson()).toBeCloseTo(27.5 / Math.sqrt(4.75 * 275), 12)
  })

  it('agrees with the formula of squared rank differences where nothing is tied', () => {
    // Differences of ranks: 0, 1, -2, 1, 0; 1 - 6 * 6 / (5 * 24).
    const { spearman } = createCorrelations([1, 2, 30, 400, 500], [0.1, 0.3, 0.05, 0.31, 0.9])

    expect(spearman()).toBeCloseTo(1 - (6 * (1 + 1 + 4 + 0 + 0)) / (5 * 24), 12)
  })

  it('is 1, -1 and 0 for the same order, the opposite one, and where one does not vary', () => {
    expect(createCorrelations([1, 2, 3], [2, 30, 400]).spearman()).toBeCloseTo(1, 12)
    expect(createCorrelations([1, 2, 3], [3, 2, 1]).pearson()).toBeCloseTo(-1, 12)
    expect(createCorrelations([1, 2, 3], [5, 5, 5]).spearman()).toBe(0)
  })

  it('counts a pair twice as if it stood there twice', () => {
    const values = fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 }), fc.nat(3)), {
      minLength: 3,
      maxLength: 12,
    })
    fc.assert(
      fc.property(values, (pairs) => {
        const repeated = pairs.flatMap(([x, y, count]) => Array.from({ length: count }, () => [x, y] as const))
        fc.pre(repeated.length > 1)
        const counted = createCorrelations(
          pairs.map(([x]) => x),
          pairs.map(([, y]) => y),
        )
        const plain = createCorrelations(
          repeated.map(([x]) => x),
          repeated.map(([, y]) => y),
        )
        const counts = pairs.map(([, , count]) => count)

        expect(counted.spearman(counts)).toBeCloseTo(plain.spearman(), 9)
        expect(counted.pearson(counts)).toBeCloseTo(plain.pearson(), 9)
      }),
    )
  })

  it('refuses lists of different lengths', () => {
    expect(() => createCorrelations([1], [])).toThrow(RangeError)
  })
})

describe('estimateStatistic', () => {
  it('has an interval around the value, the same for the same seed', async () => {
    const x = Array.from({ length: 200 }, (_, at) => at)
    const { spearman } = createCorrelations(
      x,
      x.map((value) => (value * 37) % 101),
    )

    const first = await estimateStatistic(200, spearman, signal, { resamples: 300 })
    const again = await estimateStatistic(200, spearman, signal, { resamples: 300 })

    expect(again).toEqual(first)
    expect(first.interval[0]).toBeLessThan(first.mean)
    expect(first.interval[1]).toBeGreaterThan(first.mean)
    // The standard error of a correlation near 0 is about 1 / sqrt(199) = 0.071.
    expect(first.interval[1] - first.interval[0]).toBeCloseTo(0.28, 0.7)
  })
})
