import { createRandom, drawInteger } from '../corpus/random.ts'

/** A figure with its bootstrap 95 % interval. */
export interface Estimate {
  readonly value: number
  readonly low: number
  readonly high: number
}

const RESAMPLES = 1_000

/** @param share 0.5 for the median */
export function estimateQuantile(values: readonly number[], share: number): Estimate {
  return estimate(values, (sorted) => quantileOf(sorted, share))
}

/** @param figure gets the values in ascending order */
function estimate(values: readonly number[], figure: (sorted: readonly number[]) => number): Estimate {
  const random = createRandom(values.length)
  const sorted = [...values].sort((first, second) => first - second)
  const drawn = Array.from({ length: values.length === 0 ? 0 : RESAMPLES }, () => {
    const sample = sorted.map(() => sorted[drawInteger(random, sorted.length)]!)
    return figure(sample.sort((first, second) => first - second))
  }).sort((first, second) => first - second)
  return { value: figure(sorted), low: quantileOf(drawn, 0.025), high: quantileOf(drawn, 0.975) }
}

/** The smallest value that so large a share does not exceed. */
export function quantileOf(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN
}

/** The slope of a straight line through points, with its 95 % interval (normal approximation). */
export function estimateSlope(points: readonly (readonly [number, number])[]): Estimate {
  const count = points.length
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / count
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / count
  const spread = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0)
  const value = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / spread
  const rest = points.reduce((sum, [x, y]) => sum + (y - meanY - value * (x - meanX)) ** 2, 0)
  const margin = 1.96 * Math.sqrt(rest / Math.max(1, count - 2) / spread)
  return { value, low: value - margin, high: value + margin }
}
