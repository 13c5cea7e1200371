import { keepQuestion } from '../../domain/embedding/fit-embedding-text.ts'
import { type EmbeddingPreset, embeddingText, keySpaceName } from '../../domain/embedding-preset.ts'
import { namespaceOf } from '../../domain/task.ts'
import type { Embedder } from '../../ports/embedder.ts'
import { createStaticEncoder } from './static-encoder.ts'
import type { StaticWeights } from './static-weights.ts'

/** Texts embedded before other work gets its turn: a few milliseconds. */
const SLICE = 64

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
    async embed(texts, purpose, signal) {
      const vectors: Float32Array[] = []
      for (const [at, text] of texts.entries()) {
        if (at > 0 && at % SLICE === 0) await new Promise((resolve) => setImmediate(resolve))
        signal.throwIfAborted()
        const kept = keepQuestion(text, purpose, preset.maxTokens)
        vectors.push(encode(embeddingText(preset, purpose.task, purpose.side, kept), purpose))
      }
      return vectors
    },
  }
}
