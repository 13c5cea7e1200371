import type { EmbeddingPurpose } from '../../ports/embedder.ts'
import { createFeatureReader } from './read-features.ts'
import { createRowFinder, headOf, type StaticWeights } from './static-weights.ts'
import { createRowSummer } from './sum-rows.ts'

/** Embeds one text; the zero vector where it has no content. */
export type TextEncoder = (text: string, purpose: EmbeddingPurpose) => Float32Array

/** Sums the rows of a text's features, each with its weight, and lets the head of the purpose stretch the result. */
export function createStaticEncoder({
  dimension,
  known,
  sharedRows,
  scales,
  table,
  heads,
}: StaticWeights): TextEncoder {
  const reader = createFeatureReader()
  const rowOf = createRowFinder(known, sharedRows)
  const summer = createRowSummer(table, dimension, reader.hashes.length)
  return (text, { task, side }) => {
    const vector = new Float32Array(dimension)
    const count = reader.read(text)
    if (count === 0) return vector
    for (let at = 0; at < count; at += 1) {
      const row = rowOf(reader.hashes[at]!)
      summer.rows[at] = row
      summer.scales[at] = scales[row]!
    }
    summer.sum(count)
    const head = headOf(task, side) * dimension
    let squares = 0
    for (let place = 0; place < dimension; place += 1) {
      const value = summer.sums[place]! * heads[head + place]!
      vector[place] = value
      squares += value * value
    }
    const length = Math.sqrt(squares)
    if (length > 0) for (let place = 0; place < dimension; place += 1) vector[place]! /= length
    return vector
  }
}
