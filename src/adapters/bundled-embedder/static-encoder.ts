import type { EmbeddingPurpose } from '../../ports/embedder.ts'
import { createFeatureReader } from './read-features.ts'
import { createRowFinder, headOf, type StaticWeights } from './static-weights.ts'

/** Embeds one text; the zero vector where it has no content. */
export type TextEncoder = (text: string, purpose: EmbeddingPurpose) => Float32Array

/** Sums the rows of a text's features, each with its weight, and lets the head of the purpose stretch the result. */
export function createStaticEncoder(weights: StaticWeights): TextEncoder {
  const { dimension, known, sharedRows, scales, table, heads } = weights
  const reader = createFeatureReader()
  const rowOf = createRowFinder(known, sharedRows)
  return (text, { task, side }) => {
    const vector = new Float32Array(dimension)
    const count = reader.read(text)
    for (let at = 0; at < count; at += 1) {
      const row = rowOf(reader.hashes[at]!)
      const scale = scales[row]!
      const start = row * dimension
      for (let place = 0; place < dimension; place += 1) vector[place]! += scale * table[start + place]!
    }
    const head = headOf(task, side) * dimension
    let squares = 0
    for (let place = 0; place < dimension; place += 1) {
      vector[place]! *= heads[head + place]!
      squares += vector[place]! * vector[place]!
    }
    const length = Math.sqrt(squares)
    if (length > 0) for (let place = 0; place < dimension; place += 1) vector[place]! /= length
    return vector
  }
}
