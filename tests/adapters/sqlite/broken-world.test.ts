import { open, readFile, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createConnection } from '../../../src/adapters/sqlite/connection.ts'
import { toStoreError } from '../../../src/adapters/sqlite/errors.ts'
import { openDatabase } from '../../../src/adapters/sqlite/open-database.ts'
import { openSqliteStore } from '../../../src/adapters/sqlite/open-sqlite-store.ts'
import { createSettingStore } from '../../../src/adapters/sqlite/settings.ts'
import { systemClock } from '../../../src/ports/clock.ts'
import { silentTelemetry } from '../../../src/ports/telemetry.ts'
import { EVERYTHING, sampleItem } from '../../contracts/store-contract-samples.ts'
import { createTemporaryFolder } from './temporary-folder.ts'

describe('the SQLite store in a broken world', () => {
  let folder: string
  let remove: () => Promise<void>
  beforeEach(async () => {
    ;({ folder, remove } = await createTemporaryFolder())
  })
  afterEach(() => remove())

  it.each([
    ['SQLITE_FULL', 'disk-full', true],
    ['SQLITE_IOERR_SHMSIZE', 'disk-full', true],
    ['ENOSPC', 'disk-full', true],
    ['SQLITE_READONLY_DBMOVED', 'disk-read-only', false],
    ['EACCES', 'disk-read-only', false],
    ['EROFS', 'disk-read-only', false],
    ['SQLITE_CORRUPT_INDEX', 'store-corrupt', false],
    ['SQLITE_NOTADB', 'store-corrupt', false],
    ['SQLITE_BUSY_SNAPSHOT', 'data-locked', true],
    ['SQLITE_IOERR_READ', 'store-failed', false],
    ['ENOTDIR', 'store-failed', false],
  ] as const)('tells %s as %s, with a remedy', (thrown, code, retryable) => {
    const cause = thrown.startsWith('SQLITE')
      ? new Database.SqliteError('failed', thrown)
      : Object.assign(new Error('failed'), { code: thrown })

    const error = toStoreError(cause, '/data')

    expect(error).toMatchObject({ code, retryable, cause, details: { cause: thrown } })
    expect(error.message).toContain('/data')
    expect(error.remedy).toMatch(/\.$/)
  })

  it('works again when a full disk has room, with everything it had acknowledged', async () => {
    const database = openDatabase(folder, 'write', silentTelemetry)
    const options = { database, folder, mode: 'write', telemetry: silentTelemetry, clock: systemClock } as const
    const settings = createSettingStore(createConnection(options))
    await settings.set('before', 'kept')
    database.pragma(`max_page_count = ${Number(database.pragma('page_count', { simple: true })) + 2}`)

    const filling = settings.set('large', 'x'.repeat(1_000_000))

    await expect(filling).rejects.toMatchObject({ code: 'disk-full', retryable: true })
    expect(await settings.get('before')).toBe('kept')
    expect(await settings.get('large')).toBeUndefined()
    database.pragma('max_page_count = 1000000')
    await settings.set('large', 'x'.repeat(1_000_000))
    expect(await settings.get('large')).toHaveLength(1_000_000)
    database.close()
  })

  it.each([
    ['is not a database', 'この文は SQLite のデータベースではありません。'.repeat(500)],
    ['begins like one', `SQLite format 3\0${'\u0001'.repeat(20_000)}`],
  ])('says what to do with a file that %s', async (_, content) => {
    await writeFile(join(folder, 'kiku.db'), content)

    const opening = openSqliteStore({ folder, mode: 'write' })

    await expect(opening).rejects.toMatchObject({
      code: 'store-corrupt',
      remedy: expect.stringMatching(/move kiku\.db.*ingest/),
    })
    expect(await readFile(join(folder, 'kiku.db'), 'utf8')).toBe(content)
  })

  it('says so when the file was cut short, and leaves the folder free', async () => {
    const store = await openSqliteStore({ folder, mode: 'write' })
    await store.items.add(Array.from({ length: 500 }, () => sampleItem('text '.repeat(200))))
    await store.close()
    await truncate(join(folder, 'kiku.db'), 200_000)

    const reading = openAndRead(folder)

    await expect(reading).rejects.toMatchObject({ code: 'store-corrupt' })
    await expect(openAndRead(folder)).rejects.toMatchObject({ code: 'store-corrupt' })
  })

  it('says so when pages of the file are overwritten', async () => {
    const store = await openSqliteStore({ folder, mode: 'write' })
    await store.items.add(Array.from({ length: 500 }, () => sampleItem('text '.repeat(200))))
    await store.close()
    const file = await open(join(folder, 'kiku.db'), 'r+')
    const { size } = await file.stat()
    await file.write(Buffer.alloc(size - 8_192, 0xa5), 0, size - 8_192, 8_192)
    await file.close()

    await expect(openAndRead(folder)).rejects.toMatchObject({ code: 'store-corrupt' })
  })

  it('leaves data of a newer Kiku alone', async () => {
    await (await openSqliteStore({ folder, mode: 'write' })).close()
    changeDatabase(folder, 'PRAGMA user_version = 9999')

    for (const mode of ['write', 'read'] as const) {
      await expect(openSqliteStore({ folder, mode })).rejects.toMatchObject({
        code: 'store-failed',
        message: expect.stringContaining('newer version'),
        details: { found: 9999 },
      })
    }
  })

  it('leaves databases of other programs alone', async () => {
    changeDatabase(folder, 'CREATE TABLE notes (text TEXT)')

    const opening = openSqliteStore({ folder, mode: 'write' })

    await expect(opening).rejects.toMatchObject({ code: 'store-failed', message: expect.stringContaining('kiku.db') })
  })

  it('says so when another program holds the database, and goes on when it lets go', async () => {
    const store = await openSqliteStore({ folder, mode: 'write' })
    const other = new Database(join(folder, 'kiku.db'))
    other.exec('BEGIN IMMEDIATE')

    const setting = store.settings.set('a', 'b')

    await expect(setting).rejects.toMatchObject({ code: 'data-locked', retryable: true })
    other.exec('ROLLBACK')
    other.close()
    await store.settings.set('a', 'b')
    expect(await store.settings.get('a')).toBe('b')
    await store.close()
  })

  it('says so when the folder is not one', async () => {
    await writeFile(join(folder, 'file'), '')

    const opening = openSqliteStore({ folder: join(folder, 'file', 'data'), mode: 'write' })

    await expect(opening).rejects.toMatchObject({ code: 'store-failed' })
  })

  it('refuses calls after it was closed, and may be closed twice', async () => {
    const store = await openSqliteStore({ folder, mode: 'write' })
    await store.close()
    await store.close()

    const calls = [store.items.count(), store.settings.set('a', 'b'), store.items.listHeaders(EVERYTHING)]

    for (const call of calls) await expect(call).rejects.toMatchObject({ code: 'store-failed' })
  })
})

async function openAndRead(folder: string): Promise<void> {
  const store = await openSqliteStore({ folder, mode: 'write' })
  try {
    const headers = await store.items.listHeaders(EVERYTHING)
    await store.items.get(headers.map(({ key }) => key))
  } finally {
    await store.close()
  }
}

function changeDatabase(folder: string, statement: string): void {
  const database = new Database(join(folder, 'kiku.db'))
  database.exec(statement)
  database.close()
}
