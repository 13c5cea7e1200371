import { FEATURE_NAMES, type FeatureName } from '../../agents/router/feature-names.ts'
import { perLabel } from '../../agents/router/per-label.ts'
import type { RouteLabel } from '../../src/domain/decision.ts'
import type { RoutingCase } from './read-cases.ts'

export type RouterWeights = Readonly<
  Record<RouteLabel, { readonly intercept: number; readonly weights: Readonly<Partial<Record<FeatureName, number>>> }>
>

/** Penalties per unit of total case weight; the first drops features, the second shrinks the rest. */
export interface Penalty {
  readonly lasso: number
  readonly ridge: number
}

/** One regularised logistic regression per label, by accelerated proximal gradient. Deterministic. */
export function fitWeights(
  cases: readonly RoutingCase[],
  penalty: Penalty = { lasso: 0.0015, ridge: 0.0015 },
): RouterWeights {
  return perLabel((label) =>
    fitLabel(
      cases.filter((one) => one.weight > 0 && one.teaches.includes(label)),
      label,
      penalty,
    ),
  )
}

const STEPS = 500

function fitLabel(cases: readonly RoutingCase[], label: RouteLabel, { lasso, ridge }: Penalty) {
  const size = FEATURE_NAMES.length
  const width = size + 1
  const total = cases.reduce((sum, one) => sum + one.weight, 0)
  const rows = Float64Array.from(cases.flatMap((one) => [...one.vector, 1]))
  const shares = Float64Array.from(cases, (one) => one.weight / total)
  const targets = Float64Array.from(cases, (one) => (one.label === label ? 1 : 0))
  const step = 1 / (curvature(rows, shares, width) + ridge)
  let current = new Float64Array(width)
  let previous = current
  for (let round = 1; round <= STEPS; round += 1) {
    const momentum = (round - 1) / (round + 2)
    const ahead = current.map((value, at) => value + momentum * (value - (previous[at] ?? 0)))
    const slope = gradient(rows, shares, targets, ahead)
    previous = current
    current = ahead.map((value, at) => {
      // The constant term is not penalised.
      if (at === size) return value - step * (slope[at] ?? 0)
      const moved = value - step * ((slope[at] ?? 0) + ridge * value)
      return Math.sign(moved) * Math.max(0, Math.abs(moved) - step * lasso)
    })
  }
  return {
    intercept: roundWeight(current[size] ?? 0),
    weights: Object.fromEntries(FEATURE_NAMES.map((name, at) => [name, roundWeight(current[at] ?? 0)])),
  }
}

function gradient(
  rows: Float64Array,
  shares: Float64Array,
  targets: Float64Array,
  weights: Float64Array,
): Float64Array {
  const width = weights.length
  const slope = new Float64Array(width)
  for (let row = 0; row < targets.length; row += 1) {
    const base = row * width
    let score = 0
    for (let at = 0; at < width; at += 1) score += (weights[at] ?? 0) * (rows[base + at] ?? 0)
    const error = (1 / (1 + Math.exp(-score)) - (targets[row] ?? 0)) * (shares[row] ?? 0)
    for (let at = 0; at < width; at += 1) slope[at] = (slope[at] ?? 0) + error * (rows[base + at] ?? 0)
  }
  return slope
}

/** A quarter of the largest eigenvalue of the weighted second-moment matrix, by power iteration, with a margin. */
function curvature(rows: Float64Array, shares: Float64Array, width: number): number {
  let direction = new Float64Array(width).fill(1 / Math.sqrt(width))
  let size = 1
  for (let round = 0; round < 30; round += 1) {
    const next = new Float64Array(width)
    for (let row = 0; row < shares.length; row += 1) {
      const base = row * width
      let dot = 0
      for (let at = 0; at < width; at += 1) dot += (direction[at] ?? 0) * (rows[base + at] ?? 0)
      for (let at = 0; at < width; at += 1)
        next[at] = (next[at] ?? 0) + dot * (shares[row] ?? 0) * (rows[base + at] ?? 0)
    }
    size = Math.hypot(...next)
    direction = next.map((value) => value / size)
  }
  return (1.1 * size) / 4
}

function roundWeight(value: number): number {
  return Math.round(value * 100) / 100
}
