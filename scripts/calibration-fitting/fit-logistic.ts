import type { FeatureName, Observation } from './observe-hits.ts'

/** Log-odds of relevance: bias plus weight times feature. */
export interface LogisticModel {
  readonly bias: number
  readonly weights: Readonly<Partial<Record<FeatureName, number>>>
}

/** Pull of the weights to zero, as so many observations' worth. The bias is free. */
const RIDGE = 1

const MOST_STEPS = 50

/** L2-regularised logistic regression by Newton's method. Deterministic; some ten steps are enough. */
export function fitLogistic(observations: readonly Observation[], names: readonly FeatureName[]): LogisticModel {
  const width = names.length + 1
  let current = new Array<number>(width).fill(0)
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const slope = current.map((value, at) => (at === 0 ? 0 : RIDGE * value))
    const curvature = current.map((_, row) => current.map((__, column) => (row === column && row > 0 ? RIDGE : 1e-9)))
    for (const { features, isRelevant } of observations) {
      const row = [1, ...names.map((name) => features[name])]
      const chance = sigmoid(row.reduce((sum, value, at) => sum + value * current[at]!, 0))
      const error = chance - (isRelevant ? 1 : 0)
      for (let a = 0; a < width; a += 1) {
        slope[a]! += error * row[a]!
        for (let b = 0; b < width; b += 1) curvature[a]![b]! += chance * (1 - chance) * row[a]! * row[b]!
      }
    }
    const change = solveLinear(curvature, slope)
    current = current.map((value, at) => value - change[at]!)
    if (change.every((value) => Math.abs(value) < 1e-8)) break
  }
  return { bias: current[0]!, weights: Object.fromEntries(names.map((name, at) => [name, current[at + 1]!])) }
}

/** Probability that a hit with these features is relevant, 0 to 1. */
export function judge({ bias, weights }: LogisticModel, { features }: Observation): number {
  const entries = Object.entries(features) as [FeatureName, number][]
  return sigmoid(entries.reduce((sum, [name, value]) => sum + (weights[name] ?? 0) * value, bias))
}

function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value))
}

/** Gaussian elimination with pivoting. */
function solveLinear(matrix: readonly (readonly number[])[], target: readonly number[]): number[] {
  const rows = matrix.map((row, at) => [...row, target[at]!])
  const size = rows.length
  for (let column = 0; column < size; column += 1) {
    const pivot = rows
      .slice(column)
      .reduce((best, row) => (Math.abs(row[column]!) > Math.abs(best[column]!) ? row : best))
    rows.splice(rows.indexOf(pivot), 1)
    rows.splice(column, 0, pivot)
    for (let row = 0; row < size; row += 1) {
      if (row === column) continue
      const factor = rows[row]![column]! / pivot[column]!
      for (let at = column; at <= size; at += 1) rows[row]![at]! -= factor * pivot[at]!
    }
  }
  return rows.map((row, at) => row[size]! / row[at]!)
}
