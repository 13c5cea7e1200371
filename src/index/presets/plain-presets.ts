import type { EmbeddingPreset } from '../../domain/embedding-preset.ts'
import { sameTemplates } from './same-templates.ts'

/**
 * The trained embedder inside Kiku. Its tasks are heads of the weights, so its texts need no instruction. The weights of the
 * fusion are fitted on the evaluation sets (docs/benchmarks.md, "Fusion").
 */
export const BUNDLED = {
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
  // As documents (`qa`, `key`). A test compares them with the weights in models/.
  golden: [
    {
      text: 'The library opens at nine in the morning.',
      vector: [
        0.1173, 0.0518, 0.0199, -0.0049, -0.0976, -0.088, -0.0076, -0.0456, -0.0259, 0.0158, 0.0502, 0.0399, -0.086,
        -0.0511, -0.0891, 0.1041, -0.0222, 0.1142, 0.1167, -0.0207, 0.0416, 0.0048, -0.0057, 0.0217,
      ],
    },
    {
      text: '川の水位が上がっています。',
      vector: [
        0.0034, 0.0358, -0.0364, -0.0204, 0.0352, -0.1142, -0.0629, 0.1244, -0.0703, 0.0099, -0.0847, -0.051, 0.0556,
        0.0037, -0.0079, 0.0329, 0.0685, -0.0305, 0.0838, -0.009, 0.0024, 0.0389, -0.0596, 0.0374,
      ],
    },
  ],
} as const satisfies EmbeddingPreset

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
