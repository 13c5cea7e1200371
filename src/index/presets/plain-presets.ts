import type { EmbeddingPreset } from '../../domain/embedding-preset.ts'
import { sameTemplates } from './same-templates.ts'

/**
 * The trained embedder inside Kiku. Its tasks are heads of the weights, so its texts need no instruction. The weights of the
 * fusion are fitted on the evaluation sets (docs/benchmarks.md, "Fusion").
 */
export const BUNDLED: EmbeddingPreset = {
  name: 'bundled',
  templates: sameTemplates('{text}', '{text}'),
  pooling: 'weighted-sum',
  // Its vectors blur as texts grow, so a conversation counts with its last turns alone.
  maxTokens: 256,
  fusion: {
    sameScript: 0.3,
    byTask: { convsearch: 0.9, tool: 0.4 },
    crossScript: 0.5,
    crossBase: 0.2,
    scale: 'best-lexical',
  },
}

/** What stands in where the trained weights are missing: words and character n-grams, without any meaning. */
export const HASHED: EmbeddingPreset = {
  name: 'hashed',
  templates: sameTemplates('{text}', '{text}'),
  pooling: 'hashed',
  maxTokens: 256,
  fusion: { sameScript: 0.01, crossScript: 0 },
}

/** A model that Kiku does not know: no instruction, a cautious length, and less say than a known one has. */
export const PLAIN: EmbeddingPreset = {
  name: 'plain',
  templates: sameTemplates('{text}', '{text}'),
  pooling: 'mean',
  maxTokens: 512,
  fusion: { sameScript: 0.3, crossScript: 1 },
}
