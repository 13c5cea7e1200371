import { afterEach, describe, expect, it } from 'vitest'
import { CHAT_MODEL } from '../../fakes/ollama-server.ts'
import { collect, createBench, REQUEST, SIGNAL, textOf } from './ollama-harness.ts'

const bench = createBench()
afterEach(() => bench.stopAll())
const NEVER = () => new Promise<void>(() => {})

async function startTwo(script: Parameters<typeof bench.server>[0] = {}) {
  const first = await bench.server({ script: () => ({ content: 'first' }), ...script })
  const second = await bench.server({ script: () => ({ content: 'second' }) })
  return { first, second, hosts: [first.url, second.url] }
}

describe('several Ollama servers', () => {
  it('gives a call to the least loaded', async () => {
    const { first, hosts } = await startTwo({ script: () => ({ content: 'x', beforePiece: NEVER }) })
    const model = await bench.model({ hosts })
    const controller = new AbortController()
    const held = collect(model, REQUEST, controller.signal).catch(() => 'aborted')
    await first.until(() => first.requests.length === 1)

    expect(textOf(await collect(model))).toBe('second')
    controller.abort()
    expect(await held).toBe('aborted')
  })

  it('serves whoever waits at the host that is free first', async () => {
    const { first, second, hosts } = await startTwo({ script: () => ({ content: 'x', beforePiece: NEVER }) })
    const model = await bench.model({ hosts, maxConcurrentPerHost: 1 })
    const controller = new AbortController()
    const held = collect(model, REQUEST, controller.signal).catch(() => {})
    await first.until(() => first.requests.length === 1)

    const answers = await Promise.all([collect(model), collect(model), collect(model)])

    expect(answers.map((events) => textOf(events))).toEqual(['second', 'second', 'second'])
    expect(second.stats.maxActive).toBe(1)
    controller.abort()
    await held
  })

  it.each([
    ['refuses', { script: () => ({ status: 503, error: 'server busy' }) }],
    ['fails', { script: () => ({ status: 500, error: 'CUDA out of memory' }) }],
    ['fails with an error line before any text', { script: () => ({ raw: '{"error":"cannot"}\n' }) }],
    ['ends before any text', { script: () => ({ raw: '' }) }],
    ['is cut before any text', { script: () => ({ content: 'x', cutAfter: 0 }) }],
  ])('asks another host when one %s', async (_, options) => {
    const { hosts, first, second } = await startTwo(options)
    const model = await bench.model({ hosts })

    expect(textOf(await collect(model))).toBe('second')
    expect([first.requests.length, second.requests.length]).toEqual([1, 1])
  })

  it('asks another host when one is down or has lost the model, and when one is silent', async () => {
    const { hosts, first } = await startTwo({ script: () => ({ content: 'x', beforePiece: NEVER }) })
    const model = await bench.model({ hosts, firstTokenTimeoutMs: 60 })

    expect(textOf(await collect(model))).toBe('second')
    first.setModels([])
    expect(textOf(await collect(model))).toBe('second')
    await first.close()
    expect(textOf(await collect(model))).toBe('second')
  })

  it('uses only hosts that have the model', async () => {
    const first = await bench.server({ models: [{ ...CHAT_MODEL, name: 'other:latest' }] })
    const second = await bench.server({ script: () => ({ content: 'second' }) })
    const model = await bench.model({ hosts: [first.url, second.url] })

    const answers = await Promise.all([collect(model), collect(model), collect(model)])

    expect(answers.map((events) => textOf(events))).toEqual(['second', 'second', 'second'])
    expect(first.requests).toHaveLength(0)
  })

  it('names the model when no host has it any more', async () => {
    const { first, second, hosts } = await startTwo()
    const model = await bench.model({ hosts })
    first.setModels([])
    second.setModels([])

    await expect(collect(model)).rejects.toMatchObject({ code: 'model-missing' })
  })

  it('finds the model although one host swallows packets', async () => {
    const { first, hosts } = await startTwo()
    first.setFault({ kind: 'hang' })

    const lookup = await bench.source({ hosts }).find(SIGNAL)

    expect(lookup).toMatchObject({ kind: 'ready' })
  })
})

describe('the circuit breaker', () => {
  it('stops asking a host that keeps failing, tries it again after a while, and trusts it again', async () => {
    const { first, hosts } = await startTwo({ script: () => ({ status: 500, error: 'broken' }) })
    const model = await bench.model({ hosts })
    for (let call = 0; call < 6; call += 1) await collect(model)
    expect(first.requests).toHaveLength(3)

    bench.clock.advance(5_000)
    await collect(model)
    expect(first.requests).toHaveLength(4)
    bench.clock.advance(5_000)
    await collect(model)
    expect(first.requests).toHaveLength(4)

    first.setScript(() => ({ content: 'first' }))
    bench.clock.advance(5_000)
    const answers = [await collect(model), await collect(model)]

    expect(answers.map((events) => textOf(events))).toEqual(['first', 'first'])
  })

  it('lets one trial through at a time', async () => {
    const { first, hosts } = await startTwo({ script: () => ({ status: 500, error: 'broken' }) })
    const model = await bench.model({ hosts })
    for (let call = 0; call < 3; call += 1) await collect(model)
    bench.clock.advance(5_000)
    first.setScript(() => ({ content: 'x', beforePiece: NEVER }))
    const controller = new AbortController()
    const trial = collect(model, REQUEST, controller.signal).catch(() => {})
    await first.until(() => first.requests.length === 4)

    await collect(model)
    await collect(model)

    expect(first.requests).toHaveLength(4)
    controller.abort()
    await trial
  })

  it('answers at once while the only host rests', async () => {
    const server = await bench.server({ script: () => ({ status: 500, error: 'broken' }) })
    const model = await bench.model({ hosts: [server.url] })
    for (let call = 0; call < 3; call += 1) await collect(model).catch(() => {})
    const before = server.requests.length

    await expect(collect(model)).rejects.toMatchObject({ code: 'model-unreachable' })
    expect(server.requests).toHaveLength(before)
  })

  it('does not hold aborted calls, missing models and long prompts against a host', async () => {
    const server = await bench.server({ script: () => ({ content: 'well' }) })
    const model = await bench.model({ hosts: [server.url], contextTokens: 64 })
    const long = { messages: [{ role: 'user' as const, content: 'word '.repeat(500) }] }
    for (let call = 0; call < 5; call += 1) await collect(model, long).catch(() => {})

    expect(textOf(await collect(model))).toBe('well')
  })
})
