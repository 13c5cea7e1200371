import type { StaticWeights } from '../../src/adapters/bundled-embedder/static-weights.ts'
import type { Corpus } from './corpus.ts'
import type { TrainingOptions } from './options.ts'
import type { SharedState } from './training-state.ts'

/** Brings each row to whole numbers from −127 to 127; its scale takes in how much the feature counts. */
export function quantiseWeights(
  { parameters, weights }: SharedState,
  corpus: Corpus,
  options: TrainingOptions,
): StaticWeights {
  const { dimension, sharedRows } = options
  const rows = weights.length
  const table = new Int8Array(rows * dimension)
  const scales = new Float32Array(rows)
  for (let row = 0; row < rows; row += 1) {
    let largest = 0
    const start = row * dimension
    for (let at = start; at < start + dimension; at += 1) largest = Math.max(largest, Math.abs(parameters.table[at]!))
    if (largest === 0) continue
    scales[row] = (largest / 127) * weights[row]!
    for (let at = start; at < start + dimension; at += 1)
      table[at] = Math.round((parameters.table[at]! * 127) / largest)
  }
  return { dimension, known: corpus.known, sharedRows, scales, table, heads: Float32Array.from(parameters.heads) }
}
