import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { embeddingText, keySpaceName } from '../../../src/domain/embedding-preset.ts'
import { EMBEDDING_PRESETS, isEmbeddingPresetName, presetForModel } from '../../../src/index/embedding-presets.ts'

const TASKS = ['qa', 'convsearch', 'chat', 'lrlm', 'icl', 'tool'] as const

describe('embedding presets', () => {
  it('has the instructions of LLM-Embedder byte for byte', () => {
    const { templates } = EMBEDDING_PRESETS['llm-embedder']

    const instructions = TASKS.flatMap((task) => [templates[task].query, templates[task].key])

    expect(instructions).toEqual([
      'Represent this query for retrieving relevant documents: {text}',
      'Represent this document for retrieval: {text}',
      'Encode this query and context for searching relevant passages: {text}',
      'Encode this passage for retrieval: {text}',
      'Embed this dialogue to find useful historical dialogues: {text}',
      'Embed this historical dialogue for retrieval: {text}',
      'Embed this text chunk for finding useful historical chunks: {text}',
      'Embed this historical text chunk for retrieval: {text}',
      'Convert this example into vector to look for useful examples: {text}',
      'Convert this example into vector for retrieval: {text}',
      'Transform this user request for fetching helpful tool descriptions: {text}',
      'Transform this tool description for retrieval: {text}',
    ])
  })

  it.each([
    ['e5', 'query: 東京', 'passage: 東京'],
    ['multilingual-e5', 'query: 東京', 'passage: 東京'],
    ['gte', '東京', '東京'],
    ['bge-m3', '東京', '東京'],
    ['nomic-embed-text', 'search_query: 東京', 'search_document: 東京'],
    [
      'multilingual-e5-instruct',
      'Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery: 東京',
      '東京',
    ],
    [
      'e5-mistral',
      'Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery: 東京',
      '東京',
    ],
    [
      'qwen3-embedding',
      'Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery:東京',
      '東京',
    ],
    ['bundled', '東京', '東京'],
    ['plain', '東京', '東京'],
  ] as const)('%s shapes questions and documents as its model card says', (name, query, key) => {
    const preset = EMBEDDING_PRESETS[name]

    expect(embeddingText(preset, 'qa', 'query', '東京')).toBe(query)
    expect(embeddingText(preset, 'qa', 'key', '東京')).toBe(key)
  })

  it('marks one place for the text in every template and is filed under its name', () => {
    for (const [name, preset] of Object.entries(EMBEDDING_PRESETS)) {
      expect(preset.name).toBe(name)
      for (const task of TASKS) {
        for (const side of ['query', 'key'] as const) {
          expect(preset.templates[task][side].split('{text}')).toHaveLength(2)
        }
      }
    }
  })

  it('keeps apart the key spaces of tasks with different instructions only', () => {
    const spaces = (name: 'llm-embedder' | 'e5' | 'qwen3-embedding') =>
      new Set(TASKS.map((task) => keySpaceName({ id: 'id', dimension: 768 }, EMBEDDING_PRESETS[name], task))).size

    expect(spaces('llm-embedder')).toBe(6)
    expect(spaces('e5')).toBe(2)
    expect(spaces('qwen3-embedding')).toBe(1)
  })

  it('keeps apart the key spaces of one model in two dimensions', () => {
    const space = (dimension: number) => keySpaceName({ id: 'id', dimension }, EMBEDDING_PRESETS.plain, 'qa')

    expect(space(256)).not.toBe(space(768))
  })

  it('inserts any text verbatim', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const shaped = embeddingText(EMBEDDING_PRESETS['llm-embedder'], 'qa', 'query', text)

        expect(shaped).toBe(`Represent this query for retrieving relevant documents: ${text}`)
      }),
    )
  })
})

describe('presetForModel', () => {
  it.each([
    ['nomic-embed-text:latest', 'nomic-embed-text'],
    ['nomic-embed-text', 'nomic-embed-text'],
    ['hf.co/someone/multilingual-e5-large-GGUF', 'multilingual-e5'],
    ['hf.co/someone/Multilingual-E5-large-instruct-GGUF:Q8_0', 'multilingual-e5-instruct'],
    ['jeffh/intfloat-multilingual-e5-large:f16', 'multilingual-e5'],
    ['jeffh/intfloat-e5-base-v2:f32', 'e5'],
    ['hf.co/x/e5-mistral-7b-instruct-GGUF', 'e5-mistral'],
    ['bge-m3:567m', 'bge-m3'],
    ['qwen3-embedding:0.6b', 'qwen3-embedding'],
    ['dengcao/Qwen3-Embedding-4B:Q5_K_M', 'qwen3-embedding'],
    ['BAAI/llm-embedder', 'llm-embedder'],
    ['nvidia/NV-Embed-v2', 'nv-embed'],
    ['hf.co/someone/NV-Embed-v1-GGUF:Q4_K_M', 'nv-embed'],
    ['nv-embed', 'nv-embed'],
    ['nvidia/nv-embedqa-e5-v5', 'plain'],
    ['nvidia/nv-embedcode-7b-v1', 'plain'],
    ['cl-nagoya/sup-simcse-ja-large', 'sup-simcse-ja'],
    ['sup-simcse-ja-base:latest', 'sup-simcse-ja'],
    ['cl-nagoya/unsup-simcse-ja-large', 'plain'],
    ['thenlper/gte-large', 'gte'],
    ['gte-small', 'gte'],
    ['gte-qwen2-1.5b-instruct', 'plain'],
    ['gte-large-en-v1.5', 'plain'],
    ['mxbai-embed-large', 'plain'],
    ['text-embedding-3-small', 'plain'],
    ['', 'plain'],
  ])('takes %s as %s', (model, preset) => {
    expect(presetForModel(model).name).toBe(preset)
  })

  it('knows the names of presets and no inherited ones', () => {
    expect(isEmbeddingPresetName('e5')).toBe(true)
    expect(isEmbeddingPresetName('toString')).toBe(false)
  })
})
