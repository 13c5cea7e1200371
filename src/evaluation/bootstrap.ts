import { mean } from './metrics.ts'
import { pause } from './pause.ts'

/** A mean with its interval. */
export interface Estimate {
  readonly mean: number
  /** Lower and upper end of the 95 % interval. */
  readonly interval: readonly [number, number]
}

export interface BootstrapOptions {
  /** How many resamples; more give a steadier interval. */
  readonly resamples?: number
  readonly seed?: number
}

/**
 * Mean with a 95 % percentile-bootstrap interval: resample the values with replacement, take the mean of each
 * resample, and read the 2.5th and 97.5th percentile (Efron, 1979). The same seed gives the same interval.
 */
export async function estimateMean(
  values: readonly number[],
  signal: AbortSignal,
  { resamples = 2000, seed = 20_240_917 }: BootstrapOptions = {},
): Promise<Estimate> {
  const centre = mean(values)
  if (values.length === 0) return { mean: 0, interval: [0, 0] }
  const random = createRandom(seed)
  const data = Float64Array.from(values)
  const means = new Float64Array(resamples)
  let drawn = 0
  for (let round = 0; round < resamples; round += 1) {
    let sum = 0
    for (let draw = 0; draw < data.length; draw += 1) sum += data[Math.floor(random() * data.length)] ?? 0
    means[round] = sum / data.length
    drawn += data.length
    if (drawn >= DRAWS_BETWEEN_PAUSES) {
      drawn = 0
      await pause(signal)
    }
  }
  means.sort()
  return { mean: centre, interval: [percentile(means, 0.025), percentile(means, 0.975)] }
}

/**
 * Mean of the differences a − b over the same queries, with its interval. Resampling pairs keeps what the two share,
 * so the interval is narrower than those of the two means.
 * @throws RangeError when the lists differ in length
 */
export async function estimateDifference(
  pairs: { readonly a: readonly number[]; readonly b: readonly number[] },
  signal: AbortSignal,
  options: BootstrapOptions = {},
): Promise<Estimate> {
  if (pairs.a.length !== pairs.b.length) throw new RangeError('Paired values must have the same length.')
  const differences = pairs.a.map((value, at) => value - (pairs.b[at] ?? 0))
  return await estimateMean(differences, signal, options)
}

/**
 * A statistic of paired values with its 95 % percentile-bootstrap interval: the pairs are resampled with replacement.
 * @param count how many pairs there are
 * @param statistic of the pairs, each counted as often as `counts` says; of all of them once without that
 */
export async function estimateStatistic(
  count: number,
  statistic: (counts?: Uint16Array) => number,
  signal: AbortSignal,
  { resamples = 2000, seed = 20_240_917 }: BootstrapOptions = {},
): Promise<Estimate> {
  const centre = statistic()
  const random = createRandom(seed)
  const found = new Float64Array(resamples)
  let drawn = 0
  for (let round = 0; round < resamples; round += 1) {
    const counts = new Uint16Array(count)
    for (let draw = 0; draw < count; draw += 1) {
      const at = Math.floor(random() * count)
      counts[at] = counts[at]! + 1
    }
    found[round] = statistic(counts)
    drawn += count
    if (drawn >= DRAWS_BETWEEN_PAUSES / 5) {
      drawn = 0
      await pause(signal)
    }
  }
  found.sort()
  return { mean: centre, interval: [percentile(found, 0.025), percentile(found, 0.975)] }
}

// About ten milliseconds of work.
const DRAWS_BETWEEN_PAUSES = 500_000

/** Linear interpolation between the two nearest order statistics. */
function percentile(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1)
  const below = sorted[Math.floor(at)] ?? 0
  const above = sorted[Math.ceil(at)] ?? 0
  return below + (above - below) * (at - Math.floor(at))
}

/** Marsaglia's xorshift32: enough for resampling, and the same everywhere. @returns numbers from 0 up to below 1 */
function createRandom(seed: number): () => number {
  let state = seed | 0 || 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 4_294_967_296
  }
}
