import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SCHEMA_VERSION } from '../../../src/adapters/sqlite/migrations.ts'
import { openSqliteStore } from '../../../src/adapters/sqlite/open-sqlite-store.ts'
import {
  EVERYTHING,
  SAMPLE_ANSWER,
  sampleDocument,
  sampleItem,
  sampleMessage,
  sampleThread,
  sampleTurn,
  sampleVector,
  sweepAll,
  visibleKeys,
} from '../../contracts/store-contract-samples.ts'
import { createTemporaryFolder } from './temporary-folder.ts'

const QUESTION = '休暇は何日もらえますか？'

describe('data of an earlier Kiku', () => {
  let folder: string
  let remove: () => Promise<void>
  beforeEach(async () => {
    ;({ folder, remove } = await createTemporaryFolder())
    const script = await readFile(new URL('version-1.sql', import.meta.url), 'utf8')
    inDatabase(folder, (database) => database.exec(script))
  })
  afterEach(() => remove())

  it('is brought up to date with all that it held', async () => {
    const store = await openSqliteStore({ folder, mode: 'write' })

    const { conversations } = store
    const author = { id: 'U1', displayName: '花子' }
    const records = await store.items.get(await visibleKeys(store))
    expect(records.map(({ text }) => text)).toEqual(['文書の一部', QUESTION])
    expect(await store.items.count()).toBe(2)
    expect((await store.vectors.list('qa', EVERYTHING)).map(({ vector }) => vector)).toEqual([sampleVector(0.5, -0.5)])
    expect(await store.documents.find('handbook', '/data/handbook/one.md')).toEqual(sampleDocument('one'))
    expect(await conversations.findThread('a')).toEqual(sampleThread('a'))
    expect((await conversations.listTurns('a', 10))[0]).toEqual(sampleTurn('1', 'a', { author, text: QUESTION }))
    expect(await conversations.findAnswer('1:answer')).toEqual(SAMPLE_ANSWER)
    expect(await store.inbox.listUnsettled(0)).toEqual([sampleMessage('waiting')])
    expect(await store.settings.get('fingerprint')).toBe('bundled-1')
    await store.close()
  })

  it('can do all that new data can', async () => {
    const store = await openSqliteStore({ folder, mode: 'write' })
    const { conversations } = store
    const channel = { kind: 'channel', surface: 'slack', workspace: 'T1', channel: 'C1' } as const

    const own = await conversations.listTurnsOf('U1', 10)
    const feedback = await conversations.listFeedback('1:answer')
    const threads = await conversations.listThreadIds(channel, { after: '', limit: 10 })
    const outlines = await conversations.listThreads(channel, { limit: 10 })
    const answers = await conversations.listAnswers({ since: 0, until: 2e12 }, { limit: 10 })
    const attached = await conversations.addTurnItems('1', [sampleItem('attached')])
    const removed = await conversations.removeTurns(['1', '1:answer'])

    expect(own.map(({ id }) => id)).toEqual(['1'])
    expect(feedback).toEqual([{ turnId: '1:answer', authorId: 'U1', verdict: 'down', reason: "It's 25 days", at: 5 }])
    expect(threads).toEqual(['a'])
    expect(outlines).toMatchObject([{ id: 'a', askedAt: sampleTurn('1', 'a').createdAt, opening: QUESTION }])
    expect(answers).toMatchObject([{ turnId: '1:answer', audience: 'slack:T1:C1', feedback: { up: 0, down: 1 } }])
    expect(removed).toEqual([2, ...attached])
    await store.close()
  })

  it('still sweeps what was removed or interrupted before', async () => {
    const store = await openSqliteStore({ folder, mode: 'write' })

    const counts = await sweepAll(store, 1_000)
    await store.close()

    // The last turn of a removed thread, the thread, and a draft.
    expect(counts).toEqual([3, 0])
    expect(rowsOf(folder, 'SELECT id FROM threads')).toEqual([{ id: 'a' }])
  })

  it('has the schema of new data afterwards, and is sound', async () => {
    const fresh = join(folder, 'fresh')
    await mkdir(fresh)
    for (const each of [folder, fresh]) await (await openSqliteStore({ folder: each, mode: 'write' })).close()

    const [migrated, created] = [folder, fresh].map((each) =>
      rowsOf(each, 'SELECT type, name, sql FROM sqlite_schema ORDER BY type, name'),
    )

    expect(migrated).toEqual(created)
    expect(rowsOf(folder, 'PRAGMA user_version')).toEqual([{ user_version: SCHEMA_VERSION }])
    expect(rowsOf(folder, 'PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }])
    expect(rowsOf(folder, 'PRAGMA foreign_key_check')).toEqual([])
  })

  it('stays as it was when it cannot be brought up to date', async () => {
    inDatabase(folder, (database) => database.exec('CREATE TABLE replies (in_the_way TEXT)'))
    const before = rowsOf(folder, 'SELECT type, name, sql FROM sqlite_schema ORDER BY rowid')

    const opening = openSqliteStore({ folder, mode: 'write' })

    await expect(opening).rejects.toMatchObject({ code: 'store-failed' })
    expect(rowsOf(folder, 'SELECT type, name, sql FROM sqlite_schema ORDER BY rowid')).toEqual(before)
    expect(rowsOf(folder, 'PRAGMA user_version')).toEqual([{ user_version: 1 }])
    inDatabase(folder, (database) => database.exec('DROP TABLE replies'))
    await (await openSqliteStore({ folder, mode: 'write' })).close()
  })

  it('is not read before it was brought up to date, and the reader is told how', async () => {
    const reading = openSqliteStore({ folder, mode: 'read' })

    await expect(reading).rejects.toMatchObject({
      code: 'store-failed',
      message: expect.stringContaining('older version'),
      remedy: expect.stringContaining('kiku serve'),
      details: { found: 1, known: SCHEMA_VERSION },
    })
  })
})

function inDatabase(folder: string, work: (database: Database.Database) => void): void {
  const database = new Database(join(folder, 'kiku.db'))
  work(database)
  database.close()
}

function rowsOf(folder: string, statement: string): unknown[] {
  let rows: unknown[] = []
  inDatabase(folder, (database) => {
    rows = database.prepare(statement).all()
  })
  return rows
}
