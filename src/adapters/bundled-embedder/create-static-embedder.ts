import { type EmbeddingPreset, keySpaceName } from '../../domain/embedding-preset.ts'
import { namespaceOf } from '../../domain/task.ts'
import type { Embedder } from '../../ports/embedder.ts'
import { embedInSlices } from './embed-in-slices.ts'
import { createStaticEncoder } from './static-encoder.ts'
import type { StaticWeights } from './static-weights.ts'

/**
 * The embedder in the box: a trained table of word and character features, added up and stretched by task. No model to
 * download, no native code, some ten microseconds for a question.
 */
export function createStaticEmbedder({
  preset,
  weights,
  digest,
}: {
  readonly preset: EmbeddingPreset
  readonly weights: StaticWeights
  /** Of the weights; part of the id, so that vectors of other weights are made anew. */
  readonly digest: string
}): Embedder {
  const { dimension } = weights
  const id = `bundled:static-${dimension}@sha256:${digest.slice(0, 16)}`
  const encode = createStaticEncoder(weights)
  return {
    id,
    preset: preset.name,
    dimension,
    maxTokens: preset.maxTokens,
    fusion: preset.fusion,
    // Keys of each namespace have a head of their own, so they are a space of their own.
    keySpace: (task) => `${keySpaceName({ id, dimension }, preset, task)}|${namespaceOf(task)}`,
    embed: (texts, purpose, signal) =>
      embedInSlices({ texts, purpose, preset, encode: (text) => encode(text, purpose) }, signal),
  }
}
