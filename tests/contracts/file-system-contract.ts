import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { FileSystem, ListedEntry, WatchEvent } from '../../src/ports/file-system.ts'

/** A file system under test, with a hand to arrange it. Paths given to it are relative to `root`, with `/`. */
export interface FileSystemBench {
  readonly files: FileSystem
  readonly root: string
  path(...names: string[]): string
  write(name: string, content: string): Promise<void>
  makeFolder(name: string): Promise<void>
  remove(name: string): Promise<void>
  close(): Promise<void>
}

/** What every file system does, whatever is behind it. */
export function describeFileSystem(name: string, open: () => Promise<FileSystemBench>): void {
  describe(`file system: ${name}`, () => {
    let bench: FileSystemBench
    const signal = new AbortController().signal

    beforeEach(async () => {
      bench = await open()
    })
    afterEach(() => bench.close())

    it('tells files from folders and from nothing', async () => {
      await bench.write('notes/a.md', 'hello')

      const at = (...names: string[]) => bench.files.stat(bench.path(...names), { followLinks: true })

      expect(await at('notes', 'a.md')).toMatchObject({ kind: 'file', byteSize: 5 })
      expect(await at('notes')).toMatchObject({ kind: 'folder' })
      expect(await at('notes', 'b.md')).toEqual({ kind: 'missing' })
      expect(await at('gone', 'b.md')).toEqual({ kind: 'unreachable' })
    })

    it('gives a folder that was made anew another identity', async () => {
      await bench.makeFolder('first')
      const before = await bench.files.stat(bench.path('first'), { followLinks: true })
      await bench.makeFolder('second')

      const other = await bench.files.stat(bench.path('second'), { followLinks: true })

      expect(before).toEqual(await bench.files.stat(bench.path('first'), { followLinks: true }))
      expect(other).not.toEqual(before)
    })

    it('lists all files below a folder in order of name, whatever their language', async () => {
      for (const file of ['b.md', 'a/z.md', 'a/b/c.txt', '議事録/四月.md', 'ん.md']) await bench.write(file, 'x')

      const listed = await collect(bench.files.list(bench.root, signal))

      const expected = [['a', 'b', 'c.txt'], ['a', 'z.md'], ['b.md'], ['ん.md'], ['議事録', '四月.md']]
      expect(listed).toEqual(expected.map((names) => ({ kind: 'file', path: bench.path(...names) })))
    })

    it('leaves hidden files and packages out', async () => {
      for (const file of ['a.md', '.env', '.git/config.md', 'node_modules/x/readme.md']) await bench.write(file, 'x')

      const listed = await collect(bench.files.list(bench.root, signal))

      expect(listed).toEqual([{ kind: 'file', path: bench.path('a.md') }])
    })

    it('lists a hidden folder that was named itself', async () => {
      await bench.write('.notes/a.md', 'x')

      const listed = await collect(bench.files.list(bench.path('.notes'), signal))

      expect(listed).toHaveLength(1)
    })

    it('fails when the folder to list is not there', async () => {
      const listing = collect(bench.files.list(bench.path('nowhere'), signal))

      await expect(listing).rejects.toMatchObject({ code: 'source-missing' })
    })

    it('reads bytes with their SHA-256', async () => {
      await bench.write('abc.txt', 'abc')

      const { bytes, contentHash } = await bench.files.read(bench.path('abc.txt'), READ, signal)

      expect(new TextDecoder().decode(bytes)).toBe('abc')
      // FIPS 180-2, appendix B.1.
      expect(contentHash).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
    })

    it('reads an empty file', async () => {
      await bench.write('empty.txt', '')

      const { bytes } = await bench.files.read(bench.path('empty.txt'), READ, signal)

      expect(bytes).toHaveLength(0)
    })

    it('reads a file of exactly the limit and refuses one byte more', async () => {
      await bench.write('a.txt', 'x'.repeat(100))
      const read = (maxBytes: number) => bench.files.read(bench.path('a.txt'), { ...READ, maxBytes }, signal)

      await expect(read(100)).resolves.toMatchObject({ bytes: { length: 100 } })
      await expect(read(99)).rejects.toMatchObject({ code: 'document-too-large' })
    })

    it('says so when a file is not there', async () => {
      const reading = bench.files.read(bench.path('nothing.txt'), READ, signal)

      await expect(reading).rejects.toMatchObject({ code: 'document-unreadable' })
    })

    it('reads and lists nothing for a caller who has given up', async () => {
      await bench.write('a.txt', 'abc')
      const given = AbortSignal.abort(new Error('enough'))

      await expect(bench.files.read(bench.path('a.txt'), READ, given)).rejects.toThrow('enough')
      await expect(collect(bench.files.list(bench.root, given))).rejects.toThrow('enough')
    })

    it('tells of files that appear, change and vanish, until it is told to stop', async () => {
      await bench.write('old.md', 'old')
      await bench.write('same.md', 'same')
      const stop = new AbortController()
      const targets = [{ path: bench.root, kind: 'folder' as const }]
      const seen = new Set<string>()
      let isReadyFirst = false

      for await (const event of bench.files.watch(targets, (path) => path.endsWith('.md'), stop.signal)) {
        if (event.kind === 'ready') {
          isReadyFirst = seen.size === 0
          await bench.write('neu/新しい.md', 'new')
          await bench.write('picture.png', 'x')
          await bench.write('.hidden.md', 'x')
          await bench.remove('old.md')
        }
        for (const path of pathsOf(event)) seen.add(path)
        if (seen.size >= 2) stop.abort()
      }

      expect(isReadyFirst).toBe(true)
      expect([...seen].sort()).toEqual([bench.path('neu', '新しい.md'), bench.path('old.md')].sort())
    })

    it('watches a single file that is replaced', async () => {
      await bench.write('plan.md', 'one')
      const stop = new AbortController()
      const targets = [{ path: bench.path('plan.md'), kind: 'file' as const }]
      const seen: WatchEvent[] = []

      for await (const event of bench.files.watch(targets, () => true, stop.signal)) {
        if (event.kind === 'ready') {
          await bench.write('other.md', 'x')
          await bench.remove('plan.md')
          await bench.write('plan.md', 'two')
          continue
        }
        seen.push(event)
        stop.abort()
      }

      expect(seen).toEqual([{ kind: 'changed', target: bench.path('plan.md'), paths: [bench.path('plan.md')] }])
    })
  })
}

const READ = { maxBytes: 1_000_000, followLinks: false }

export async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const collected: Item[] = []
  for await (const item of items) collected.push(item)
  return collected
}

export function pathsOf(event: WatchEvent | ListedEntry): readonly string[] {
  return event.kind === 'changed' ? event.paths : []
}
