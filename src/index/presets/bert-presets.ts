import type { EmbeddingPreset } from '../../domain/embedding-preset.ts'
import { sameTemplates } from './same-templates.ts'

// E5's model card: `query: ` and `passage: ` for retrieval, `query: ` on both sides where both are of one kind.
// Only examples are: history keys keep `passage: ` so that `chat` and `lrlm` share one vector per turn.
const E5_TEMPLATES = sameTemplates('query: {text}', 'passage: {text}', {
  icl: { query: 'query: {text}', key: 'query: {text}' },
})

/** E5 (Wang et al. 2022), English, small to large. Source: model card of intfloat/e5-large-v2. */
export const E5: EmbeddingPreset = {
  name: 'e5',
  templates: E5_TEMPLATES,
  pooling: 'mean',
  dimensions: [384, 768, 1024],
  maxTokens: 512,
  fusion: { sameScript: 1, crossScript: 0.5 },
}

/** Multilingual E5 (Wang et al. 2024), about 100 languages. Source: model card of intfloat/multilingual-e5-large. */
export const MULTILINGUAL_E5: EmbeddingPreset = {
  name: 'multilingual-e5',
  templates: E5_TEMPLATES,
  pooling: 'mean',
  dimensions: [384, 768, 1024],
  maxTokens: 512,
  fusion: { sameScript: 1, crossScript: 3 },
}

/** GTE (Li et al. 2023), first generation, no instructions. Source: model card of thenlper/gte-large. */
export const GTE: EmbeddingPreset = {
  name: 'gte',
  templates: sameTemplates('{text}', '{text}'),
  pooling: 'mean',
  dimensions: [384, 768, 1024],
  maxTokens: 512,
  fusion: { sameScript: 1, crossScript: 0.5 },
}

/**
 * BGE-M3's dense vectors (Chen et al. 2024), no instructions. Source, the similarities (and their spelling) included:
 * model card of BAAI/bge-m3, MIT.
 */
export const BGE_M3: EmbeddingPreset = {
  name: 'bge-m3',
  templates: sameTemplates('{text}', '{text}'),
  pooling: 'cls',
  dimensions: [1024],
  maxTokens: 8192,
  fusion: { sameScript: 1, crossScript: 3 },
  similarities: {
    queries: ['What is BGE M3?', 'Defination of BM25'],
    documents: [
      'BGE M3 is an embedding model supporting dense retrieval, lexical matching and multi-vector interaction.',
      'BM25 is a bag-of-words retrieval function that ranks a set of documents based on the query terms appearing in each document',
    ],
    sizes: [
      {
        model: 'BAAI/bge-m3',
        dimension: 1024,
        cosines: [
          [0.6265, 0.3477],
          [0.3499, 0.678],
        ],
      },
    ],
  },
}

/**
 * Nomic Embed Text v1 and v1.5 (768 numbers) and v2 (multilingual, 512 tokens; the server says so).
 * Source: model card of nomic-ai/nomic-embed-text-v1.5. Trained to 2048 tokens; longer needs rotary scaling.
 */
export const NOMIC_EMBED_TEXT: EmbeddingPreset = {
  name: 'nomic-embed-text',
  templates: sameTemplates('search_query: {text}', 'search_document: {text}'),
  pooling: 'mean',
  dimensions: [768],
  maxTokens: 2048,
  fusion: { sameScript: 0.8, crossScript: 0.8 },
}
