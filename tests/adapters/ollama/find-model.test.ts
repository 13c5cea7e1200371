import { afterEach, describe, expect, it } from 'vitest'
import { chooseChatModel } from '../../../src/adapters/ollama/choose-chat-model.ts'
import { CHAT_MODEL, EMBEDDING_MODEL, startOllamaServer, THINKING_MODEL } from '../../fakes/ollama-server.ts'
import { collect, createBench, SIGNAL, textOf } from './ollama-harness.ts'

const bench = createBench()
afterEach(() => bench.stopAll())
const lookups = (paths: readonly string[]) => paths.filter((path) => path === 'GET /api/tags').length

describe('finding the model', () => {
  it('is none where no host is configured', async () => {
    expect(await bench.source({ hosts: [] }).find(SIGNAL)).toEqual({ kind: 'none' })
  })

  it('completes a name without a tag as Ollama does', async () => {
    const server = await bench.server()

    const lookup = await bench.source({ hosts: [server.url], model: 'Chat' }).find(SIGNAL)

    expect(lookup).toMatchObject({ kind: 'ready', model: { id: 'ollama:chat:latest' } })
  })

  it('names a model that is not installed and the command that installs it', async () => {
    const server = await bench.server()

    const lookup = await bench.source({ hosts: [server.url], model: 'llama9' }).find(SIGNAL)

    expect(lookup).toMatchObject({
      kind: 'unavailable',
      error: { code: 'model-missing', remedy: 'Install it there with: ollama pull llama9' },
    })
  })

  it('says so when auto finds nothing that can chat', async () => {
    const server = await bench.server({ models: [EMBEDDING_MODEL] })

    const lookup = await bench.source({ hosts: [server.url], model: 'auto' }).find(SIGNAL)

    expect(lookup).toMatchObject({
      kind: 'unavailable',
      error: { code: 'model-missing', remedy: expect.stringMatching(/ollama pull \S+/) },
    })
  })

  it('refuses an embedding model by name', async () => {
    const server = await bench.server()

    const lookup = await bench.source({ hosts: [server.url], model: 'embed' }).find(SIGNAL)

    expect(lookup).toMatchObject({ kind: 'unavailable', error: { code: 'model-incapable' } })
  })

  it('asks once for many callers and for half a minute, and hands out one object', async () => {
    const server = await bench.server()
    const source = bench.source({ hosts: [server.url] })

    const first = await Promise.all([source.find(SIGNAL), source.find(SIGNAL), source.find(SIGNAL)])
    bench.clock.advance(29_000)
    const later = await source.find(SIGNAL)
    expect(lookups(server.paths)).toBe(1)
    bench.clock.advance(2_000)
    const renewed = await source.find(SIGNAL)

    expect(lookups(server.paths)).toBe(2)
    const models = [...first, later, renewed].map((lookup) => (lookup.kind === 'ready' ? lookup.model : undefined))
    expect(new Set(models).size).toBe(1)
  })

  it('asks a server that is down every two seconds at most, and finds it when it comes up', async () => {
    const reserved = await startOllamaServer()
    await reserved.close()
    let asked = 0
    const source = bench.source({
      hosts: [reserved.url],
      fetch: (url, request) => {
        asked += 1
        return globalThis.fetch(url, request)
      },
    })
    expect(await source.find(SIGNAL)).toMatchObject({ kind: 'unavailable', error: { code: 'model-unreachable' } })
    bench.clock.advance(1_900)
    await source.find(SIGNAL)
    expect(asked).toBe(1)

    await bench.server({ port: reserved.port })
    bench.clock.advance(200)

    expect(await source.find(SIGNAL)).toMatchObject({ kind: 'ready' })
  })

  it('does not make a second question wait for a server that swallows packets', async () => {
    const server = await bench.server({ fault: { kind: 'hang' } })
    const source = bench.source({ hosts: [server.url] })
    const first = await source.find(SIGNAL)
    bench.clock.advance(10_000)

    const second = await source.find(SIGNAL)

    expect(first).toMatchObject({ kind: 'unavailable', error: { code: 'model-unreachable' } })
    expect(second).toBe(first)
  })

  it('looks again after a call found the server gone', async () => {
    const server = await bench.server()
    const source = bench.source({ hosts: [server.url] })
    const lookup = await source.find(SIGNAL)
    await server.close()
    if (lookup.kind === 'ready') await collect(lookup.model).catch(() => {})

    expect(await source.find(SIGNAL)).toMatchObject({ kind: 'unavailable', error: { code: 'model-unreachable' } })
    await bench.server({ port: server.port })
    bench.clock.advance(2_100)
    const back = await source.find(SIGNAL)

    expect(back.kind === 'ready' ? textOf(await collect(back.model)) : back).toBe('Hello there.')
  })

  it('keeps what auto meant while it is installed', async () => {
    const server = await bench.server({ models: [THINKING_MODEL] })
    const source = bench.source({ hosts: [server.url], model: 'auto' })
    await source.find(SIGNAL)
    server.setModels([THINKING_MODEL, CHAT_MODEL])
    bench.clock.advance(31_000)

    const kept = await source.find(SIGNAL)
    server.setModels([CHAT_MODEL])
    bench.clock.advance(31_000)
    const changed = await source.find(SIGNAL)

    expect(kept).toMatchObject({ model: { id: 'ollama:thinker:latest' } })
    expect(changed).toMatchObject({ model: { id: 'ollama:chat:latest' } })
  })

  it('stops waiting when its caller does, and the lookup goes on for others', async () => {
    const server = await bench.server()
    const source = bench.source({ hosts: [server.url] })
    const controller = new AbortController()
    const impatient = source.find(controller.signal)
    const patient = source.find(SIGNAL)
    controller.abort(new Error('too slow'))

    await expect(impatient).rejects.toThrow('too slow')
    expect(await patient).toMatchObject({ kind: 'ready' })
  })

  it.each(['', 'http://', 'ftp://x', 'http://a b'])('refuses the address %j', (host) => {
    expect(() => bench.source({ hosts: [host] })).toThrowError(
      expect.objectContaining({ code: 'config-invalid', remedy: expect.any(String) }),
    )
  })
})

