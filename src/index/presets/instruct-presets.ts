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

export function instructTemplates(beforeText: string): EmbeddingPreset['templates'] {
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

/**
 * Source: model card of intfloat/multilingual-e5-large-instruct, MIT (a space after `Query:`), the similarities included:
 * two of its queries with one of its documents.
 */
export const MULTILINGUAL_E5_INSTRUCT: EmbeddingPreset = {
  name: 'multilingual-e5-instruct',
  templates: instructTemplates(' '),
  pooling: 'mean',
  dimensions: [1024],
  maxTokens: 512,
  fusion: { sameScript: 1, crossScript: 3 },
  similarities: {
    queries: ['how much protein should a female eat', '南瓜的家常做法'],
    documents: [
      "As a general guideline, the CDC's average requirement of protein for women ages 19 to 70 is 46 grams per day. But, as you can see from this chart, you'll need to increase that if you're expecting or training for a marathon. Check out the chart below to see how much protein you should be eating each day.",
    ],
    sizes: [{ model: 'intfloat/multilingual-e5-large-instruct', dimension: 1024, cosines: [[0.919285], [0.703814]] }],
  },
}

/**
 * Source: model card of intfloat/e5-mistral-7b-instruct (a space after `Query:`; beyond 4096 tokens it worsens). Its
 * tokeniser ends every input with `</s>`; builds for Ollama say in `tokenizer.ggml.add_eos_token` whether theirs does.
 */
export const E5_MISTRAL: EmbeddingPreset = {
  name: 'e5-mistral',
  templates: instructTemplates(' '),
  pooling: 'last',
  dimensions: [4096],
  maxTokens: 4096,
  endToken: '</s>',
  fusion: { sameScript: 1, crossScript: 2 },
}

/**
 * Source: model cards of Qwen/Qwen3-Embedding-0.6B, -4B and -8B, Apache 2.0 (no space after `Query:`), the similarities
 * included. The first builds for llama.cpp do not end inputs with the token that the vector is read at
 * (https://github.com/ggml-org/llama.cpp/issues/14252).
 */
export const QWEN3_EMBEDDING: EmbeddingPreset = {
  name: 'qwen3-embedding',
  templates: instructTemplates(''),
  pooling: 'last',
  dimensions: [1024, 2560, 4096],
  maxTokens: 8192,
  endToken: '<|endoftext|>',
  fusion: { sameScript: 1, crossScript: 3 },
  similarities: {
    queries: ['What is the capital of China?', 'Explain gravity'],
    documents: [
      'The capital of China is Beijing.',
      'Gravity is a force that attracts two bodies towards each other. It gives weight to physical objects and is responsible for the movement of planets around the sun.',
    ],
    sizes: [
      qwenSize('Qwen/Qwen3-Embedding-0.6B', 1024, [0.7646, 0.1414, 0.1355, 0.6]),
      qwenSize('Qwen/Qwen3-Embedding-4B', 2560, [0.7534, 0.1147, 0.032, 0.6258]),
      qwenSize('Qwen/Qwen3-Embedding-8B', 4096, [0.7493, 0.0751, 0.088, 0.6318]),
    ],
  },
}

function qwenSize(model: string, dimension: number, [a, b, c, d]: readonly [number, number, number, number]) {
  return {
    model,
    dimension,
    cosines: [
      [a, b],
      [c, d],
    ],
  }
}
