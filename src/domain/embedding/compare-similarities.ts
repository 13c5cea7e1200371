import type { EmbeddingPreset, GoldenSimilarities } from '../embedding-preset.ts'
import { fitEmbeddingText } from './fit-embedding-text.ts'
import { cosineOf } from './unit-vector.ts'

/**
 * How far the mean cosine may be from the published one. The published figures are of full precision; the same weights
 * in 16 or 8 bits stay within 0.005 of them, in 4 bits within a few hundredths. Another pooling, template or ending
 * moves the cosines of texts that have nothing in common by tenths.
 */
export const MOST_DEVIATION = 0.06

/** The golden texts as the encoder gets them: queries, then documents. */
export function similarityInputs(preset: EmbeddingPreset, endToken?: string): readonly string[] {
  const { queries = [], documents = [] } = preset.similarities ?? {}
  const shape = (side: 'query' | 'key') => (text: string) =>
    fitEmbeddingText(preset, { task: 'qa', side }, text, preset.maxTokens, endToken)
  return [...queries.map(shape('query')), ...documents.map(shape('key'))]
}

/**
 * Mean distance between the cosines of vectors (of `similarityInputs`) and the published ones.
 * @returns undefined where nothing is published for a model of this dimension.
 */
export function similarityDeviation(
  similarities: GoldenSimilarities | undefined,
  vectors: readonly ArrayLike<number>[],
): number | undefined {
  const published = similarities?.sizes.find(({ dimension }) => dimension === vectors[0]?.length)
  if (similarities === undefined || published === undefined) return undefined
  const distances = published.cosines.flatMap((row, query) =>
    row.map((expected, document) => {
      const cosine = cosineOf(vectors[query] ?? [], vectors[similarities.queries.length + document] ?? [])
      return Math.abs(cosine - expected)
    }),
  )
  return distances.reduce((sum, distance) => sum + distance, 0) / distances.length
}