describe('auto', () => {
  const model = (name: string, size: string, capabilities: string[] | null = ['completion', 'tools'], family = '') => ({
    name,
    digest: '',
    capabilities,
    details: { family, parameter_size: size },
  })

  it.each([
    ['tools before size', [model('big', '30B', ['completion']), model('small', '4B')], 'small'],
    ['size among those with tools', [model('qwen3:4b', '4.0B'), model('qwen3:14b', '14.8B')], 'qwen3:14b'],
    ['a size that a chat can bear', [model('qwen3:235b', '235B'), model('qwen3:8b', '8.2B')], 'qwen3:8b'],
    ['known families within a size class', [model('obscure:9b', '9B'), model('qwen3:8b', '8.2B')], 'qwen3:8b'],
    [
      'a clearly larger model before a known family',
      [model('qwen3:0.6b', '751.63M'), model('obscure:9b', '9B')],
      'obscure:9b',
    ],
    [
      'general models before those for code',
      [model('qwen3-coder:30b', '30.5B'), model('qwen3:8b', '8.2B')],
      'qwen3:8b',
    ],
    ['this server before the cloud', [model('gpt-oss:120b-cloud', '117B'), model('qwen3:1.7b', '2.0B')], 'qwen3:1.7b'],
    [
      'no embedder of an old server',
      [model('nomic-embed-text', '137M', null, 'nomic-bert'), model('llama3.2', '3.2B', null, 'llama')],
      'llama3.2',
    ],
    ['the name when all else is equal', [model('b', '8B'), model('a', '8B')], 'a'],
    ['something even if it is odd', [model('x', '', ['completion'])], 'x'],
  ])('prefers %s', (_, models, expected) => {
    expect(chooseChatModel(models)?.name).toBe(expected)
    expect(chooseChatModel(models.toReversed())?.name).toBe(expected)
  })

  it('finds none among embedders', () => {
    expect(chooseChatModel([model('embed', '137M', ['embedding'])])).toBeUndefined()
  })
})
