import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SCHEMA_VERSION } from '../../../src/adapters/sqlite/migrations.ts'
import { openSqliteStore } from '../../../src/adapters/sqlite/open-sqlite-store.ts'
import type { Store } from '../../../src/ports/store.ts'
import {
  addDocument,
  SAMPLE_ANSWER,
  sampleDocument,
  sampleItem,
  sampleMessage,
  sampleThread,
  sampleTurn,
  sampleVector,
  sweepAll,
} from '../../contracts/store-contract-samples.ts'
import { seededRandom } from '../../fakes/seeded-random.ts'
import { createTemporaryFolder } from './temporary-folder.ts'

describe('the files of the SQLite store', () => {
  let folder: string
  let remove: () => Promise<void>
  let store: Store
  beforeEach(async () => {
    ;({ folder, remove } = await createTemporaryFolder())
    store = await openSqliteStore({ folder, mode: 'write' })
  })
  afterEach(async () => {
    await store.close()
    await remove()
  })

  /** What is in the database file and in its log, while the store is open. */
  async function readBytes(): Promise<Buffer> {
    const files = await Promise.all(['kiku.db', 'kiku.db-wal'].map((name) => readFile(join(folder, name))))
    return Buffer.concat(files)
  }

  it('hold nothing any more of what was removed and swept', async () => {
    const secret = (name: string) => `秘密の${name}`
    const vectors = [{ space: 'chat', vector: sampleVector(12_345.678) }]
    const [key = 0] = await store.items.add([sampleItem(secret('item'), { title: secret('title'), vectors })])
    await addDocument(store, sampleDocument('one'), [sampleItem(secret('document').repeat(3_000))])
    await store.conversations.ensureThread(sampleThread('a'))
    await store.conversations.addTurn(sampleTurn('1', 'a', { text: secret('turn') }))
    await store.conversations.addAnswer('1', { ...SAMPLE_ANSWER, text: secret('answer') })
    await store.conversations.addFeedback({
      turnId: '1',
      authorId: 'U',
      verdict: 'up',
      reason: secret('reason'),
      at: 1,
    })
    await store.inbox.admit(sampleMessage('1', { text: secret('message') }))
    const before = await readBytes()

    await store.items.remove([key])
    await store.documents.remove('one')
    await store.conversations.removeThread('a')
    await store.inbox.settle(sampleMessage('1'), 'answered')
    await sweepAll(store, 1_000)
    const after = await readBytes()

    expect(before.includes('秘密の')).toBe(true)
    expect(after.includes('秘密の')).toBe(false)
    expect(after.includes(Buffer.from(sampleVector(12_345.678).buffer))).toBe(false)
  })

  it('hold nothing of removed items between those that stay', async () => {
    const random = seededRandom(3)
    const texts = Array.from({ length: 1_500 }, (_, number) =>
      `<${number}>`.padEnd(10 + random() * 3_000, `${number},`),
    )
    const keys = await store.items.add(texts.map((text) => sampleItem(text)))
    const gone = new Set(keys.filter(() => random() < 0.5))

    await store.items.remove([...gone])
    await sweepAll(store, 100)
    const bytes = await readBytes()

    const found = keys.filter((_, place) => bytes.includes(`<${place}>`))
    expect(found).toEqual(keys.filter((key) => !gone.has(key)))
  })

  it('shrink when a large source is removed', async () => {
    const items = Array.from({ length: 2_000 }, () => sampleItem('long text '.repeat(100)))
    await addDocument(store, sampleDocument('large'), items)
    await addDocument(store, sampleDocument('small', { sourceId: 'other' }), [sampleItem('stays')])
    await store.documents.sweep(1)
    const before = (await readBytes()).length

    await store.sources.remove('handbook')
    await sweepAll(store, 1_000)

    const after = (await readBytes()).length
    expect(before).toBeGreaterThan(2_000_000)
    expect(after).toBeLessThan(before / 5)
  })

  it('hold vectors as 32-bit floats, little-endian', async () => {
    await store.items.add([sampleItem('a', { vectors: [{ space: 'qa', vector: sampleVector(1, -2.5) }] })])

    const rows = query(folder, 'SELECT hex(vector) AS bytes FROM vectors')

    expect(rows).toEqual([{ bytes: '0000803F000020C0' }])
  })

  it('hold the last verdict of each author on each turn', async () => {
    await store.conversations.ensureThread(sampleThread('a'))
    await store.conversations.addTurn(sampleTurn('1', 'a'))
    const feedback = { turnId: '1', authorId: 'U1', verdict: 'up', reason: 'good', at: 1 } as const
    await store.conversations.addFeedback(feedback)
    await store.conversations.addFeedback({ ...feedback, authorId: 'U2' })

    await store.conversations.addFeedback({ turnId: '1', authorId: 'U1', verdict: 'down', at: 2 })

    const rows = query(folder, 'SELECT author_id, verdict, reason, at FROM feedback ORDER BY author_id')
    expect(rows).toEqual([
      { author_id: 'U1', verdict: 'down', reason: null, at: 2 },
      { author_id: 'U2', verdict: 'up', reason: 'good', at: 1 },
    ])
  })

  it('hold no text of messages that were merely seen', async () => {
    await store.inbox.admit(sampleMessage('1', { addressed: false, text: 'overheard' }))

    expect((await readBytes()).includes('overheard')).toBe(false)
  })

  it('stay sound and in one schema however often they are opened', async () => {
    await addDocument(store, sampleDocument('one'), [
      sampleItem('a', { vectors: [{ space: 'qa', vector: sampleVector(1) }] }),
    ])
    for (let times = 0; times < 3; times += 1) {
      await store.close()
      store = await openSqliteStore({ folder, mode: 'write' })
    }

    expect(query(folder, 'PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }])
    expect(query(folder, 'PRAGMA foreign_key_check')).toEqual([])
    expect(query(folder, 'PRAGMA user_version')).toEqual([{ user_version: SCHEMA_VERSION }])
    expect(await store.items.count()).toBe(1)
  })
})

function query(folder: string, statement: string): unknown[] {
  const database = new Database(join(folder, 'kiku.db'), { readonly: true })
  try {
    return database.prepare(statement).all()
  } finally {
    database.close()
  }
}
