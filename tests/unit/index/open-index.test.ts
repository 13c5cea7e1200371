import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createPersistentBm25Index } from '../../../src/adapters/bm25/create-persistent-bm25-index.ts'
import { createExactIndex } from '../../../src/adapters/exact-scan/create-exact-index.ts'
import { createHnswIndex } from '../../../src/adapters/hnswlib/create-hnsw-index.ts'
import { createMemoryStore } from '../../../src/adapters/memory/memory-store.ts'
import { KikuError } from '../../../src/domain/errors.ts'
import { type OpenIndex, type OpenIndexOptions, openIndex } from '../../../src/index/open-index.ts'
import type { Embedder } from '../../../src/ports/embedder.ts'
import type { ItemKey, NewItem, Store } from '../../../src/ports/store.ts'
import { silentTelemetry } from '../../../src/ports/telemetry.ts'
import { bundledEmbedder } from '../../fakes/index-fixtures.ts'

const signal = new AbortController().signal
let folder: string
let store: Store

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kiku-open-index-'))
  store = createMemoryStore()
})
afterEach(async () => {
  await store.close()
  await rm(folder, { recursive: true })
})

const open = (
  embedder: Embedder = bundledEmbedder,
  isWriter = true,
  more: Partial<OpenIndexOptions> = {},
): Promise<OpenIndex> =>
  openIndex(
    {
      store,
      embedder,
      isWriter,
      ...more,
      telemetry: more.telemetry ?? silentTelemetry,
      createLexicalIndex: (namespace) => createPersistentBm25Index({ path: join(folder, `${namespace}.bm25`) }),
      createVectorIndex: (namespace, _space, dimension) =>
        createHnswIndex({ rows: createExactIndex(dimension), folder, name: namespace }),
    },
    signal,
  )
const item = (text: string, rest: Partial<NewItem> = {}): NewItem => ({
  namespace: 'knowledge',
  audience: 'public',
  createdAt: 1,
  title: '',
  text,
  location: '/notes.md',
  locator: {},
  ...rest,
})
const find = async (index: OpenIndex, text: string): Promise<readonly ItemKey[]> => {
  const hits = await index.search({ task: 'qa', text, audience: ['public'], limit: 5 }, signal)
  return hits.map(({ key }) => key)
}
const withSpace = (id: string, embed = bundledEmbedder.embed): Embedder => ({
  ...bundledEmbedder,
  id,
  keySpace: (task) => `${id}|${task}`,
  embed,
})

