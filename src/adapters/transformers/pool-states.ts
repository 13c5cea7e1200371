import type { EmbeddingPreset } from '../../domain/embedding-preset.ts'

/**
 * One vector for each text from the states of its tokens. Rows are padded on the right; padding never counts.
 * @param states numbers by row, then token, then place
 * @param lengths tokens of each row, at least 1
 */
export function poolStates({
  states,
  lengths,
  columns,
  dimension,
  pooling,
}: {
  readonly states: ArrayLike<number>
  readonly lengths: readonly number[]
  /** Tokens to a row, padding included. */
  readonly columns: number
  readonly dimension: number
  readonly pooling: EmbeddingPreset['pooling']
}): Float32Array {
  const vectors = new Float32Array(lengths.length * dimension)
  lengths.forEach((length, row) => {
    const [first, last] = tokensThatCount(pooling, length)
    for (let token = first; token <= last; token += 1) {
      const from = (row * columns + token) * dimension
      for (let place = 0; place < dimension; place += 1) {
        const at = row * dimension + place
        vectors[at] = (vectors[at] ?? 0) + (states[from + place] ?? 0) / (last - first + 1)
      }
    }
  })
  return vectors
}

function tokensThatCount(pooling: EmbeddingPreset['pooling'], length: number): readonly [first: number, last: number] {
  switch (pooling) {
    case 'cls':
      return [0, 0]
    case 'last':
      return [length - 1, length - 1]
    default:
      return [0, length - 1]
  }
}
