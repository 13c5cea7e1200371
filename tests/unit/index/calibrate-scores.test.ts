import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calibrateScore, calibrationFor, type ScoreFeatures } from '../../../src/index/calibrate-scores.ts'

const CLEAR: ScoreFeatures = {
  lexical: 0.5,
  cosine: 0.7,
  usualCosine: 0.1,
  lead: 0.3,
  script: 'latin',
  isSameScript: true,
}
const UNRELATED: ScoreFeatures = { ...CLEAR, lexical: 0.02, cosine: 0.05, lead: 0.01 }

describe('the probability that a hit is relevant', () => {
  it.each(['bundled', 'hashed', 'multilingual-e5'])('tells what fits from what does not, with %s', (preset) => {
    for (const script of ['latin', 'japanese'] as const) {
      expect(calibrateScore({ ...CLEAR, script }, calibrationFor(preset))).toBeGreaterThan(0.5)
      expect(calibrateScore({ ...UNRELATED, script }, calibrationFor(preset))).toBeLessThan(0.02)
    }
  })

  it('is larger for the same scores in Japanese, where words reach less', () => {
    const middling = { ...CLEAR, lexical: 0.3, cosine: 0.5, lead: 0.2 }

    const [english, japanese] = (['latin', 'japanese'] as const).map((script) =>
      calibrateScore({ ...middling, script }, calibrationFor('bundled')),
    )

    expect(japanese).toBeGreaterThan(english ?? 1)
  })

  it('rests on the cosine alone where a page is in another script than the question', () => {
    const across = { ...CLEAR, lexical: 0, isSameScript: false, script: 'japanese' } as const
    const by = calibrationFor('bundled')

    expect(calibrateScore({ ...across, cosine: 0.75 }, by)).toBeGreaterThan(0.5)
    expect(calibrateScore({ ...across, cosine: 0.2 }, by)).toBeLessThan(0.02)
    expect(calibrateScore({ ...across, lead: 0 }, by)).toBe(calibrateScore(across, by))
  })

  it('counts the words that a page of two scripts shares with the question', () => {
    const mixed = { ...CLEAR, cosine: 0.2, isSameScript: false, script: 'japanese' } as const
    const by = calibrationFor('bundled')

    expect(calibrateScore(mixed, by)).toBe(calibrateScore({ ...mixed, isSameScript: true }, by))
    expect(calibrateScore(mixed, by)).toBeGreaterThan(calibrateScore({ ...mixed, lexical: 0 }, by))
  })

  it('is a probability that never falls when a score rises', () => {
    const unit = fc.double({ min: 0, max: 1, noNaN: true })
    const features = fc.record({
      lexical: unit,
      cosine: unit,
      lead: unit,
      script: fc.constantFrom('latin' as const, 'japanese' as const),
      isSameScript: fc.boolean(),
    })
    const leg = fc.constantFrom('lexical' as const, 'cosine' as const, 'lead' as const)
    fc.assert(
      fc.property(features, leg, unit, fc.constantFrom('bundled', 'hashed', 'e5'), (one, name, rise, preset) => {
        const before = { ...one, usualCosine: 0.1 }
        const [low, high] = [before, { ...before, [name]: one[name] + rise }].map((each) =>
          calibrateScore(each, calibrationFor(preset)),
        )

        expect(low).toBeGreaterThan(0)
        expect(low).toBeLessThan(1)
        expect(high).toBeGreaterThanOrEqual(low ?? 1)
      }),
    )
  })
})
