import { afterEach, describe, expect, it } from 'vitest'
import { EMBEDDING_PRESETS } from '../../../src/index/embedding-presets.ts'
import { EMBEDDING_MODEL } from '../../fakes/ollama-server.ts'
import { fakeVector } from '../../fakes/ollama-wire.ts'
import { createBench, SIGNAL } from './ollama-harness.ts'

const bench = createBench()
afterEach(() => bench.stopAll())
const DOCUMENT = { task: 'qa', side: 'key' } as const
const QUESTION = { task: 'qa', side: 'query' } as const

describe('the start of an Ollama embedder', () => {
  it('takes its identity from the weights and its limits from model and preset', async () => {
    const server = await bench.server({ models: [{ ...EMBEDDING_MODEL, digest: 'ab'.repeat(32) }] })

    const embedder = await bench.embedder(server)

    expect(embedder).toMatchObject({
      id: 'ollama:embed@sha256:abababababababab',
      preset: 'plain',
      dimension: 384,
      maxTokens: 512,
      fusion: EMBEDDING_PRESETS.plain.fusion,
    })
    expect(embedder.keySpace('tool')).toBe('ollama:embed@sha256:abababababababab|384|plain|{text}')
  })

  it('never asks for silent cutting and always for the same context length', async () => {
    const server = await bench.server({ models: [{ ...EMBEDDING_MODEL, context: 256 }] })
    const embedder = await bench.embedder(server, { keepAlive: -1 })

    await embedder.embed(['a'], QUESTION, SIGNAL)

    expect(embedder.maxTokens).toBe(256)
    for (const { embed } of server.requests) {
      expect(embed).toMatchObject({ truncate: false, keep_alive: -1, options: { num_ctx: 256 } })
    }
    expect(server.stats.reloads).toBe(0)
  })

  it('applies the templates of its preset', async () => {
    const server = await bench.server()
    const embedder = await bench.embedder(server, {
      preset: { ...EMBEDDING_PRESETS['llm-embedder'], dimensions: [384] },
    })

    await embedder.embed(['$& 川'], { task: 'tool', side: 'query' }, SIGNAL)

    expect(server.requests.at(-1)?.embed.input).toEqual([
      'Transform this user request for fetching helpful tool descriptions: $& 川',
    ])
  })

  it('refuses a model of another dimension than its preset', async () => {
    const server = await bench.server()

    await expect(bench.embedder(server, { preset: EMBEDDING_PRESETS['bge-m3'] })).rejects.toMatchObject({
      code: 'embedder-mismatch',
      message: "The embedding model 'embed' cannot be used: it gives 384 numbers per text where 1024 are expected.",
      remedy: expect.any(String),
    })
  })

  it('accepts golden vectors that fit and refuses those that do not', async () => {
    const server = await bench.server()
    const text = 'A golden sentence.'
    const right = { ...EMBEDDING_PRESETS.plain, golden: [{ text, vector: fakeVector(text, 384).slice(0, 200) }] }
    const wrong = { ...right, golden: [{ text, vector: fakeVector('Another sentence', 384) }] }

    await expect(bench.embedder(server, { preset: right })).resolves.toMatchObject({ dimension: 384 })
    await expect(bench.embedder(server, { preset: wrong })).rejects.toMatchObject({
      code: 'embedder-mismatch',
      message: expect.stringContaining('cosine'),
    })
  })

  it('refuses a model whose vectors do not depend on the text', async () => {
    const server = await bench.server({ embedScript: (inputs) => ({ vectors: inputs.map(() => [0.6, 0.8]) }) })

    await expect(bench.embedder(server)).rejects.toMatchObject({ code: 'embedder-mismatch' })
  })

  it('makes vectors of length 1 where the server does not', async () => {
    const server = await bench.server({
      embedScript: (inputs) => ({ vectors: inputs.map((_, at) => (at % 2 ? [0, 5] : [3, 4])) }),
    })
    const embedder = await bench.embedder(server)

    const vectors = await embedder.embed(['x', 'y'], DOCUMENT, SIGNAL)

    expect(vectors.map((vector) => [...vector].map((value) => value.toFixed(2)))).toEqual([
      ['0.60', '0.80'],
      ['0.00', '1.00'],
    ])
  })

  it('names a missing model and the command that installs it', async () => {
    const server = await bench.server()

    await expect(bench.embedder(server, { model: 'bge-m3' })).rejects.toMatchObject({
      code: 'model-missing',
      remedy: 'Install it there with: ollama pull bge-m3',
    })
  })

  it('says that nobody is there', async () => {
    const server = await bench.server()
    await server.close()

    await expect(bench.embedder(server)).rejects.toMatchObject({ code: 'model-unreachable' })
  })
})
