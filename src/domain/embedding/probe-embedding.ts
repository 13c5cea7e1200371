import type { EmbeddingPreset } from '../embedding-preset.ts'
import { KikuError } from '../errors.ts'
import type { SendEmbeddingBatch } from './embed-texts.ts'
import { cosineOf, vectorLength } from './unit-vector.ts'

export interface EmbeddingProbe {
  readonly dimension: number
  /** Whether the server's vectors already have length 1. */
  readonly isUnitLength: boolean
}

/**
 * Asks an encoder for a few vectors and compares them with what its preset says, so that a wrong model is refused at
 * the start and not by bad answers.
 * @throws KikuError `embedder-mismatch` with the reason: another dimension than the preset's (or `dimension`), a
 * golden vector that differs (cosine below 0.999), vectors that do not depend on the text, or numbers that are not
 * finite.
 */
export async function probeEmbedding({
  model,
  preset,
  dimension,
  send,
}: {
  readonly model: string
  readonly preset: EmbeddingPreset
  /** What the caller expects when the preset leaves it open. */
  readonly dimension?: number
  readonly send: SendEmbeddingBatch
}): Promise<EmbeddingProbe> {
  const golden = preset.golden ?? []
  const vectors = await send([...SAMPLES, ...golden.map(({ text }) => text)])
  const [first, second] = vectors
  if (first === undefined || second === undefined || first.length === 0) {
    throw mismatch(model, 'it returned no vectors', 'Choose an embedding model.')
  }
  if (!vectors.every((vector) => vector.length === first.length && Number.isFinite(vectorLength(vector)))) {
    throw mismatch(model, 'its vectors are not all of one length, or hold numbers that are not finite')
  }
  const expected = dimension ?? preset.dimension
  if (expected !== undefined && expected !== first.length) {
    throw mismatch(model, `it gives ${first.length} numbers per text where ${expected} are expected`)
  }
  if (cosineOf(first, second) > IDENTICAL) throw mismatch(model, 'it gives every text the same vector')
  golden.forEach((known, at) => {
    const cosine = cosineOf(known.vector, vectors[SAMPLES.length + at] ?? [])
    if (cosine >= GOLDEN) return
    throw mismatch(model, `its vectors differ from those of '${preset.name}' (cosine ${cosine.toFixed(3)})`)
  })
  return { dimension: first.length, isUnitLength: vectors.every((vector) => Math.abs(vectorLength(vector) - 1) < 1e-3) }
}

const SAMPLES = ['The library opens at nine in the morning.', '川の水位が上がっています。']
const IDENTICAL = 0.999999
const GOLDEN = 0.999

function mismatch(model: string, reason: string, remedy?: string): KikuError {
  return new KikuError('embedder-mismatch', `The embedding model '${model}' cannot be used: ${reason}.`, {
    remedy: remedy ?? 'Choose another embedding model or another preset, or pull the model again.',
    details: { model },
  })
}
