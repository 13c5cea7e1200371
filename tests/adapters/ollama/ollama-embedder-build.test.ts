import { afterEach, describe, expect, it } from 'vitest'
import type { EmbeddingPreset } from '../../../src/domain/embedding-preset.ts'
import { EMBEDDING_PRESETS } from '../../../src/index/embedding-presets.ts'
import { EMBEDDING_MODEL } from '../../fakes/ollama-server.ts'
import { createBench, SIGNAL } from './ollama-harness.ts'

const bench = createBench()
afterEach(() => bench.stopAll())
const DOCUMENT = { task: 'qa', side: 'key' } as const

async function connect(presetName: keyof typeof EMBEDDING_PRESETS, info: Record<string, unknown>) {
  const server = await bench.server({ models: [{ ...EMBEDDING_MODEL, info }] })
  const known: EmbeddingPreset = EMBEDDING_PRESETS[presetName]
  const { similarities: _, ...preset } = known
  return { server, embedder: bench.embedder(server, { preset: { ...preset, dimensions: [384] } }) }
}

describe('a build of a model on Ollama', () => {
  it.each([
    ['bge-m3', { 'bert.pooling_type': 1 }, 'mean where'],
    ['e5', { 'bert.pooling_type': 2 }, 'cls where'],
    ['qwen3-embedding', { 'qwen3.pooling_type': 1 }, 'mean where'],
    ['multilingual-e5', { 'bert.pooling_type': 3 }, 'last where'],
  ] as const)('is refused when it pools in another way than %s', async (preset, info, reason) => {
    const { embedder } = await connect(preset, info)

    await expect(embedder).rejects.toMatchObject({
      code: 'embedder-mismatch',
      message: expect.stringContaining(reason),
      remedy: expect.stringContaining('another build'),
    })
  })

  it.each([
    ['bge-m3', { 'bert.pooling_type': 2 }],
    ['e5', { 'bert.pooling_type': 0 }],
    ['e5', { 'bert.pooling_type': 'mean' }],
    ['plain', { 'bert.pooling_type': 2 }],
    ['nomic-embed-text', {}],
  ] as const)('is taken when it pools as %s does, or does not say: %j', async (preset, info) => {
    const { embedder } = await connect(preset, info)

    await expect(embedder).resolves.toMatchObject({ preset })
  })

  it.each([
    ['e5-mistral', { 'tokenizer.ggml.add_eos_token': false }, 'river</s>'],
    ['e5-mistral', { 'tokenizer.ggml.model': 'llama' }, 'river</s>'],
    ['qwen3-embedding', { 'tokenizer.ggml.add_eos_token': false }, 'river<|endoftext|>'],
    ['qwen3-embedding', { 'tokenizer.ggml.add_eos_token': true }, 'river'],
    ['qwen3-embedding', {}, 'river'],
    ['bge-m3', { 'tokenizer.ggml.add_eos_token': false }, 'river'],
  ] as const)('gets the end token of %s from Kiku where it has none: %j', async (preset, info, sent) => {
    const { server, embedder } = await connect(preset, info)

    await (await embedder).embed(['river'], DOCUMENT, SIGNAL)

    expect(server.requests.at(-1)?.embed.input).toEqual([sent])
    expect((await embedder).id.endsWith('+end')).toBe(sent !== 'river')
  })

  it.each([
    ['nv-embed', /latent-attention pooling.*commercial/],
    ['sup-simcse-ja', /MeCab/],
  ] as const)('of %s is refused before anything is asked, with the reason and what to do', async (name, reason) => {
    const server = await bench.server()
    const model = `hf.co/someone/${name}`

    await expect(bench.embedder(server, { model, preset: EMBEDDING_PRESETS[name] })).rejects.toMatchObject({
      code: 'config-invalid',
      message: expect.stringMatching(reason),
      remedy: expect.any(String),
    })
    await expect(bench.embedder(server, { model, preset: EMBEDDING_PRESETS[name] })).rejects.toThrow(
      'set embedder.provider to openai and embedder.url',
    )
    expect(server.paths).toEqual([])
  })
})

describe('an Ollama server whose wire misbehaves', () => {
  it.each([
    ['something that is no JSON', 'embeddings!'],
    ['JSON that ends early', '{"embeddings": [[0.1, 0.2'],
    ['NaN', '{"embeddings": [[NaN, 0.2]]}'],
    ['null in a vector', '{"embeddings": [[null, 0.2]]}'],
    ['no vectors', '{"model": "embed"}'],
    ['vectors that are texts', '{"embeddings": ["AAAA"]}'],
    ['numbers too large to be', '{"embeddings": [[1e999, 1]]}'],
    ['nothing', ''],
  ])('is not believed when it sends %s', async (_, body) => {
    const server = await bench.server()
    const embedder = await bench.embedder(server)
    server.setEmbedScript(() => ({ body }))

    const outcome = embedder.embed(['river'], DOCUMENT, SIGNAL)

    await expect(outcome).rejects.toMatchObject({
      code: expect.stringMatching(/^embedder-(failed|mismatch)$/),
      remedy: expect.any(String),
    })
    await expect(bench.embedder(server)).rejects.toMatchObject({
      code: expect.stringMatching(/^embedder-(failed|mismatch)$/),
    })
  })

  it('is waited for when it is slow', async () => {
    const server = await bench.server()
    const embedder = await bench.embedder(server)
    let answer = () => {}
    const wait = new Promise<void>((resolve) => {
      answer = resolve
    })
    server.setEmbedScript(() => ({ wait }))

    const outcome = embedder.embed(['river'], DOCUMENT, SIGNAL)
    await server.until(() => server.requests.length === 2)
    answer()

    expect(await outcome).toHaveLength(1)
  })

  it.each([429, 503])('is asked again when it says %i at the start', async (status) => {
    const server = await bench.server({
      embedScript: (_, { count }) => (count < 3 ? { status, error: 'server busy' } : undefined),
    })

    expect((await bench.embedder(server)).dimension).toBe(384)
    expect(server.requests).toHaveLength(3)
  })

  it('gets shorter texts when it accepts fewer tokens than it says', async () => {
    const server = await bench.server({
      embedScript: (inputs) =>
        inputs.some((text) => text.length > 600)
          ? { status: 400, error: 'the input length exceeds the context length' }
          : undefined,
    })

    const embedder = await bench.embedder(server)
    await embedder.embed(['long '.repeat(900)], DOCUMENT, SIGNAL)

    expect(embedder.maxTokens).toBe(192)
    expect(server.requests).toHaveLength(3)
  })

  it('is refused when it accepts next to nothing', async () => {
    const server = await bench.server({
      embedScript: () => ({ status: 400, error: 'the input length exceeds the context length' }),
    })

    await expect(bench.embedder(server)).rejects.toMatchObject({ code: 'embedder-failed' })
    expect(server.requests.length).toBeLessThan(8)
  })
})
