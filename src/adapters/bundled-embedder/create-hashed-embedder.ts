import { type EmbeddingPreset, keySpaceName } from '../../domain/embedding-preset.ts'
import type { Embedder } from '../../ports/embedder.ts'
import { embedInSlices } from './embed-in-slices.ts'
import { type Feature, hashFeatures } from './hash-features.ts'

const DIMENSION = 256

/** Each feature adds to this many places of the vector. More places, fewer accidents between two features. */
const PLACES = 6

/** Characters of a text that count; the rest would drown in the same 256 numbers. */
const MOST_CHARACTERS = 8_000

/**
 * What stands in where the trained weights are missing: a sparse random projection of hashed words and word pieces
 * (Achlioptas, "Database-friendly random projections", 2003), so that its cosine approximates word overlap.
 */
export function createHashedEmbedder(preset: EmbeddingPreset): Embedder {
  const id = 'bundled:hashed-256-v1'
  return {
    id,
    preset: preset.name,
    dimension: DIMENSION,
    maxTokens: preset.maxTokens,
    fusion: preset.fusion,
    keySpace: (task) => keySpaceName({ id, dimension: DIMENSION }, preset, task),
    embed: (texts, purpose, signal) =>
      embedInSlices({ texts, purpose, preset, mostCharacters: MOST_CHARACTERS, encode }, signal),
  }
}

function encode(text: string): Float32Array {
  return project(hashFeatures(text))
}

function project(features: readonly Feature[]): Float32Array {
  const vector = new Float32Array(DIMENSION)
  for (const { hash, weight } of features) {
    let state = hash
    for (let place = 0; place < PLACES; place += 1) {
      state = (Math.imul(state, 0x9e3779b1) + 0x7f4a7c15) >>> 0
      const sign = (state & 0x100) === 0 ? 1 : -1
      vector[(state >>> 16) % DIMENSION]! += sign * weight
    }
  }
  return normalise(vector)
}

function normalise(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector)
  return length === 0 ? vector : vector.map((number) => number / length)
}
