import { getEventListeners } from 'node:events'
import { afterEach, describe, expect, it } from 'vitest'
import type { ModelEvent } from '../../../src/ports/chat-model.ts'
import { CHAT_MODEL } from '../../fakes/ollama-server.ts'
import { collect, createBench, REQUEST, textOf } from './ollama-harness.ts'

const bench = createBench()
afterEach(() => bench.stopAll())
const NEVER = () => new Promise<void>(() => {})

describe('failures of one Ollama server', () => {
  it('names a missing model and the command that installs it', async () => {
    const server = await bench.server()
    const model = await bench.model({ hosts: [server.url] })
    server.setModels([])

    await expect(collect(model)).rejects.toMatchObject({
      code: 'model-missing',
      message: expect.stringContaining("'chat:latest'"),
      remedy: 'Install it there with: ollama pull chat:latest',
    })
  })

  it('asks a busy server again until it has time', async () => {
    const server = await bench.server({
      script: (_, { count }) => (count <= 3 ? { status: 503, error: 'server busy' } : { content: 'at last' }),
    })
    const model = await bench.model({ hosts: [server.url] })

    expect(textOf(await collect(model))).toBe('at last')
  })

  it('gives up on a server that stays busy', async () => {
    const server = await bench.server({ script: () => ({ status: 503, error: 'server busy' }) })
    const model = await bench.model({ hosts: [server.url] })

    await expect(collect(model)).rejects.toMatchObject({ code: 'model-busy', retryable: true })
    expect(server.requests).toHaveLength(4)
  })

  it('asks once more when the runner died, and not a third time', async () => {
    const server = await bench.server({
      script: () => ({ status: 500, error: 'model runner has unexpectedly stopped' }),
    })
    const model = await bench.model({ hosts: [server.url] })

    await expect(collect(model)).rejects.toMatchObject({
      code: 'model-failed',
      message: "The model 'chat:latest' failed: model runner has unexpectedly stopped.",
    })
    expect(server.requests).toHaveLength(2)
  })

  it('says that nobody is there', async () => {
    const server = await bench.server()
    const model = await bench.model({ hosts: [server.url] })
    await server.close()

    await expect(collect(model)).rejects.toMatchObject({
      code: 'model-unreachable',
      message: expect.stringContaining('ECONNREFUSED'),
      remedy: expect.stringContaining('ollama serve'),
    })
  })

  it.each([
    ['an error line', { failAfter: 2, error: 'out of memory' }, 'model-failed', 'out of memory'],
    ['an end without the last line', { noDone: true }, 'model-failed', 'before its answer was complete'],
    ['a cut connection', { cutAfter: 2 }, 'model-unreachable', 'cannot be reached'],
  ])('throws after %s in the middle, without asking again', async (_, script, code, message) => {
    const server = await bench.server({ script: () => ({ chunks: ['a', 'b', 'c'], ...script }) })
    const model = await bench.model({ hosts: [server.url] })
    const seen: ModelEvent[] = []

    const outcome = (async () => {
      for await (const event of model.stream(REQUEST, new AbortController().signal)) seen.push(event)
    })()

    await expect(outcome).rejects.toMatchObject({ code, message: expect.stringContaining(message) })
    expect(textOf(seen)).toMatch(/^abc?$/)
    expect(server.requests).toHaveLength(1)
  })

  it('says that a prompt is too long, in either language, and does not ask again', async () => {
    const server = await bench.server()
    const model = await bench.model({ hosts: [server.url], contextTokens: 512 })

    for (const content of ['word '.repeat(2000), '川、'.repeat(2000)]) {
      await expect(collect(model, { messages: [{ role: 'user', content }] })).rejects.toMatchObject({
        code: 'prompt-too-long',
      })
    }
    expect(server.requests).toHaveLength(2)
  })

  it('refuses tools and log-probabilities that the model or server cannot give', async () => {
    const server = await bench.server({ models: [{ ...CHAT_MODEL, capabilities: ['completion'] }], version: '0.12.10' })
    const model = await bench.model({ hosts: [server.url] })

    expect(model.capabilities).toMatchObject({ tools: false, logprobs: false })
    await expect(collect(model, { ...REQUEST, topLogprobs: 5 })).rejects.toMatchObject({ code: 'model-incapable' })
    await expect(
      collect(model, { ...REQUEST, tools: [{ name: 't', description: '', parameters: {} }] }),
    ).rejects.toMatchObject({ code: 'model-incapable' })
    expect(server.requests).toHaveLength(0)
  })

  it.each([
    [
      'a page of another server',
      { kind: 'answer', status: 404, contentType: 'text/html', body: '<h1>hi</h1>' },
      'model-failed',
    ],
    ['a login', { kind: 'answer', status: 401, contentType: 'text/plain', body: 'no' }, 'model-failed'],
    ['a connection that is cut at once', { kind: 'cut' }, 'model-unreachable'],
  ] as const)('explains %s', async (_, fault, code) => {
    const server = await bench.server()
    const model = await bench.model({ hosts: [server.url] })
    server.setFault(fault)

    await expect(collect(model)).rejects.toMatchObject({ code, remedy: expect.any(String) })
  })
})

