import type { EmbeddingPreset } from '../../domain/embedding-preset.ts'

/**
 * LLM-Embedder (Zhang et al. 2023, BAAI): one BERT-base encoder, an instruction pair for each of six tasks.
 * Templates from the FlagEmbedding repository, `research/llm_embedder` (MIT). CLS pooling, 512 tokens at most.
 */
export const LLM_EMBEDDER: EmbeddingPreset = {
  name: 'llm-embedder',
  templates: {
    qa: {
      query: 'Represent this query for retrieving relevant documents: {text}',
      key: 'Represent this document for retrieval: {text}',
    },
    convsearch: {
      query: 'Encode this query and context for searching relevant passages: {text}',
      key: 'Encode this passage for retrieval: {text}',
    },
    chat: {
      query: 'Embed this dialogue to find useful historical dialogues: {text}',
      key: 'Embed this historical dialogue for retrieval: {text}',
    },
    lrlm: {
      query: 'Embed this text chunk for finding useful historical chunks: {text}',
      key: 'Embed this historical text chunk for retrieval: {text}',
    },
    icl: {
      query: 'Convert this example into vector to look for useful examples: {text}',
      key: 'Convert this example into vector for retrieval: {text}',
    },
    tool: {
      query: 'Transform this user request for fetching helpful tool descriptions: {text}',
      key: 'Transform this tool description for retrieval: {text}',
    },
  },
  pooling: 'cls',
  dimensions: [768],
  maxTokens: 512,
  // English only: across scripts it knows little more than shared names and numbers.
  fusion: { sameScript: 1, crossScript: 0.5 },
}
