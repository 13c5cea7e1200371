import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../bench/corpus/random.ts'
import { brierScore, describeCalibration } from '../../../scripts/calibration-fitting/describe-fit.ts'
import { fitLogistic, judge } from '../../../scripts/calibration-fitting/fit-logistic.ts'
import type { Observation } from '../../../scripts/calibration-fitting/observe-hits.ts'

/** Hits whose relevance follows log-odds of -3 + 8·lexical + 2·cosine. */
function drawObservations(count: number): Observation[] {
  const random = createRandom(7)
  return Array.from({ length: count }, () => {
    const lexical = random()
    const cosine = random()
    const chance = 1 / (1 + Math.exp(3 - 8 * lexical - 2 * cosine))
    const features = { lexical, cosine, queryTerms: random(), lead: 0, lag: 0, lift: 0 }
    return { language: 'en', isTraining: true, isRelevant: random() < chance, features }
  })
}

describe('fitting a calibration', () => {
  it('finds the parameters that the observations were drawn with', () => {
    const observations = drawObservations(20_000)

    const { bias, weights } = fitLogistic(observations, ['lexical', 'cosine'])

    expect(bias).toBeCloseTo(-3, 0)
    expect(weights.lexical).toBeCloseTo(8, 0)
    expect(weights.cosine).toBeCloseTo(2, 0)
  })

  it('gives no weight to what says nothing', () => {
    const { weights } = fitLogistic(drawObservations(20_000), ['lexical', 'cosine', 'queryTerms'])

    expect(Math.abs(weights.queryTerms ?? 1)).toBeLessThan(0.3)
  })

  it('says with each probability how often it comes true', () => {
    const observations = drawObservations(5_000)
    const model = fitLogistic(observations, ['lexical', 'cosine'])

    const table = describeCalibration(model, observations)

    expect(table.split('\n')).toHaveLength(12)
    expect(brierScore(model, observations)).toBeLessThan(0.15)
    expect(judge(model, observations[0]!)).toBeGreaterThan(0)
  })
})
