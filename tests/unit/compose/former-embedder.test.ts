import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createMemoryStore } from '../../../src/adapters/memory/memory-store.ts'
import { type FormerParts, openFormerEmbedder, rememberCompleted } from '../../../src/compose/former-embedder.ts'
import { type OpenEmbedder, openEmbedder } from '../../../src/compose/open-embedder.ts'
import { type Config, readConfig } from '../../../src/config.ts'
import { spaceTasks } from '../../../src/index/embed-keys.ts'
import type { Embedder } from '../../../src/ports/embedder.ts'
import type { Store } from '../../../src/ports/store.ts'
import { silentTelemetry } from '../../../src/ports/telemetry.ts'
import { bundledEmbedder } from '../../fakes/index-fixtures.ts'
import { EMBEDDING_MODEL, type OllamaServer, startOllamaServer } from '../../fakes/ollama-server.ts'

const { signal } = new AbortController()
const telemetry = silentTelemetry
let store: Store
let server: OllamaServer

beforeEach(async () => {
  store = createMemoryStore()
  server = await startOllamaServer({ models: [EMBEDDING_MODEL, { ...EMBEDDING_MODEL, name: 'other:latest' }] })
  await store.items.add([
    { namespace: 'knowledge', audience: 'public', createdAt: 1, title: '', text: 'a', location: '/a.md', locator: {} },
  ])
})
afterEach(async () => {
  await store.close()
  await server.close()
})

const configure = (environment: Record<string, string>): Config => readConfig({}, environment, '/')
const bundled = configure({})
const ollama = (model: string) =>
  configure({ KIKU_EMBEDDER_PROVIDER: 'ollama', KIKU_EMBEDDER_MODEL: model, KIKU_EMBEDDER_URL: server.url })
/** All items get vectors of this embedder. */
const fill = async (embedder: Embedder) => {
  for (const space of spaceTasks(embedder, 'knowledge').keys()) {
    const vector = new Float32Array(embedder.dimension).fill(1 / Math.sqrt(embedder.dimension))
    await store.vectors.put(space, [{ key: 1, vector }])
  }
}
const complete = async (config: Config) => {
  const opened = await openEmbedder(config, telemetry, signal)
  await fill(opened.embedder)
  await rememberCompleted(store.settings, config, opened)
  await opened.close()
}
const openFormer = async (config: Config, more: Partial<FormerParts> = {}): Promise<OpenEmbedder | undefined> => {
  const opened = await openEmbedder(config, telemetry, signal)
  const former = await openFormerEmbedder({ config, store, embedder: opened.embedder, telemetry, ...more }, signal)
  await opened.close()
  await former?.close()
  return former
}

describe('the former embedder', () => {
  it('serves while the new one has everything before it, whichever of the two it is', async () => {
    await complete(bundled)
    const afterBundled = await openFormer(ollama('embed'))
    await complete(ollama('embed'))
    const complete2 = await openFormer(ollama('embed'))
    const afterOllama = await openFormer(ollama('other'))

    expect(afterBundled?.embedder.id).toBe(bundledEmbedder.id)
    expect(complete2).toBeUndefined()
    expect(afterOllama?.embedder.id).toMatch(/^ollama:embed@/)
  })

  it('is the one in the box where a data folder is older than this memory', async () => {
    await fill(bundledEmbedder)

    expect((await openFormer(ollama('embed')))?.embedder.id).toBe(bundledEmbedder.id)
  })

  it('also serves while the new one cannot be reached', async () => {
    await complete(bundled)
    const config = ollama('embed')
    await server.close()

    expect((await openFormer(config))?.embedder.id).toBe(bundledEmbedder.id)
  })

  it('does not serve with other weights under the old name, nor when it is gone, nor with vectors that are fewer', async () => {
    await complete(ollama('embed'))
    server.setModels([{ ...EMBEDDING_MODEL, digest: 'changed' }])
    const changed = await openFormer(bundled)
    server.setModels([])
    const gone = await openFormer(bundled)
    server.setModels([EMBEDDING_MODEL])
    await store.items.add([
      { namespace: 'knowledge', audience: 'public', createdAt: 1, title: '', text: 'b', location: '/b', locator: {} },
    ])
    await fill(bundledEmbedder)
    const equal = await openFormer(bundled)

    expect([changed, gone, equal]).toEqual([undefined, undefined, undefined])
  })

  it('is remembered without any key, and never from an embedder that could not be reached', async () => {
    const keyFile = configure({
      KIKU_EMBEDDER_PROVIDER: 'openai',
      KIKU_EMBEDDER_MODEL: 'x',
      KIKU_EMBEDDER_URL: server.url,
      KIKU_EMBEDDER_API_KEY: 'sk-very-secret',
    })
    const opened: OpenEmbedder = { embedder: bundledEmbedder, close: async () => {} }
    await rememberCompleted(store.settings, keyFile, opened)
    const kept = await store.settings.list('embedder:')

    expect(JSON.stringify(kept)).toContain('bundled:static')
    expect(JSON.stringify(kept)).not.toContain('secret')
    await store.settings.set('embedder:completed', 'no JSON')
    expect(await openFormer(bundled)).toBeUndefined()
  })
})
