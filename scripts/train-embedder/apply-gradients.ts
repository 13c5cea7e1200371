import type { Batch } from './draw-batch.ts'
import { headOfText, type Thread } from './thread.ts'
import { MOST_STEP_FEATURES } from './training-state.ts'

const TINY = 1e-8

/**
 * Changes the rows of the table and the weights that belong to this thread: those whose number leaves its rank. Adagrad
 * with one sum for each row; the occurrences of a feature are applied one after the other, in the order of the batch.
 */
export function applyRowGradients({ rank, threads, options, state, rows }: Thread, rate: number): void {
  const { features, featureCounts, gradients } = state.buffers
  const { weights, places } = state
  const { logWeights, tableSums, weightSums } = state.parameters
  const { dimension } = options
  const [tableRate, weightRate] = [options.rate * rate, options.weightRate * rate]
  for (let text = 0; text < 2 * options.batch; text += 1) {
    const at = text * dimension
    let squares = 0
    for (let place = 0; place < dimension; place += 1) squares += gradients[at + place]! * gradients[at + place]!
    const meanSquare = squares / dimension
    if (meanSquare === 0) continue
    const first = text * MOST_STEP_FEATURES
    const end = first + featureCounts[text]!
    for (let feature = first; feature < end; feature += 1) {
      const row = features[feature]!
      if (row % threads !== rank) continue
      const weight = weights[row]!
      tableSums[row]! += weight * weight * meanSquare
      const pace = (tableRate * weight) / Math.sqrt(tableSums[row]! + TINY)
      const along = rows.update(places.tableAt + row * dimension * 4, places.gradientsAt + at * 4, pace)
      const weightGradient = along * weight
      weightSums[row]! += weightGradient * weightGradient
      logWeights[row]! -= (weightRate * weightGradient) / Math.sqrt(weightSums[row]! + TINY)
      weights[row] = Math.exp(logWeights[row]!)
    }
  }
}

/** One thread does it, since heads are few and every text has one. */
export function applyHeadGradients({ options, state }: Thread, batch: Batch, rate: number): void {
  const { headGradients, pooled } = state.buffers
  const { heads, headSums } = state.parameters
  const { dimension } = options
  const sums = new Float64Array(heads.length)
  for (let text = 0; text < 2 * options.batch; text += 1) {
    const start = headOfText(batch, text, options.batch) * dimension
    const at = text * dimension
    for (let place = 0; place < dimension; place += 1)
      sums[start + place]! += headGradients[at + place]! * pooled[at + place]!
  }
  for (let at = 0; at < sums.length; at += 1) {
    const gradient = sums[at]!
    if (gradient === 0) continue
    headSums[at]! += gradient * gradient
    heads[at]! -= (options.headRate * rate * gradient) / Math.sqrt(headSums[at]! + TINY)
  }
}
