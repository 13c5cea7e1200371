import type { EmbeddingPreset } from '../../domain/embedding-preset.ts'
import { sameTemplates } from './same-templates.ts'

/** The embedder inside Kiku: words and character n-grams, so it needs no instruction. It decides its dimension. */
export const BUNDLED: EmbeddingPreset = {
  name: 'bundled',
  templates: sameTemplates('{text}', '{text}'),
  pooling: 'hashed',
  // Its vectors blur as texts grow, so a conversation counts with its last turns alone.
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
