import type { EmbeddingPreset } from '../../domain/embedding-preset.ts'

// The models take any one-sentence task description. `qa` has the one that their authors trained web search with;
// the others are Kiku's own. Documents carry none, so every task of a namespace shares one vector per item.
const TASKS = {
  qa: 'Given a web search query, retrieve relevant passages that answer the query',
  convsearch: 'Given a conversation that ends in a question, retrieve relevant passages that answer the question',
  chat: 'Given a message, retrieve earlier messages of the conversation that help to answer it',
  lrlm: 'Given a passage, retrieve earlier passages that help to continue it',
  tool: 'Given a user request, retrieve descriptions of tools that help to fulfil the request',
  icl: 'Given an example, retrieve similar examples',
} as const

function instructTemplates(beforeText: string): EmbeddingPreset['templates'] {
  const pair = (description: string) => ({
    query: `Instruct: ${description}\nQuery:${beforeText}{text}`,
    key: '{text}',
  })
  return {
    qa: pair(TASKS.qa),
    convsearch: pair(TASKS.convsearch),
    chat: pair(TASKS.chat),
    lrlm: pair(TASKS.lrlm),
    tool: pair(TASKS.tool),
    icl: pair(TASKS.icl),
  }
}

/** Source: model card of intfloat/multilingual-e5-large-instruct (a space after `Query:`). */
export const MULTILINGUAL_E5_INSTRUCT: EmbeddingPreset = {
  name: 'multilingual-e5-instruct',
  templates: instructTemplates(' '),
  pooling: 'mean',
  dimension: 1024,
  maxTokens: 512,
  fusion: { sameScript: 1, crossScript: 3 },
}

/** Source: model card of intfloat/e5-mistral-7b-instruct (a space after `Query:`; beyond 4096 tokens it worsens). */
export const E5_MISTRAL: EmbeddingPreset = {
  name: 'e5-mistral',
  templates: instructTemplates(' '),
  pooling: 'last',
  dimension: 4096,
  maxTokens: 4096,
  fusion: { sameScript: 1, crossScript: 2 },
}

/** Source: model card of Qwen/Qwen3-Embedding-0.6B (no space after `Query:`). 1024, 2560 or 4096 numbers by size. */
export const QWEN3_EMBEDDING: EmbeddingPreset = {
  name: 'qwen3-embedding',
  templates: instructTemplates(''),
  pooling: 'last',
  maxTokens: 8192,
  fusion: { sameScript: 1, crossScript: 3 },
}
