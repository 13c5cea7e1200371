import { mkdir, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSqliteStore } from '../../../src/adapters/sqlite/open-sqlite-store.ts'
import { startScript } from './child-process.ts'
import { createTemporaryFolder } from './temporary-folder.ts'

describe('the data folder', () => {
  let temporary: Awaited<ReturnType<typeof createTemporaryFolder>>
  beforeEach(async () => {
    temporary = await createTemporaryFolder()
  })
  afterEach(() => temporary.remove())

  it('belongs to its owner alone, with everything in it', async () => {
    const folder = join(temporary.folder, 'new', 'データ')
    const store = await openSqliteStore({ folder, mode: 'write' })
    await store.settings.set('a', 'b')

    const names = await readdir(folder)
    const modes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).mode & 0o777))
    const folderMode = (await stat(folder)).mode & 0o777
    await store.close()

    expect(names.sort()).toEqual(['kiku.db', 'kiku.db-shm', 'kiku.db-wal', 'kiku.lock', 'kiku.pid'])
    expect(modes).toEqual(names.map(() => 0o600))
    expect(folderMode).toBe(0o700)
  })

  it('keeps the mode of a folder that exists', async () => {
    const folder = join(temporary.folder, 'shared')
    await mkdir(folder, { mode: 0o750 })

    await (await openSqliteStore({ folder, mode: 'write' })).close()

    expect((await stat(folder)).mode & 0o777).toBe(0o750)
  })

  it('refuses a second writer at once, by name, until the first is closed', async () => {
    const { folder } = temporary
    const first = await openSqliteStore({ folder, mode: 'write' })

    const second = openSqliteStore({ folder, mode: 'write' })

    await expect(second).rejects.toMatchObject({
      code: 'data-locked',
      message: `Another Kiku (process ${process.pid}) is already using ${folder}.`,
      remedy: expect.stringContaining('--data'),
      details: { pid: process.pid },
    })
    await first.settings.set('still', 'works')
    await first.close()
    const third = await openSqliteStore({ folder, mode: 'write' })
    expect(await third.settings.get('still')).toBe('works')
    await third.close()
  })

  it('refuses a writer beside one in another process, and is free again when that is killed', async () => {
    const { folder } = temporary
    const holder = startScript('store-holder.ts', folder)
    try {
      await holder.printed(1)

      await expect(openSqliteStore({ folder, mode: 'write' })).rejects.toMatchObject({
        code: 'data-locked',
        details: { pid: holder.pid },
      })
    } finally {
      await holder.kill()
    }

    const store = await openSqliteStore({ folder, mode: 'write' })
    await store.close()
  })

  it('can be read beside its writer, and shows what the writer does', async () => {
    const { folder } = temporary
    const writer = await openSqliteStore({ folder, mode: 'write' })
    const reader = await openSqliteStore({ folder, mode: 'read' })

    await writer.settings.set('written', 'meanwhile')

    expect(await reader.settings.get('written')).toBe('meanwhile')
    await expect(reader.settings.set('a', 'b')).rejects.toMatchObject({ code: 'store-failed' })
    await expect(reader.documents.sweep(1)).rejects.toMatchObject({ code: 'store-failed' })
    await writer.close()
    expect(await reader.settings.get('written')).toBe('meanwhile')
    await reader.close()
  })

  it('cannot be read before there is anything', async () => {
    const folder = join(temporary.folder, 'nothing')

    const opening = openSqliteStore({ folder, mode: 'read' })

    await expect(opening).rejects.toMatchObject({
      code: 'store-failed',
      remedy: expect.stringContaining('kiku ingest'),
    })
    expect(await readdir(temporary.folder)).toEqual([])
  })
})
