import { execFileSync } from 'node:child_process'
import { mkdir, rename, symlink, truncate, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createLocalFiles } from '../../../src/adapters/folders/create-local-files.ts'
import { collect, describeFileSystem, type FileSystemBench, pathsOf } from '../../contracts/file-system-contract.ts'
import { openLocalFiles } from './local-files-bench.ts'

describeFileSystem('local', openLocalFiles)

describe('local files', () => {
  let bench: FileSystemBench
  const signal = new AbortController().signal
  const READ = { maxBytes: 1_000_000, followLinks: false }

  beforeEach(async () => {
    bench = await openLocalFiles()
  })
  afterEach(() => bench.close())

  it('finds the absolute path of what people type', () => {
    expect(bench.files.resolve('docs')).toBe(join(process.cwd(), 'docs'))
    expect(bench.files.resolve('~/notes')).toBe(join(homedir(), 'notes'))
    expect(bench.files.resolve(pathToFileURL('/tmp/議事録.md').href)).toBe('/tmp/議事録.md')
  })

  it('follows no link inside a folder, neither out of it nor around in it', async () => {
    await bench.write('outside/secret.md', 'secret')
    await bench.write('inside/a.md', 'a')
    await symlink(bench.path('outside'), bench.path('inside', 'escape'))
    await symlink(bench.path('outside', 'secret.md'), bench.path('inside', 'secret.md'))
    await symlink(bench.path('inside'), bench.path('inside', 'loop'))

    const listed = await collect(bench.files.list(bench.path('inside'), signal))

    expect(listed).toEqual([{ kind: 'file', path: bench.path('inside', 'a.md') }])
  })

  it('refuses to read a link that took the place of a file, and reads one that was named', async () => {
    await bench.write('secret.md', 'secret')
    await symlink(bench.path('secret.md'), bench.path('link.md'))
    const link = bench.path('link.md')

    expect(await bench.files.stat(link, { followLinks: false })).toEqual({ kind: 'other' })
    await expect(bench.files.read(link, READ, signal)).rejects.toMatchObject({ code: 'document-unreadable' })
    await expect(bench.files.read(link, { ...READ, followLinks: true }, signal)).resolves.toMatchObject({
      bytes: { length: 6 },
    })
  })

  it('lists through a folder that is itself a link', async () => {
    await bench.write('real/a.md', 'a')
    await symlink(bench.path('real'), bench.path('link'))

    const listed = await collect(bench.files.list(bench.path('link'), signal))

    expect(listed).toEqual([{ kind: 'file', path: bench.path('link', 'a.md') }])
  })

  it('leaves out what programs leave beside documents', async () => {
    for (const name of ['~$plan.docx', 'plan.docx', '.plan.swp', 'plan.md~', 'Thumbs.db', 'x.crdownload']) {
      await bench.write(name, 'x')
    }

    const listed = await collect(bench.files.list(bench.root, signal))

    expect(listed).toEqual([{ kind: 'file', path: bench.path('plan.docx') }])
  })

  it.runIf(process.platform !== 'win32')('does not wait for a pipe that nobody writes to', async () => {
    execFileSync('sh', ['-c', 'mkfifo "$0"', bench.path('pipe.md')])

    expect(await collect(bench.files.list(bench.root, signal))).toEqual([])
    expect(await bench.files.stat(bench.path('pipe.md'), { followLinks: true })).toEqual({ kind: 'other' })
    await expect(bench.files.read(bench.path('pipe.md'), READ, signal)).rejects.toMatchObject({
      code: 'document-unreadable',
    })
  })

  it('refuses a huge file without reading it', async () => {
    await bench.write('huge.txt', '')
    await truncate(bench.path('huge.txt'), 500 * 1_024 * 1_024 * 1_024)

    const reading = bench.files.read(bench.path('huge.txt'), READ, signal)

    await expect(reading).rejects.toMatchObject({ code: 'document-too-large' })
  })

  it('sees every file of a folder that is moved in and out', async () => {
    await bench.write('watched/keep.md', 'x')
    await bench.write('elsewhere/one.md', '1')
    await bench.write('elsewhere/二.md', '2')
    const seen = await watchUntil(2, bench.path('watched'), () =>
      rename(bench.path('elsewhere'), bench.path('watched', 'in')),
    )
    const gone = await watchUntil(2, bench.path('watched'), () =>
      rename(bench.path('watched', 'in'), bench.path('elsewhere')),
    )

    const expected = [bench.path('watched', 'in', 'one.md'), bench.path('watched', 'in', '二.md')]
    expect(seen).toEqual(expected)
    expect(gone).toEqual(expected)
  })

  it('sees a file that an editor saves by renaming', async () => {
    await bench.write('plan.md', 'one')

    const seen = await watchUntil(1, bench.root, async () => {
      await writeFile(bench.path('.plan.md.tmp'), 'two')
      await rename(bench.path('.plan.md.tmp'), bench.path('plan.md'))
    })

    expect(seen).toEqual([bench.path('plan.md')])
  })

  it('watches through a folder that is itself a link', async () => {
    await bench.write('real/a.md', 'a')
    await symlink(bench.path('real'), bench.path('link'))

    const seen = await watchUntil(1, bench.path('link'), () => bench.write('real/b.md', 'b'))

    expect(seen).toEqual([bench.path('link', 'b.md')])
  })

  it('says to look at the whole folder when more changed than it keeps', async () => {
    const stop = new AbortController()
    const files = createLocalFiles({ quietMs: 60, mostChanges: 3 })
    const targets = [{ path: bench.root, kind: 'folder' as const }]
    const kinds: string[] = []

    for await (const event of files.watch(targets, () => true, stop.signal)) {
      kinds.push(event.kind)
      if (event.kind !== 'ready') stop.abort()
      else await Promise.all([1, 2, 3, 4, 5].map((number) => bench.write(`${number}.md`, 'x')))
    }

    expect(kinds).toEqual(['ready', 'overflowed'])
  })

  it('goes on watching a folder that was removed and made again', async () => {
    const stop = new AbortController()
    await bench.write('watched/a.md', 'x')
    const files = createLocalFiles({ quietMs: 30, checkMs: 30 })
    const targets = [{ path: bench.path('watched'), kind: 'folder' as const }]
    const seen: string[] = []

    for await (const event of files.watch(targets, isMarkdown, stop.signal)) {
      if (event.kind === 'ready') await bench.remove('watched')
      // Only once its end was noticed: a new folder may be given the number of the old one.
      if (pathsOf(event).includes(bench.path('watched', 'a.md'))) setTimeout(() => bench.makeFolder('watched'), 100)
      if (event.kind === 'overflowed') await bench.write('watched/b.md', 'x')
      seen.push(event.kind, ...pathsOf(event))
      if (pathsOf(event).includes(bench.path('watched', 'b.md'))) stop.abort()
    }

    expect(seen).toContain('overflowed')
  })

  it('watches a folder that is not there without failing', async () => {
    const stop = new AbortController()

    const watching = bench.files.watch([{ path: bench.path('later'), kind: 'folder' }], () => true, stop.signal)
    for await (const event of watching) {
      expect(event).toEqual({ kind: 'ready' })
      stop.abort()
    }

    expect(stop.signal.aborted).toBe(true)
  })

  async function watchUntil(count: number, folder: string, act: () => Promise<void>): Promise<string[]> {
    const stop = new AbortController()
    const seen = new Set<string>()
    for await (const event of bench.files.watch([{ path: folder, kind: 'folder' }], isMarkdown, stop.signal)) {
      if (event.kind === 'ready') await act()
      for (const path of pathsOf(event)) seen.add(path)
      if (seen.size >= count) stop.abort()
    }
    return [...seen].sort()
  }

  function isMarkdown(path: string): boolean {
    return path.endsWith('.md')
  }

  it('reads in the same way below a long path', async () => {
    const deep = Array.from({ length: 30 }, (_, depth) => `folder-${depth}`)
    await mkdir(bench.path(...deep), { recursive: true })
    await writeFile(bench.path(...deep, 'a.md'), 'deep')

    const listed = await collect(bench.files.list(bench.root, signal))

    expect(listed).toEqual([{ kind: 'file', path: bench.path(...deep, 'a.md') }])
  })
})
