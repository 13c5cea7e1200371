import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSqliteStore } from '../../../src/adapters/sqlite/open-sqlite-store.ts'
import type { Store } from '../../../src/ports/store.ts'
import {
  addDocument,
  SAMPLE_ANSWER,
  sampleDocument,
  sampleItem,
  sampleThread,
  sampleTurn,
  sampleVector,
  sweepAll,
  visibleKeys,
} from '../../contracts/store-contract-samples.ts'
import { createTemporaryFolder } from './temporary-folder.ts'

const SECRET = '秘密の'
const IN_THREAD = { namespace: 'history', threadId: 'a' } as const

/** An item with a secret that overflows its page. */
function secretItem(name: string) {
  const vectors = [{ space: 'chat', vector: sampleVector(12_345.678) }]
  return sampleItem(`${SECRET}${name}`.repeat(2_000), { ...IN_THREAD, vectors })
}

describe('the files of the SQLite store when people change their minds', () => {
  let folder: string
  let remove: () => Promise<void>
  let store: Store
  beforeEach(async () => {
    ;({ folder, remove } = await createTemporaryFolder())
    store = await openSqliteStore({ folder, mode: 'write' })
    await store.conversations.ensureThread(sampleThread('a'))
  })
  afterEach(async () => {
    await store.close()
    await remove()
  })

  /** Whether secrets are in the database file or in its log, while the store is open. */
  async function holdsSecrets(): Promise<boolean> {
    const files = await Promise.all(['kiku.db', 'kiku.db-wal'].map((name) => readFile(join(folder, name))))
    const vector = Buffer.from(sampleVector(12_345.678).buffer)
    return files.some((bytes) => bytes.includes(SECRET) || bytes.includes(vector))
  }

  /** Rows of items, their contents and vectors, hidden ones included. */
  function countRows(): readonly unknown[] {
    const database = new Database(join(folder, 'kiku.db'), { readonly: true })
    try {
      const count = (table: string) => database.prepare(`SELECT count(*) FROM ${table}`).pluck().get()
      return ['items', 'contents', 'vectors'].map(count)
    } finally {
      database.close()
    }
  }

  it('hold nothing any more of the words that an edit replaced', async () => {
    const { conversations } = store
    await conversations.addTurn(sampleTurn('1', 'a', { text: `${SECRET}turn`.repeat(2_000) }), secretItem('item'))
    await conversations.addAnswer('1', { ...SAMPLE_ANSWER, text: `${SECRET}answer`.repeat(2_000) })
    const before = await holdsSecrets()

    await conversations.reviseTurn('1', 'harmless', sampleItem('harmless', IN_THREAD))
    await conversations.addAnswer('1', SAMPLE_ANSWER)
    const rows = countRows()
    await sweepAll(store, 1_000)

    expect(before).toBe(true)
    expect(rows).toEqual([1, 1, 0])
    expect(await holdsSecrets()).toBe(false)
  })

  it('hold nothing any more of removed turns with answers, feedback and files', async () => {
    const { conversations } = store
    for (const id of ['1', '2']) {
      await conversations.addTurn(sampleTurn(id, 'a', { text: `${SECRET}turn` }), secretItem('item'))
      await conversations.addTurnItems(id, [secretItem('file'), secretItem('file')])
      await conversations.addAnswer(id, { ...SAMPLE_ANSWER, text: `${SECRET}answer` })
      const reason = `${SECRET}reason`
      await conversations.addFeedback({ turnId: id, authorId: 'U', verdict: 'up', reason, at: 1 })
    }

    await conversations.removeTurns(['1', '2'])
    const rows = countRows()
    await sweepAll(store, 1_000)

    expect(rows).toEqual([0, 0, 0])
    expect(await holdsSecrets()).toBe(false)
  })

  it('hold nothing any more of a removed thread and the files in it', async () => {
    const { conversations } = store
    await conversations.addTurn(sampleTurn('1', 'a', { text: `${SECRET}turn` }), secretItem('item'))
    await conversations.addTurnItems('1', [secretItem('file')])

    await conversations.removeThread('a')
    const rows = countRows()
    await sweepAll(store, 1_000)

    expect(rows).toEqual([0, 0, 0])
    expect(await holdsSecrets()).toBe(false)
  })

  it('lose the files of a removed turn at once, also where a large document waits to be swept', async () => {
    const { conversations, documents } = store
    const pages = Array.from({ length: 1_000 }, () => sampleItem('page'))
    await addDocument(store, sampleDocument('large'), pages)
    await documents.remove('large')
    await conversations.addTurn(sampleTurn('1', 'a'))
    await conversations.addTurnItems('1', [secretItem('file')])

    await conversations.removeTurns(['1'])

    const [items, contents, vectors] = countRows()
    expect(items).toBeGreaterThan(500)
    expect([contents, vectors]).toEqual([items, 0])
  })

  it('keep no file of a turn that is removed while the file is being stored', async () => {
    const { conversations } = store
    await conversations.addTurn(sampleTurn('1', 'a'))
    const file = Array.from({ length: 150 }, () => sampleItem('page', IN_THREAD))

    const adding = conversations.addTurnItems('1', file)
    await conversations.removeTurns(['1'])

    await expect(adding).rejects.toMatchObject({ code: 'store-failed' })
    expect(await visibleKeys(store)).toEqual([])
    expect(countRows()).toEqual([0, 0, 0])
  })

  it('keep a file that is being stored while others are swept', async () => {
    const { conversations } = store
    await conversations.addTurn(sampleTurn('1', 'a'))
    const file = Array.from({ length: 350 }, () => sampleItem('page', IN_THREAD))

    const [keys] = await Promise.all([conversations.addTurnItems('1', file), sweepAll(store, 50)])

    expect(await visibleKeys(store)).toEqual(keys)
    expect(await store.items.count()).toBe(350)
  })
})
