import { keepQuestion } from '../../domain/embedding/fit-embedding-text.ts'
import { type EmbeddingPreset, embeddingText } from '../../domain/embedding-preset.ts'
import type { EmbeddingPurpose } from '../../ports/embedder.ts'

/** Texts embedded before other work gets its turn: a few milliseconds. */
const SLICE = 64

export interface SlicedWork {
  readonly texts: readonly string[]
  readonly purpose: EmbeddingPurpose
  readonly preset: EmbeddingPreset
  /** Characters of a text that count. Default all. */
  readonly mostCharacters?: number
  /** Takes the text as the preset wants it. */
  readonly encode: (text: string) => Float32Array
}

/** Embeds one text after the other on this thread, with pauses for what else there is to do. @throws the signal's reason */
export async function embedInSlices(
  { texts, purpose, preset, mostCharacters, encode }: SlicedWork,
  signal: AbortSignal,
): Promise<Float32Array[]> {
  const vectors: Float32Array[] = []
  for (const [at, text] of texts.entries()) {
    if (at > 0 && at % SLICE === 0) await new Promise((resolve) => setImmediate(resolve))
    signal.throwIfAborted()
    const kept = keepQuestion(text, purpose, preset.maxTokens).slice(0, mostCharacters)
    vectors.push(encode(embeddingText(preset, purpose.task, purpose.side, kept)))
  }
  return vectors
}
