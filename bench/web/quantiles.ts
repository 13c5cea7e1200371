import { quantileOf } from '../chat/estimate.ts'

/** How times are spread, in the unit in which they came. */
export interface Spread {
  readonly count: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly most: number
}

export function spreadOf(times: readonly number[]): Spread {
  const sorted = [...times].sort((first, second) => first - second)
  return {
    count: sorted.length,
    p50: quantileOf(sorted, 0.5),
    p95: quantileOf(sorted, 0.95),
    p99: quantileOf(sorted, 0.99),
    most: sorted.at(-1) ?? Number.NaN,
  }
}
