import { judge, type LogisticModel } from './fit-logistic.ts'
import type { Observation } from './observe-hits.ts'

const DECILES = 10

/** Mean squared difference between probability and outcome: 0 is perfect. */
export function brierScore(model: LogisticModel, observations: readonly Observation[]): number {
  const sum = observations.reduce((total, one) => total + (judge(model, one) - (one.isRelevant ? 1 : 0)) ** 2, 0)
  return sum / observations.length
}

/** Brier score of always saying the base rate, for comparison. */
export function baseBrier(observations: readonly Observation[]): number {
  const rate = observations.filter(({ isRelevant }) => isRelevant).length / observations.length
  return rate * (1 - rate)
}

/** What was said against what was so, by tenths of the probability, as a Markdown table. */
export function describeCalibration(model: LogisticModel, observations: readonly Observation[]): string {
  const groups = Array.from({ length: DECILES }, () => ({ count: 0, said: 0, so: 0 }))
  for (const one of observations) {
    const chance = judge(model, one)
    const group = groups[Math.min(DECILES - 1, Math.floor(chance * DECILES))]!
    group.count += 1
    group.said += chance
    group.so += one.isRelevant ? 1 : 0
  }
  const rows = groups.map(({ count, said, so }, at) => {
    const range = `${(at / DECILES).toFixed(1)}–${((at + 1) / DECILES).toFixed(1)}`
    const share = (sum: number): string => (count === 0 ? '' : (sum / count).toFixed(3))
    return `| ${range} | ${count} | ${share(said)} | ${share(so)} |`
  })
  return ['| probability | hits | mean said | relevant |', '|-|-:|-:|-:|', ...rows].join('\n')
}

/** The model as it stands in `src/index/calibrate-scores.ts`. */
export function describeModel({ bias, weights }: LogisticModel): string {
  const parts = Object.entries(weights).map(([name, weight]) => `${name}: ${weight.toFixed(2)}`)
  return `{ bias: ${bias.toFixed(2)}, ${parts.join(', ')} }`
}
