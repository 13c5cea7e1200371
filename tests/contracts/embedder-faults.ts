import { afterEach, describe, expect, it } from 'vitest'
import type { EmbeddingPreset } from '../../src/domain/embedding-preset.ts'
import { EMBEDDING_PRESETS } from '../../src/index/embedding-presets.ts'
import type { Embedder } from '../../src/ports/embedder.ts'
import { cutAfter, type Encoder, publishedEncoder, soundEncoder, USELESS_ENCODERS } from '../fakes/broken-encoders.ts'

const SIGNAL = new AbortController().signal
const DOCUMENT = { task: 'qa', side: 'key' } as const
const QUESTION = { task: 'convsearch', side: 'query' } as const

export interface FaultyServer {
  /** Connects, which probes the encoder. */
  connect(preset: EmbeddingPreset): Promise<Embedder>
  setEncoder(encoder: Encoder): void
  /** Inputs of every request so far. */
  readonly inputs: readonly (readonly string[])[]
  close(): Promise<void>
}

/** What every embedder behind a wire does when the encoder at its other end misbehaves. */
export function describeEmbedderFaults(name: string, start: () => Promise<FaultyServer>): void {
  describe(`${name} before an encoder that misbehaves`, () => {
    let running: FaultyServer | undefined
    afterEach(() => running?.close())
    async function serve(encoder: Encoder): Promise<FaultyServer> {
      running = await start()
      running.setEncoder(encoder)
      return running
    }

    it.each(USELESS_ENCODERS)('refuses at the start: %s', async (_, encoder, reason) => {
      const server = await serve(encoder)

      await expect(server.connect(EMBEDDING_PRESETS.plain)).rejects.toMatchObject({
        code: 'embedder-mismatch',
        message: expect.stringMatching(reason),
        remedy: expect.any(String),
      })
    })

    it('asks a sound encoder once before its first question', async () => {
      const server = await serve(soundEncoder)

      const embedder = await server.connect(EMBEDDING_PRESETS.e5)
      await embedder.embed(['a'], DOCUMENT, SIGNAL)

      expect(server.inputs.map((inputs) => inputs.length)).toEqual([8, 1])
    })

    it.each([
      [30, 36],
      [60, 72],
      [100, 144],
    ])('sends shorter texts to a server that silently cuts after %i words', async (count, most) => {
      const server = await serve(cutAfter(count))

      const embedder = await server.connect(EMBEDDING_PRESETS.plain)
      const turns = 'We spoke of the weather and of the harbour. '.repeat(60)
      await embedder.embed([`${turns}When does the ferry leave?`], QUESTION, SIGNAL)

      expect(embedder.maxTokens).toBeLessThanOrEqual(most)
      expect(embedder.maxTokens).toBeGreaterThanOrEqual(12)
      expect(String(server.inputs.at(-1))).toMatch(/When does the ferry leave\?$/)
      expect(soundEncoder(server.inputs.at(-1) ?? [])).toEqual(cutAfter(count)(server.inputs.at(-1) ?? []))
    })

    it('makes vectors of length 1 of those that have another', async () => {
      const server = await serve((inputs) => soundEncoder(inputs).map((vector) => vector.map((number) => number * 7)))

      const embedder = await server.connect(EMBEDDING_PRESETS.plain)
      const [vector] = await embedder.embed(['川 and mountain'], DOCUMENT, SIGNAL)

      expect(Math.hypot(...(vector ?? []))).toBeCloseTo(1, 5)
    })

    it.each([
      ['another dimension', (inputs: readonly string[]) => inputs.map(() => [1, 0]), 'embedder-mismatch'],
      [
        'another dimension for one text',
        (inputs: readonly string[]) => [[1, 0], ...soundEncoder(inputs).slice(1)],
        'embedder-mismatch',
      ],
      ['fewer vectors than texts', (inputs: readonly string[]) => soundEncoder(inputs).slice(1), 'embedder-failed'],
      ['more vectors than texts', (inputs: readonly string[]) => [...soundEncoder(inputs), [1]], 'embedder-failed'],
      ['zeros for all', (inputs: readonly string[]) => inputs.map(() => zerosOf(384)), 'embedder-failed'],
      [
        'the same for all',
        (inputs: readonly string[]) => inputs.map(() => soundEncoder(['x'])[0] ?? []),
        'embedder-failed',
      ],
      [
        'infinite numbers',
        (inputs: readonly string[]) => inputs.map(() => [1e308, 1e308, ...zerosOf(382)]),
        'embedder-failed',
      ],
    ])('refuses at work: %s', async (_, encoder, code) => {
      const server = await serve(soundEncoder)
      const embedder = await server.connect(EMBEDDING_PRESETS.plain)
      server.setEncoder(encoder)
      const texts = Array.from({ length: 9 }, (_, at) => `text ${at}`)

      const outcome = embedder.embed(texts, DOCUMENT, SIGNAL)

      await expect(outcome).rejects.toMatchObject({ code, remedy: expect.any(String) })
    })

    it('works again as soon as the encoder does', async () => {
      const server = await serve(soundEncoder)
      const embedder = await server.connect(EMBEDDING_PRESETS.plain)
      server.setEncoder((inputs) => inputs.map(() => [1, 0]))
      await embedder.embed(['a'], DOCUMENT, SIGNAL).catch(() => {})
      server.setEncoder(soundEncoder)

      expect(await embedder.embed(['a'], DOCUMENT, SIGNAL)).toHaveLength(1)
    })

    describe.each([
      ['bge-m3', 1024],
      ['multilingual-e5-instruct', 1024],
      ['qwen3-embedding', 1024],
      ['qwen3-embedding', 2560],
      ['qwen3-embedding', 4096],
    ] as const)('and the published similarities of %s with %i numbers', (name, dimension) => {
      const preset = EMBEDDING_PRESETS[name]

      it.each([0, 0.03])('accepts them when they are %d off', async (noise) => {
        const server = await serve(publishedEncoder(preset, dimension, '', noise))

        const embedder = await server.connect(preset)

        expect(embedder.dimension).toBe(dimension)
        expect(server.inputs).toHaveLength(1)
      })

      it('refuses another pooling', async () => {
        const server = await serve(publishedEncoder(preset, dimension, '', -0.1))

        await expect(server.connect(preset)).rejects.toMatchObject({
          code: 'embedder-mismatch',
          message: expect.stringContaining(`the authors of '${name}' publish`),
          remedy: expect.stringContaining(`${preset.pooling} pooling`),
        })
      })
    })

    it('ends inputs itself where only that gives the published similarities', async () => {
      const preset = EMBEDDING_PRESETS['qwen3-embedding']
      const server = await serve(publishedEncoder(preset, 1024, '<|endoftext|>'))

      const embedder = await server.connect(preset)
      await embedder.embed(['川'.repeat(9_000)], DOCUMENT, SIGNAL)

      expect(server.inputs).toHaveLength(3)
      expect(String(server.inputs.at(-1))).toMatch(/^川+<\|endoftext\|>$/)
      expect(embedder.id).toMatch(/\+end$/)
    })
  })
}

function zerosOf(length: number): number[] {
  return new Array<number>(length).fill(0)
}
