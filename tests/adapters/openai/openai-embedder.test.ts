import { getEventListeners } from 'node:events'
import { inspect } from 'node:util'
import { afterEach, describe, expect, it } from 'vitest'
import { createOpenAiEmbedder, type OpenAiEmbedderOptions } from '../../../src/adapters/openai/openai-embedder.ts'
import { EMBEDDING_PRESETS } from '../../../src/index/embedding-presets.ts'
import { type EmbeddingsServer, startEmbeddingsServer } from '../../fakes/embeddings-server.ts'

const SIGNAL = new AbortController().signal
const DOCUMENT = { task: 'qa', side: 'key' } as const
const KEY = 'sk-very-secret-key'
const servers: EmbeddingsServer[] = []
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

async function startServer(options: Parameters<typeof startEmbeddingsServer>[0] = {}) {
  const server = await startEmbeddingsServer(options)
  servers.push(server)
  return server
}

function connect(server: EmbeddingsServer, options: Partial<OpenAiEmbedderOptions> = {}) {
  return createOpenAiEmbedder(
    {
      baseUrl: server.url,
      model: 'small',
      apiKey: KEY,
      preset: EMBEDDING_PRESETS.plain,
      backoffMs: 1,
      ...options,
    },
    SIGNAL,
  )
}

describe('an OpenAI-style embedder', () => {
  it('asks for floats with its key, at the address with or without a slash', async () => {
    const server = await startServer()

    const embedder = await connect(server, { baseUrl: `${server.url}/` })

    expect(server.requests[0]).toMatchObject({
      authorization: `Bearer ${KEY}`,
      body: { model: 'small', encoding_format: 'float' },
    })
    expect(embedder.id).toBe(`openai:small@${server.url}#384`)
  })

  it('works without a key', async () => {
    const server = await startServer()

    await createOpenAiEmbedder({ baseUrl: server.url, model: 'm', preset: EMBEDDING_PRESETS.plain }, SIGNAL)

    expect(server.requests[0]?.authorization).toBeUndefined()
  })

  it('asks for shorter vectors and refuses others', async () => {
    const server = await startServer()

    const embedder = await connect(server, { dimension: 256 })
    server.setScript(({ body }) => ({ data: body.input.map((_, index) => ({ index, embedding: [index, 1] })) }))

    expect(embedder.dimension).toBe(256)
    await expect(connect(server, { dimension: 256 })).rejects.toMatchObject({ code: 'embedder-mismatch' })
    await expect(embedder.embed(['a'], DOCUMENT, SIGNAL)).rejects.toMatchObject({ code: 'embedder-mismatch' })
  })

  it('puts vectors in the order of the texts', async () => {
    const server = await startServer()
    const embedder = await connect(server)
    const texts = ['川', 'mountain', '海']

    const together = await embedder.embed(texts, DOCUMENT, SIGNAL)

    for (const [at, text] of texts.entries()) {
      expect(together[at]).toEqual((await embedder.embed([text], DOCUMENT, SIGNAL))[0])
    }
  })

  it.each([
    [401, { error: { message: `Incorrect API key provided: ${KEY}.` } }, 'embedder-failed'],
    [403, { error: { message: KEY } }, 'embedder-failed'],
    [404, { error: { message: `no model, key ${KEY}` } }, 'model-missing'],
    [400, { error: { message: `bad request of ${KEY}` } }, 'embedder-failed'],
    [500, { error: `internal, ${KEY}` }, 'embedder-failed'],
    [418, KEY, 'embedder-failed'],
  ])('explains status %d and never shows the key', async (status, body, code) => {
    const server = await startServer({ script: () => ({ status, body }) })

    const error = await connect(server).catch((thrown: unknown) => thrown)

    expect(error).toMatchObject({ code, remedy: expect.any(String) })
    expect(inspect(error, { depth: 9 })).not.toContain(KEY)
  })

  it('never shows the key when the connection fails', async () => {
    const server = await startServer()
    await server.close()

    const error = await connect(server).catch((thrown: unknown) => thrown)

    expect(error).toMatchObject({ code: 'model-unreachable', message: expect.stringContaining('ECONNREFUSED') })
    expect(inspect(error, { depth: 9 })).not.toContain(KEY)
  })

  it('repeats after 429 and 5xx, and gives up in the end', async () => {
    const server = await startServer()
    const embedder = await connect(server)
    server.setScript((_, count) =>
      count === 2 ? { status: 429, headers: { 'retry-after': '0' } } : count === 3 ? { status: 502 } : undefined,
    )
    expect(await embedder.embed(['a'], DOCUMENT, SIGNAL)).toHaveLength(1)
    expect(server.requests).toHaveLength(4)

    server.setScript(() => ({ status: 503 }))
    await expect(embedder.embed(['a'], DOCUMENT, SIGNAL)).rejects.toMatchObject({ code: 'embedder-failed' })
    expect(server.requests).toHaveLength(8)
  })

  it('does not wait for a server that wants to be left alone for long', async () => {
    const server = await startServer()
    const embedder = await connect(server)
    server.setScript(() => ({ status: 429, headers: { 'retry-after': '3600' } }))

    await expect(embedder.embed(['a'], DOCUMENT, SIGNAL)).rejects.toMatchObject({ retryable: true })
    expect(server.requests).toHaveLength(2)
  })

  it.each([
    ['a missing index', [{ index: 0, embedding: [1, 0] }]],
    [
      'the same index twice',
      [
        { index: 0, embedding: [1, 0] },
        { index: 0, embedding: [0, 1] },
      ],
    ],
    [
      'an index out of range',
      [
        { index: 0, embedding: [1, 0] },
        { index: 9_999_999, embedding: [0, 1] },
      ],
    ],
    ['something else', 'nothing'],
  ])('refuses answers with %s', async (_, data) => {
    const server = await startServer()
    const embedder = await connect(server)
    server.setScript(() => ({ data }))

    await expect(embedder.embed(['a', 'b'], DOCUMENT, SIGNAL)).rejects.toMatchObject({ code: 'embedder-failed' })
  })

  it('ends the request when aborted, and leaves no listener', async () => {
    const server = await startServer()
    const embedder = await connect(server)
    const controller = new AbortController()
    server.setScript(() => {
      setImmediate(() => controller.abort(new Error('stop')))
      return 'hang'
    })

    await expect(embedder.embed(['a'], DOCUMENT, controller.signal)).rejects.toThrow('stop')
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0)
  })

  it('gives up on a server that does not answer, without asking again', async () => {
    const server = await startServer()
    const embedder = await connect(server, { timeoutMs: 300 })
    server.setScript(() => 'hang')

    await expect(embedder.embed(['a'], DOCUMENT, SIGNAL)).rejects.toMatchObject({ code: 'embedder-failed' })
    expect(server.requests).toHaveLength(2)
  })

  it('leaves a server that is away alone for five seconds', async () => {
    const server = await startServer()
    let time = 0
    const embedder = await connect(server, {
      clock: { now: () => time, elapsed: () => time },
      fetch: (url, request) =>
        time === 0 ? globalThis.fetch(url, request) : Promise.reject(new TypeError('fetch failed')),
    })
    time = 1
    await expect(embedder.embed(['a'], DOCUMENT, SIGNAL)).rejects.toMatchObject({ code: 'model-unreachable' })
    time = 0

    await expect(embedder.embed(['a'], DOCUMENT, SIGNAL)).rejects.toMatchObject({ code: 'model-unreachable' })
    expect(server.requests).toHaveLength(1)
  })

  it.each(['', 'api.openai.com/v1', 'ftp://x/v1', `https://user:${KEY}@x/v1`])(
    'refuses the address %j',
    async (baseUrl) => {
      const error = await createOpenAiEmbedder({ baseUrl, model: 'm', preset: EMBEDDING_PRESETS.plain }, SIGNAL).catch(
        (thrown: unknown) => thrown,
      )

      expect(error).toMatchObject({ code: 'config-invalid' })
      expect(inspect(error)).not.toContain(KEY)
    },
  )
})
