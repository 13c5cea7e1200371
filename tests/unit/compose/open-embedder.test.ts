import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { BUNDLED_WEIGHTS } from '../../../src/compose/open-bundled-embedder.ts'
import { openEmbedder } from '../../../src/compose/open-embedder.ts'
import { packageFolder } from '../../../src/compose/package-folder.ts'
import { loadConfig } from '../../../src/config/load-config.ts'
import type { Side } from '../../../src/domain/task.ts'
import { silentTelemetry } from '../../../src/ports/telemetry.ts'
import { startEmbeddingsServer } from '../../fakes/embeddings-server.ts'

const SIGNAL = new AbortController().signal

function configure(embedder: Readonly<Record<string, string>>) {
  const variables = Object.entries(embedder).map(([key, value]) => [`KIKU_EMBEDDER_${key.toUpperCase()}`, value])
  const environment = Object.fromEntries(variables)
  return loadConfig({ flags: {}, environment, cwd: '/', home: '/home/aki', readFile: () => undefined })
}

describe('openEmbedder', () => {
  it('takes weights of one’s own by their path, and ignores what names no path', async () => {
    const shipped = join(packageFolder(), BUNDLED_WEIGHTS)

    const own = await openEmbedder(configure({ model: shipped }), silentTelemetry, SIGNAL)
    const other = await openEmbedder(configure({ model: 'bge-m3' }), silentTelemetry, SIGNAL)

    expect(own.embedder.id).toBe(other.embedder.id)
    expect(other.error).toBeUndefined()
  })

  it('counts nearness as configured, in place of what suits the model', async () => {
    const usual = (await openEmbedder(configure({}), silentTelemetry, SIGNAL)).embedder.fusion
    const chosen = configure({ weight: '0.7', cross_weight: '0' })

    const { fusion } = (await openEmbedder(chosen, silentTelemetry, SIGNAL)).embedder

    expect(usual.byTask).toBeDefined()
    expect(fusion).toMatchObject({ sameScript: 0.7, crossScript: 0, scale: usual.scale })
    expect(fusion.byTask).toBeUndefined()
  })

  it('opens the one in the box without its heads, and the usual one again after it', async () => {
    const embed = async (isBare: boolean, side: Side) => {
      const { embedder } = await openEmbedder(configure({}), silentTelemetry, SIGNAL, isBare)
      return (await embedder.embed(['How much may a hotel cost?'], { task: 'tool', side }, SIGNAL))[0]
    }

    expect(await embed(true, 'query')).toEqual(await embed(true, 'key'))
    expect(await embed(false, 'query')).not.toEqual(await embed(false, 'key'))
  })

  it('asks a model without its instructions', async () => {
    const server = await startEmbeddingsServer()
    const embed = async (isBare: boolean) => {
      const config = configure({ provider: 'openai', url: server.url, model: 'multilingual-e5-small' })
      const { embedder } = await openEmbedder(config, silentTelemetry, SIGNAL, isBare)
      await embedder.embed(['宿泊費'], { task: 'qa', side: 'query' }, SIGNAL)
      return server.requests.at(-1)?.body.input
    }
    try {
      expect(await embed(false)).toEqual([expect.stringMatching(/^query: 宿泊費$/)])
      expect(await embed(true)).toEqual(['宿泊費'])
    } finally {
      await server.close()
    }
  })

  it.each(['/no/such/weights.bin', import.meta.filename])('refuses a file without weights: %s', async (model) => {
    const outcome = openEmbedder(configure({ model }), silentTelemetry, SIGNAL)

    await expect(outcome).rejects.toMatchObject({
      code: 'config-invalid',
      remedy: expect.stringContaining('embedder.model'),
    })
  })

  it.each([
    [{ model: 'nvidia/NV-Embed-v2' }],
    [{ model: 'mine', preset: 'nv-embed' }],
    [{ model: 'hf.co/someone/sup-simcse-ja-large' }],
    [{ model: 'mine', preset: 'sup-simcse-ja' }],
  ])('refuses with Ollama what Ollama cannot run: %j', async (embedder) => {
    const config = configure({ provider: 'ollama', url: 'http://127.0.0.1:1', ...embedder })

    const outcome = openEmbedder(config, silentTelemetry, SIGNAL)

    await expect(outcome).rejects.toMatchObject({
      code: 'config-invalid',
      message: expect.stringContaining('set embedder.provider to openai'),
    })
  })

  it('takes the same model from a server with /v1/embeddings, and refuses another under its name', async () => {
    const server = await startEmbeddingsServer()
    try {
      const config = configure({ provider: 'openai', url: server.url, model: 'sup-simcse-ja-large' })

      const wrong = await openEmbedder(config, silentTelemetry, SIGNAL)
      server.setScript(({ body }) => ({
        data: body.input.map((text, index) => ({ index, embedding: spread(text) })),
      }))
      const right = await openEmbedder(config, silentTelemetry, SIGNAL)

      expect(wrong.error).toMatchObject({ code: 'embedder-mismatch', message: expect.stringContaining('768 or 1024') })
      expect(right.error).toBeUndefined()
      expect(right.embedder).toMatchObject({ preset: 'sup-simcse-ja', dimension: 1024, maxTokens: 64 })
    } finally {
      await server.close()
    }
  })
})

/** A vector of 1024 numbers that counts the characters of a text. */
function spread(text: string): number[] {
  const vector = new Array<number>(1024).fill(0)
  for (const character of text) {
    const place = (character.codePointAt(0) ?? 0) % 1024
    vector[place] = (vector[place] ?? 0) + 1
  }
  return vector
}
