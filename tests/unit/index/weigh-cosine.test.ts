import { describe, expect, it } from 'vitest'
import { createCosineWeigher } from '../../../src/index/weigh-cosine.ts'

describe('createCosineWeigher', () => {
  it('weighs cosines within and across scripts', () => {
    const weigh = createCosineWeigher({ sameScript: 0.5, crossScript: 2 }, 'qa', 0.3)

    expect([weigh(0.4, true), weigh(0.4, false)]).toEqual([0.2, 0.8])
  })

  it('follows the best lexical score, and still orders hits where words find nothing', () => {
    const weights = { sameScript: 0.5, crossScript: 2, scale: 'best-lexical' } as const

    expect(createCosineWeigher(weights, 'qa', 0.6)(0.4, true)).toBeCloseTo(0.12)
    expect(createCosineWeigher(weights, 'qa', 0.6)(0.4, false)).toBeCloseTo(0.8)
    expect(createCosineWeigher(weights, 'qa', 0)(0.4, true)).toBeGreaterThan(0)
  })

  it('gives a task its own weight', () => {
    const weights = { sameScript: 0.5, byTask: { convsearch: 1 }, crossScript: 2 }

    expect(createCosineWeigher(weights, 'convsearch', 0)(0.4, true)).toBeCloseTo(0.4)
    expect(createCosineWeigher(weights, 'qa', 0)(0.4, true)).toBeCloseTo(0.2)
  })

  it('counts across scripts only what rises above the usual', () => {
    const weigh = createCosineWeigher({ sameScript: 0.5, crossScript: 2, crossBase: 0.25 }, 'qa', 0.3)

    expect([weigh(0.75, false), weigh(0.2, false), weigh(-0.5, false)]).toEqual([1, 0, 0])
  })
})