describe('openIndex', () => {
  it('finds what the store holds, without any snapshot', async () => {
    const [english, japanese] = await store.items.add([
      item('The lift is repaired on Monday.'),
      item('昇降機は月曜に直ります。'),
    ])

    const index = await open()

    expect((await find(index, 'lift repair'))[0]).toBe(english)
    expect((await find(index, '昇降機'))[0]).toBe(japanese)
    await index.close(signal)
  })

  it('puts a snapshot right that misses new items and still holds removed ones', async () => {
    const [old] = await store.items.add([item('old parking rules')])
    const first = await open()
    await first.close(signal)
    await store.items.remove([old!])
    const [fresh] = await store.items.add([item('new parking rules')])

    const second = await open()

    expect(await find(second, 'parking rules')).toEqual([fresh])
    await second.close(signal)
  })

  it('embeds what has no vector yet, and resumes where an interrupted run stopped', async () => {
    await store.items.add(Array.from({ length: 200 }, (_, at) => item(`note ${at}`)))
    let calls = 0
    const flaky = withSpace('flaky', async (texts, purpose, abort) => {
      calls += 1
      if (calls === 2) throw new KikuError('model-unreachable', 'The server is away.', { retryable: true })
      return bundledEmbedder.embed(texts, purpose, abort)
    })
    const index = await open(flaky)

    await index.maintain(signal)
    const afterFailure = (await index.describePending()).missing
    await index.maintain(signal)

    expect(afterFailure).toBeGreaterThan(0)
    expect(afterFailure).toBeLessThan(400)
    expect((await index.describePending()).missing).toBe(0)
    await index.close(signal)
  })

  it('keeps the vectors of the old embedder until the new one has embedded everything', async () => {
    const [key] = await store.items.add([item('the tap drips')])
    const before = withSpace('before')
    const first = await open(before)
    await first.maintain(signal)
    await first.close(signal)
    const down = withSpace('after', () =>
      Promise.reject(new KikuError('model-unreachable', 'Away.', { retryable: true })),
    )

    const second = await open(down)
    await second.maintain(signal)
    const kept = await store.vectors.list('before|qa', { after: 0, limit: 10 })
    await second.close(signal)
    const third = await open(withSpace('after'))
    await third.maintain(signal)
    const dropped = await store.vectors.list('before|qa', { after: 0, limit: 10 })

    expect(kept.map((row) => row.key)).toEqual([key])
    expect(dropped).toEqual([])
    expect(await find(third, 'drip')).toEqual([key])
    await third.close(signal)
  })

  it('lets the former embedder serve until the new one has embedded everything, also across a restart', async () => {
    await store.items.add(Array.from({ length: 150 }, (_, at) => item(`note ${at}`)))
    const former = withSpace('before')
    const first = await open(former)
    await first.maintain(signal)
    await first.close(signal)
    let [calls, completed] = [0, 0]
    const flaky = withSpace('after', async (texts, purpose, abort) => {
      if (purpose.side === 'key') calls += 1
      if (calls === 3) throw new KikuError('model-unreachable', 'The server is away.', { retryable: true })
      return bundledEmbedder.embed(texts, purpose, abort)
    })
    const onComplete = async () => {
      completed += 1
    }
    const more = { formerEmbedder: former, onComplete }

    const second = await open(flaky, true, more)
    await second.maintain(signal)
    const [halfway, servingHalfway] = [await second.describePending(), second.serving().id]
    const foundHalfway = await find(second, 'note 140')
    await second.close(signal)
    const third = await open(flaky, true, more)
    const servingAgain = third.serving().id
    const completedBefore = completed
    await third.maintain(signal)

    expect(halfway).toMatchObject({ missing: 300 - 128, total: 300, progress: { embedder: 'after', done: 0 } })
    expect([servingHalfway, servingAgain, completedBefore]).toEqual(['before', 'before', 0])
    expect(foundHalfway[0]).toBe(141)
    expect(third.serving().id).toBe('after')
    expect(completed).toBe(1)
    expect(await third.describePending()).toEqual({ missing: 0, total: 300 })
    expect(await store.vectors.list('before|qa', { after: 0, limit: 10 })).toEqual([])
    expect((await find(third, 'note 140'))[0]).toBe(141)
    await third.close(signal)
  })

  it('keeps and logs how far it is, and how long the rest will take', async () => {
    await store.items.add(Array.from({ length: 300 }, (_, at) => item(`note ${at}`)))
    let now = 1_000_000
    const events: string[] = []
    const info = (event: string, fields: object = {}) => events.push(`${event} ${JSON.stringify(fields)}`)
    const slow = withSpace('slow', async (texts, purpose, abort) => {
      now += 16_000
      return bundledEmbedder.embed(texts, purpose, abort)
    })
    const clock = { now: () => now, elapsed: () => now }
    const index = await open(slow, true, { clock, telemetry: { ...silentTelemetry, info } })

    await index.maintain(signal)

    expect(events.filter((event) => event.startsWith('embedding-'))).toEqual([
      'embedding-begun {"count":600,"embedder":"slow"}',
      // 128 in 32 s, so 472 in 118 s.
      'embedding-progress {"done":128,"count":600,"secondsLeft":118}',
      'embedding-progress {"done":256,"count":600,"secondsLeft":86}',
      'embedding-progress {"done":364,"count":600,"secondsLeft":63}',
      'embedding-progress {"done":492,"count":600,"secondsLeft":29}',
      'embedding-progress {"done":600,"count":600,"secondsLeft":0}',
      'embedding-finished {"count":600,"seconds":160}',
    ])
    expect(await index.describePending()).toEqual({ missing: 0, total: 600 })
    await index.close(signal)
  })

  it('follows what is attached and detached, and saves it at the end', async () => {
    const first = await open()
    const [key] = await store.items.add([item('the key is under the mat')])
    const records = await store.items.get([key!])
    first.attach(records.map((record) => ({ ...record, vectors: [] })))
    const found = await find(first, 'mat')
    await first.close(signal)

    const second = await open()
    second.detach([key!])

    expect(found).toEqual([key])
    expect(await find(second, 'mat')).toEqual([])
    await second.close(signal)
  })

  it('writes nothing when it only looks', async () => {
    await store.items.add([item('read only')])

    const index = await open(bundledEmbedder, false)
    await index.close(signal)

    await expect(rm(join(folder, 'knowledge.bm25'))).rejects.toThrow('ENOENT')
  })

  it('ends without an error where the snapshot cannot be saved', async () => {
    await store.items.add([item('anything')])
    const index = await open()

    await expect(index.close(AbortSignal.abort(new Error('too late')))).resolves.toBeUndefined()
  })
})