describe('slowness of one Ollama server', () => {
  it('gives up when no first token comes, and ends the request', async () => {
    const server = await bench.server({ script: () => ({ content: 'late', beforePiece: NEVER }) })
    const model = await bench.model({ hosts: [server.url], firstTokenTimeoutMs: 40 })

    await expect(collect(model)).rejects.toMatchObject({ code: 'model-timeout', details: { stage: 'first-token' } })
    await server.until(() => server.requests[0]?.aborted === true)
    expect(server.requests).toHaveLength(1)
  })

  it('gives up when the tokens stop coming, and ends the request', async () => {
    const server = await bench.server({
      script: () => ({ chunks: ['a', 'b'], beforePiece: (piece) => (piece === 1 ? NEVER() : undefined) }),
    })
    const model = await bench.model({ hosts: [server.url], idleTimeoutMs: 40 })

    await expect(collect(model)).rejects.toMatchObject({ code: 'model-timeout', details: { stage: 'next-token' } })
    await server.until(() => server.requests[0]?.aborted === true)
  })

  it('does not count the time that the reader takes', async () => {
    const server = await bench.server({ script: () => ({ chunks: ['a', 'b', 'c'] }) })
    const model = await bench.model({ hosts: [server.url], idleTimeoutMs: 60 })
    let text = ''

    for await (const event of model.stream(REQUEST, new AbortController().signal)) {
      if (event.kind === 'token') text += event.text
      await new Promise((resolve) => setTimeout(resolve, 90))
    }

    expect(text).toBe('abc')
  })
})

describe('many calls on one Ollama server', () => {
  it('sends no more at once than it may, and serves all', async () => {
    const server = await bench.server({ numParallel: 10, script: () => ({ chunks: ['a', 'b'] }) })
    const model = await bench.model({ hosts: [server.url], maxConcurrentPerHost: 3 })

    const answers = await Promise.all(Array.from({ length: 12 }, () => collect(model)))

    expect(answers.map((events) => textOf(events))).toEqual(Array(12).fill('ab'))
    expect(server.stats.maxActive).toBeLessThanOrEqual(3)
    expect(server.stats.maxWaiting).toBe(0)
  })

  it('refuses what its own queue cannot hold', async () => {
    const server = await bench.server({ script: () => ({ content: 'x', beforePiece: NEVER }) })
    const model = await bench.model({ hosts: [server.url], maxConcurrentPerHost: 1, maxWaiting: 1 })
    const controller = new AbortController()
    const held = [collect(model, REQUEST, controller.signal), collect(model, REQUEST, controller.signal)]
    const settled = Promise.allSettled(held)
    await server.until(() => server.requests.length === 1)

    await expect(collect(model)).rejects.toMatchObject({ code: 'model-busy', retryable: true })
    controller.abort()
    await settled
    expect(server.requests).toHaveLength(1)
  })

  it('gives up waiting in its own queue', async () => {
    const server = await bench.server({
      script: () => ({ chunks: ['a', 'b'], beforePiece: (piece) => (piece === 1 ? NEVER() : undefined) }),
    })
    const model = await bench.model({ hosts: [server.url], maxConcurrentPerHost: 1, firstTokenTimeoutMs: 300 })
    const first = model.stream(REQUEST, new AbortController().signal)[Symbol.asyncIterator]()
    await first.next()

    await expect(collect(model)).rejects.toMatchObject({ code: 'model-busy' })
    await first.return?.()
  })

  it('frees the slot of a stream that was aborted and never read again', async () => {
    const server = await bench.server({ script: () => ({ chunks: ['a', 'b'] }) })
    const model = await bench.model({ hosts: [server.url], maxConcurrentPerHost: 1 })
    const controller = new AbortController()
    const abandoned = model.stream(REQUEST, controller.signal)[Symbol.asyncIterator]()
    await abandoned.next()
    controller.abort()

    expect(textOf(await collect(model))).toBe('ab')
  })

  it('leaves no listener on the signal and no connection', async () => {
    const server = await bench.server({
      script: (_, { count }) => (count % 2 ? { content: 'x' } : { status: 500, error: 'no' }),
    })
    const source = bench.source({ hosts: [server.url] })
    const { signal } = new AbortController()
    const lookup = await source.find(signal)
    const model = lookup.kind === 'ready' ? lookup.model : undefined

    for (let call = 0; call < 6; call += 1)
      if (model !== undefined) await collect(model, REQUEST, signal).catch(() => {})
    await source.close()

    expect(getEventListeners(signal, 'abort')).toHaveLength(0)
    await server.until(() => server.openConnections() === 0)
  })
})
