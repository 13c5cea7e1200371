import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createUploadFolder } from '../../../src/adapters/folders/create-upload-folder.ts'
import type { UploadFolder } from '../../../src/ports/upload-folder.ts'
import { canMount, mountSmallDisk } from '../../fakes/journey-disk.ts'
import { createTemporaryFolder } from '../sqlite/temporary-folder.ts'

const NEVER = new AbortController().signal
const bytes = (...parts: readonly string[]) => Readable.from(parts.map((part) => Buffer.from(part)))

describe('the folder of uploads', () => {
  let data: string
  let root: string
  let remove: () => Promise<void>
  let uploads: UploadFolder
  beforeEach(async () => {
    ;({ folder: data, remove } = await createTemporaryFolder())
    root = join(data, 'uploads')
    uploads = createUploadFolder({ folder: root })
  })
  afterEach(() => remove())

  function keep(parts: readonly (string | Uint8Array)[], maxBytes = 1_000, name = '規則.md') {
    const content = Readable.from(parts.map((part) => Buffer.from(part)))
    return { content, kept: uploads.keep({ name, content, maxBytes }, NEVER) }
  }

  async function listAll(): Promise<readonly string[]> {
    return readdir(root, { recursive: true })
  }

  it('keeps a file under its name in a folder of its own, for its owner alone', async () => {
    const { id, path, byteSize, contentHash } = await keep(['有給休暇は', '20日']).kept

    expect(path).toBe(join(root, id, '規則.md'))
    expect(await readFile(path, 'utf8')).toBe('有給休暇は20日')
    expect(byteSize).toBe(20)
    expect(contentHash).toBe(createHash('sha256').update('有給休暇は20日').digest('hex'))
    expect((await stat(path)).mode & 0o077).toBe(0)
    expect((await stat(join(root, id))).mode & 0o077).toBe(0)
  })

  it('keeps two files of one name apart', async () => {
    const [first, second] = [await keep(['a']).kept, await keep(['b']).kept]

    expect(first.path).not.toBe(second.path)
    expect(await readFile(first.path, 'utf8')).toBe('a')
  })

  it('keeps a part of many megabytes whole', async () => {
    const bytes = Buffer.alloc(3_500_000, 'あ')

    const { path, contentHash } = await keep([bytes], 4_000_000).kept

    expect(
      createHash('sha256')
        .update(await readFile(path))
        .digest('hex'),
    ).toBe(contentHash)
  })

  it('stops at the limit, with nothing left and the sender told', async () => {
    const { content, kept } = keep(['12345', '67890', '1', 'never read'], 10)

    await expect(kept).rejects.toMatchObject({ code: 'document-too-large', details: { maxBytes: 10 } })
    expect(await listAll()).toEqual([])
    await new Promise((resolve) => setImmediate(resolve))
    expect(content.destroyed).toBe(true)
  })

  it('takes a file of exactly the limit', async () => {
    await expect(keep(['12345', '67890'], 10).kept).resolves.toMatchObject({ byteSize: 10 })
  })

  it('leaves nothing of a file whose sender broke off', async () => {
    async function* breakOff() {
      yield Buffer.from('half')
      throw new Error('connection lost')
    }

    const kept = uploads.keep({ name: 'a.md', content: breakOff(), maxBytes: 10 }, NEVER)

    await expect(kept).rejects.toThrow('connection lost')
    expect(await listAll()).toEqual([])
  })

  it('does not wait for a silent sender once nobody wants the file', async () => {
    const stopping = new AbortController()
    async function* fallSilent() {
      yield Buffer.from('half')
      stopping.abort(new Error('closed'))
      await new Promise(() => {})
    }

    const kept = uploads.keep({ name: 'a.md', content: fallSilent(), maxBytes: 10 }, stopping.signal)

    await expect(kept).rejects.toThrow('closed')
    expect(await listAll()).toEqual([])
  })

  it('makes nothing for who has left already', async () => {
    const gone = AbortSignal.abort(new Error('gone'))

    const kept = uploads.keep({ name: 'a.md', content: bytes(), maxBytes: 10 }, gone)

    await expect(kept).rejects.toThrow('gone')
    expect(await readdir(data)).toEqual([])
  })

  it('says that it may not write', async () => {
    // A file in the place of the folder, since rights do not hold for the superuser.
    const blocked = createUploadFolder({ folder: join(data, 'file', 'uploads') })
    await writeFile(join(data, 'file'), '')

    const kept = blocked.keep({ name: 'a.md', content: bytes('a'), maxBytes: 10 }, NEVER)

    await expect(kept).rejects.toMatchObject({ code: 'store-failed', message: expect.stringContaining('ENOTDIR') })
  })

  it.runIf(canMount())('says that the disk is full or read-only, and leaves nothing behind', async () => {
    const disk = await mountSmallDisk(1)
    const small = createUploadFolder({ folder: join(disk.folder, 'uploads') })
    const send = (size: number) =>
      small.keep({ name: 'a.md', content: bytes('x'.repeat(size)), maxBytes: 9_000_000 }, NEVER)

    const full = send(3_000_000)
    await expect(full).rejects.toMatchObject({ code: 'disk-full', retryable: true })
    const left = await readdir(join(disk.folder, 'uploads'))
    disk.setReadOnly(true)
    await expect(send(10)).rejects.toMatchObject({ code: 'disk-read-only' })
    disk.setReadOnly(false)
    const kept = await send(10)

    expect(left).toEqual([])
    expect(kept.byteSize).toBe(10)
    await disk.remove()
  })

  it('knows its files by their locations, also after the data folder was moved', async () => {
    const { id, path } = await keep(['a']).kept

    const known = [path, `/elsewhere/uploads/${id}/規則.md`, `C:\\kiku\\uploads\\${id}\\規則.md`]
    const unknown = [
      join(root, id),
      join(root, id, 'x', 'y'),
      `/data/${id}/a.md`,
      '/uploads/x/a.md',
      'https://a.example/',
    ]

    expect(known.map((location) => uploads.idOf(location))).toEqual([id, id, id])
    expect(unknown.map((location) => uploads.idOf(location))).toEqual(unknown.map(() => undefined))
  })

  it('removes a file with its folder, and nothing that is none of its own', async () => {
    const { id } = await keep(['a']).kept
    await writeFile(join(data, 'kiku.db'), 'precious')

    await uploads.remove(id)
    await uploads.remove(id)
    for (const hostile of ['..', '', '.', '../..', 'x/../..']) await uploads.remove(hostile)

    expect(await readdir(root)).toEqual([])
    expect(await readdir(data)).toContain('kiku.db')
  })

  it('sweeps the files of earlier processes that no source needs', async () => {
    const earlier = createUploadFolder({ folder: root })
    const needed = await earlier.keep({ name: 'a.md', content: bytes('a'), maxBytes: 10 }, NEVER)
    await earlier.keep({ name: 'b.md', content: bytes('b'), maxBytes: 10 }, NEVER)
    const { id: fresh } = await keep(['c']).kept
    await mkdir(join(root, 'lost+found'))

    const count = await uploads.sweep(new Set([needed.id]))

    expect(count).toBe(1)
    expect(new Set(await readdir(root))).toEqual(new Set([needed.id, fresh, 'lost+found']))
  })

  it('has nothing to sweep before the first upload', async () => {
    expect(await uploads.sweep(new Set())).toBe(0)
  })
})
