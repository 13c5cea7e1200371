import { describe, expect, it } from 'vitest'
import { openEmbedder } from '../../../src/compose/open-embedder.ts'
import { loadConfig } from '../../../src/config/load-config.ts'
import { silentTelemetry } from '../../../src/ports/telemetry.ts'
import { startEmbeddingsServer } from '../../fakes/embeddings-server.ts'

const SIGNAL = new AbortController().signal

function configure(embedder: Readonly<Record<string, string>>) {
  const variables = Object.entries(embedder).map(([key, value]) => [`KIKU_EMBEDDER_${key.toUpperCase()}`, value])
  const environment = Object.fromEntries(variables)
  return loadConfig({ flags: {}, environment, cwd: '/', home: '/home/aki', readFile: () => undefined })
}

describe('openEmbedder', () => {
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
