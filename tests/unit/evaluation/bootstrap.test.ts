import { describe, expect, it } from 'vitest'
import { estimateDifference, estimateMean } from '../../../src/evaluation/bootstrap.ts'

const { signal } = new AbortController()

describe('estimateMean', () => {
  it('agrees with the normal approximation on many values', async () => {
    const values = Array.from({ length: 400 }, (_, at) => (at % 2 === 0 ? 1 : 0))

    const { mean, interval } = await estimateMean(values, signal)

    // Standard error 0.5 / sqrt(400) = 0.025, so the interval is about 0.5 ± 0.049.
    expect(mean).toBe(0.5)
    expect(interval[0]).toBeCloseTo(0.451, 1.9)
    expect(interval[1]).toBeCloseTo(0.549, 1.9)
  })

  it('gives the same interval for the same seed and another for another', async () => {
    const values = [0, 0.2, 0.9, 1, 0.4, 0.4]

    const [first, again, other] = await Promise.all([
      estimateMean(values, signal),
      estimateMean(values, signal),
      estimateMean(values, signal, { seed: 7 }),
    ])

    expect(again).toEqual(first)
    expect(other.interval).not.toEqual(first.interval)
  })

  it('is a point for equal values and zero for none', async () => {
    expect(await estimateMean([0.3, 0.3], signal)).toEqual({ mean: 0.3, interval: [0.3, 0.3] })
    expect(await estimateMean([], signal)).toEqual({ mean: 0, interval: [0, 0] })
  })

  it('stops when it is told to', async () => {
    const values = new Array(1000).fill(1)

    await expect(estimateMean(values, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough')
  })
})

describe('estimateDifference', () => {
  it('keeps what the pairs share, so that a constant gain has no spread', async () => {
    const b = [0.1, 0.9, 0.4, 0.6]
    const a = b.map((value) => value + 0.05)

    const { mean, interval } = await estimateDifference({ a, b }, signal)

    expect(mean).toBeCloseTo(0.05, 12)
    expect(interval[1] - interval[0]).toBeLessThan(1e-9)
  })

  it('refuses lists of different lengths', async () => {
    await expect(estimateDifference({ a: [1], b: [] }, signal)).rejects.toThrow(RangeError)
  })
})
