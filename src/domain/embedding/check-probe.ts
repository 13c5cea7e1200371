import type { EmbeddingPreset } from '../embedding-preset.ts'
import { KikuError } from '../errors.ts'
import { PROBE_PLACES } from './probe-texts.ts'
import { cosineOf, vectorLength } from './unit-vector.ts'

/**
 * Checks the vectors of `probeTexts` for what no encoder does that works.
 * @returns numbers per vector.
 * @throws KikuError `embedder-mismatch` with the reason: no vectors, vectors of several lengths, numbers that are not
 * finite, zeros alone, another dimension than the preset's (or `dimension`), vectors that do not depend on the text or
 * on its beginning, or that come in another order than the texts
 */
export function checkProbe(
  vectors: readonly ArrayLike<number>[],
  {
    model,
    preset,
    dimension,
  }: { readonly model: string; readonly preset: EmbeddingPreset; readonly dimension?: number },
): number {
  const actual = vectors[0]?.length ?? 0
  if (actual === 0) throw embedderMismatch(model, 'it returned no vectors', 'Choose an embedding model.')
  const lengths = vectors.map(vectorLength)
  if (!vectors.every((vector) => vector.length === actual) || !lengths.every(Number.isFinite)) {
    throw embedderMismatch(model, 'its vectors are not all of one length, or hold numbers that are not finite')
  }
  if (lengths.includes(0)) throw embedderMismatch(model, 'it returned a vector of zeros')
  const expected = dimension === undefined ? preset.dimensions : [dimension]
  if (expected !== undefined && !expected.includes(actual)) {
    throw embedderMismatch(model, `it gives ${actual} numbers per text where ${expected.join(' or ')} are expected`)
  }
  const cosine = (one: number, other: number) => cosineOf(vectors[one] ?? [], vectors[other] ?? [])
  const { english, japanese, starts } = PROBE_PLACES
  if (vectors.slice(1).every((vector) => cosineOf(vector, vectors[0] ?? []) > IDENTICAL)) {
    throw embedderMismatch(model, 'it gives every text the same vector')
  }
  for (const [one, other] of [english, japanese]) {
    const nearest = Math.max(...vectors.map((_, at) => (at === one || at === other ? -1 : cosine(one, at))))
    // Whole batches are rounded together, so the same text may get a slightly other vector.
    if (cosine(one, other) < nearest - ROUNDING) {
      throw embedderMismatch(model, 'its vectors come in another order than the texts, or change from call to call')
    }
  }
  if (cosine(...starts) > SAME) {
    throw embedderMismatch(model, 'its vectors do not depend on the beginning of a text; likely its pooling is wrong')
  }
  return actual
}

const IDENTICAL = 0.999999
const SAME = 0.9999
const ROUNDING = 1e-6

export function embedderMismatch(model: string, reason: string, remedy?: string): KikuError {
  return new KikuError('embedder-mismatch', `The embedding model '${model}' cannot be used: ${reason}.`, {
    remedy: remedy ?? 'Choose another embedding model or another preset, or pull the model again.',
    details: { model },
  })
}
