import { getEventListeners } from 'node:events'
import { afterEach, describe, expect, it } from 'vitest'
import { EMBEDDING_MODEL } from '../../fakes/ollama-server.ts'
import { createBench, SIGNAL } from './ollama-harness.ts'

const bench = createBench()
afterEach(() => bench.stopAll())
const DOCUMENT = { task: 'qa', side: 'key' } as const
const QUESTION = { task: 'qa', side: 'query' } as const

describe('an Ollama embedder at work', () => {
  it('sends many texts in batches, one after the other', async () => {
    const server = await bench.server()
    const embedder = await bench.embedder(server, { batchSize: 10 })

    await embedder.embed(
      Array.from({ length: 25 }, (_, at) => `text ${at}`),
      DOCUMENT,
      SIGNAL,
    )

    expect(server.requests.slice(1).map(({ embed }) => embed.input?.length)).toEqual([10, 10, 5])
  })

  it('keeps the question of a long conversation and the beginning of a long document', async () => {
    const server = await bench.server()
    const embedder = await bench.embedder(server)
    const long = `最初。${'川と山と海。'.repeat(500)}最後は?`

    await embedder.embed([long], { task: 'convsearch', side: 'query' }, SIGNAL)
    await embedder.embed([long], { task: 'convsearch', side: 'key' }, SIGNAL)

    const sent = server.requests.slice(1).map(({ embed }) => String(embed.input))
    expect(sent[0]).toMatch(/最後は\?$/)
    expect(sent[1]).toMatch(/^最初。/)
    for (const text of sent) expect(text.length).toBeLessThanOrEqual(512)
  })

  it('finds the one text that the server thinks too long, and shortens that one alone', async () => {
    const server = await bench.server()
    const embedder = await bench.embedder(server)
    const texts = ['one', '= '.repeat(700), 'three', 'four']

    const vectors = await embedder.embed(texts, DOCUMENT, SIGNAL)
    const [one] = await embedder.embed(['one'], DOCUMENT, SIGNAL)

    expect(vectors).toHaveLength(4)
    expect(vectors[0]).toEqual(one)
    expect(server.requests.length).toBeLessThan(15)
  })

  it('gives up on a text that the server always refuses, after a bounded number of tries', async () => {
    const server = await bench.server()
    const embedder = await bench.embedder(server)
    server.setEmbedScript((inputs) =>
      inputs.some((text) => text.startsWith('bad'))
        ? { status: 400, error: 'input length exceeds the context length' }
        : undefined,
    )

    await expect(embedder.embed(['good', 'bad', 'fine'], DOCUMENT, SIGNAL)).rejects.toMatchObject({
      code: 'embedder-failed',
      details: { inputFault: true },
    })
    expect(server.requests.length).toBeLessThan(20)
  })

  it('says what the server said when one text breaks its encoder', async () => {
    const server = await bench.server()
    const embedder = await bench.embedder(server)
    server.setEmbedScript((inputs) =>
      inputs.includes('nan')
        ? { status: 500, error: 'failed to encode response: json: unsupported value: NaN' }
        : undefined,
    )

    await expect(embedder.embed(['a', 'b', 'nan', 'c'], DOCUMENT, SIGNAL)).rejects.toMatchObject({
      code: 'embedder-failed',
      remedy: expect.any(String),
    })
    expect(server.requests.length).toBeLessThan(10)
  })

  it('asks a busy server again, and gives up in the end', async () => {
    const server = await bench.server()
    const embedder = await bench.embedder(server)
    server.setEmbedScript((_, { count }) => (count <= 3 ? { status: 503, error: 'server busy' } : undefined))

    expect(await embedder.embed(['a'], DOCUMENT, SIGNAL)).toHaveLength(1)
    server.setEmbedScript(() => ({ status: 503, error: 'server busy' }))
    await expect(embedder.embed(['a'], DOCUMENT, SIGNAL)).rejects.toMatchObject({
      code: 'embedder-failed',
      retryable: true,
    })
  })

  it('refuses vectors of another dimension than at the start', async () => {
    const server = await bench.server()
    const embedder = await bench.embedder(server)
    server.setModels([{ ...EMBEDDING_MODEL, dimension: 768 }])

    await expect(embedder.embed(['a'], DOCUMENT, SIGNAL)).rejects.toMatchObject({ code: 'embedder-mismatch' })
  })

  it('notices within a minute that the weights were replaced, and stays away from then on', async () => {
    const server = await bench.server()
    const embedder = await bench.embedder(server)
    server.setModels([{ ...EMBEDDING_MODEL, digest: 'cd'.repeat(32) }])
    bench.clock.advance(61_000)

    await expect(embedder.embed(['a'], QUESTION, SIGNAL)).rejects.toMatchObject({ code: 'embedder-mismatch' })
    await expect(embedder.embed(['a'], QUESTION, SIGNAL)).rejects.toMatchObject({ code: 'embedder-mismatch' })
  })

  it.each([
    ['fewer vectors than texts', [[1, 0]]],
    [
      'numbers that are not finite',
      [
        [1e308, 1e308],
        [1, 0],
      ],
    ],
  ])('refuses %s', async (_, vectors) => {
    const server = await bench.server({ models: [{ ...EMBEDDING_MODEL, dimension: 2 }] })
    const embedder = await bench.embedder(server)
    server.setEmbedScript(() => ({ vectors }))

    await expect(embedder.embed(['a', 'b'], DOCUMENT, SIGNAL)).rejects.toMatchObject({ code: 'embedder-failed' })
  })

  it('ends the request when aborted, and leaves no listener', async () => {
    const server = await bench.server()
    const embedder = await bench.embedder(server)
    server.setFault({ kind: 'hang' })
    const controller = new AbortController()
    const before = server.paths.length
    const outcome = embedder.embed(['a'], DOCUMENT, controller.signal)
    outcome.catch(() => {})
    await server.until(() => server.paths.length > before)
    controller.abort(new Error('stop'))

    await expect(outcome).rejects.toThrow('stop')
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0)
  })

  it('gives up on a server that does not answer', async () => {
    const server = await bench.server()
    const embedder = await bench.embedder(server, { timeoutMs: 900 })
    server.setFault({ kind: 'hang' })

    await expect(embedder.embed(['a'], DOCUMENT, SIGNAL)).rejects.toMatchObject({
      code: 'embedder-failed',
      retryable: true,
    })
  })

  it('answers a question while documents wait', async () => {
    const server = await bench.server()
    const embedder = await bench.embedder(server)
    const documents = Array.from({ length: 8 }, (_, at) => embedder.embed([`document ${at}`], DOCUMENT, SIGNAL))

    await embedder.embed(['question'], QUESTION, SIGNAL)
    const order = server.requests.map(({ embed }) => String(embed.input))
    await Promise.all(documents)

    expect(order.filter((text) => text.startsWith('document')).length).toBeLessThan(8)
  })

  it('stops asking a server that is away', async () => {
    const server = await bench.server()
    const embedder = await bench.embedder(server)
    await server.close()
    for (let call = 0; call < 3; call += 1) await embedder.embed(['a'], QUESTION, SIGNAL).catch(() => {})
    const back = await bench.server({ port: server.port })

    await expect(embedder.embed(['a'], QUESTION, SIGNAL)).rejects.toMatchObject({ code: 'model-unreachable' })
    expect(back.requests).toHaveLength(0)
    bench.clock.advance(5_000)
    expect(await embedder.embed(['a'], QUESTION, SIGNAL)).toHaveLength(1)
  })
})
