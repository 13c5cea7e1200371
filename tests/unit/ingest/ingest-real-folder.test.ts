import { chmod, mkdir, mkdtemp, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createLocalFiles } from '../../../src/adapters/folders/create-local-files.ts'
import type { IngestProgress } from '../../../src/ingest/ingestor.ts'
import type { FileSystem } from '../../../src/ports/file-system.ts'
import { expectConsistent, type IngestBench, NEVER, openIngestBenchOver } from './ingest-bench.ts'

describe('ingestion of a folder on disk', () => {
  let bench: IngestBench<FileSystem>
  let root: string

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'kiku-ingest-'))
    bench = openIngestBenchOver(createLocalFiles({ quietMs: 60 }))
  })
  afterEach(() => rm(root, { recursive: true, force: true }))

  async function write(name: string, text: string): Promise<void> {
    await mkdir(dirname(join(root, name)), { recursive: true })
    await writeFile(join(root, name), text)
  }

  function ingest() {
    return bench.ingestor.ingest({ locations: [root], audience: 'public' }, bench.onProgress, NEVER)
  }

  it('follows additions, changes, deletions and renames, in both languages', async () => {
    await write('guide.md', 'Plug it in.')
    await write('規程/経費.md', '経費は月末までに申請します。')
    await write('規程/休暇.md', '休暇は前日までに届け出ます。')
    expect(await ingest()).toMatchObject({ added: 3, chunks: 3, failures: [] })

    await write('new.txt', 'Fresh.')
    await write('guide.md', 'Unplug it first.')
    await rm(join(root, '規程/休暇.md'))
    await rename(join(root, '規程/経費.md'), join(root, '規程/経費（改訂）.md'))

    expect(await ingest()).toMatchObject({ added: 2, updated: 1, unchanged: 0, removed: 2 })
    expect(bench.index.texts()).toEqual(['Fresh.', 'Unplug it first.', '経費は月末までに申請します。'])
    await expectConsistent(bench)
    expect(await ingest()).toMatchObject({ added: 0, updated: 0, unchanged: 3, removed: 0 })
  })

  it('skips a huge file, does not follow links and does not read what is hidden', async () => {
    await write('inside/a.md', 'Inside.')
    await write('outside/secret.md', 'Secret.')
    await write('inside/.env.md', 'PASSWORD')
    await write('inside/node_modules/x/readme.md', 'Package.')
    await write('inside/huge.txt', '')
    await truncate(join(root, 'inside/huge.txt'), 500 * 1_024 * 1_024)
    await symlink(join(root, 'outside'), join(root, 'inside/link'))
    await symlink(join(root, 'outside/secret.md'), join(root, 'inside/secret.md'))

    const run = { locations: [join(root, 'inside')], audience: 'public' }
    const report = await bench.ingestor.ingest(run, bench.onProgress, NEVER)

    expect(report.failures).toMatchObject([{ code: 'document-too-large' }])
    expect(bench.index.texts()).toEqual(['Inside.'])
  })

  it('removes a document whose place a link has taken', async () => {
    await write('docs/a.md', 'Text a.')
    await write('docs/b.md', 'Text b.')
    await write('secret.md', 'Secret.')
    const run = { locations: [join(root, 'docs')], audience: 'public' }
    await bench.ingestor.ingest(run, bench.onProgress, NEVER)
    await rm(join(root, 'docs/a.md'))
    await symlink(join(root, 'secret.md'), join(root, 'docs/a.md'))

    await bench.ingestor.refresh([], bench.onProgress, NEVER)

    expect(bench.index.texts()).toEqual(['Text b.'])
  })

  // The superuser may read everything.
  it.skipIf(process.getuid?.() === 0)(
    'keeps what was read from a file or folder that may no longer be read',
    async () => {
      await write('a.md', 'Text a.')
      await write('inner/b.md', 'Text b.')
      await ingest()
      await write('a.md', 'Changed.')
      await chmod(join(root, 'a.md'), 0)
      await chmod(join(root, 'inner'), 0)

      const report = await ingest()
      await chmod(join(root, 'inner'), 0o700)

      expect(report).toMatchObject({ removed: 0, failures: [{}, {}] })
      expect(bench.index.texts()).toEqual(['Text a.', 'Text b.'])
    },
  )

  it('reads a file through the link that a person named', async () => {
    await write('v1.md', 'Version one.')
    await write('v2.md', 'Version two.')
    await symlink(join(root, 'v1.md'), join(root, 'current.md'))
    const run = { locations: [join(root, 'current.md')], audience: 'public' }
    await bench.ingestor.ingest(run, bench.onProgress, NEVER)
    await rm(join(root, 'current.md'))
    await symlink(join(root, 'v2.md'), join(root, 'current.md'))

    await bench.ingestor.ingest(run, bench.onProgress, NEVER)

    expect(bench.index.texts()).toEqual(['Version two.'])
    await expectConsistent(bench)
  })

  it('keeps up with a folder while it is watched', async () => {
    await write('a.md', 'Text a.')
    await write('b.md', 'Text b.')
    await ingest()
    const stop = new AbortController()
    const awaited = new Set(['a.md updated', 'b.md removed', '新規.md added'])
    const onProgress = ({ location, outcome, documentsTotal }: IngestProgress) => {
      awaited.delete(`${location.slice(root.length + 1)} ${outcome}`)
      if (outcome === 'unchanged' && location.endsWith('b.md') && documentsTotal === 2) void changeFiles()
      if (awaited.size === 0) stop.abort()
    }
    const changeFiles = async () => {
      await write('新規.md', '新しい文書。')
      // As editors save: a temporary file takes the place of the old one.
      await write('.a.md.tmp', 'Changed a.')
      await rename(join(root, '.a.md.tmp'), join(root, 'a.md'))
      await rm(join(root, 'b.md'))
    }

    await bench.ingestor.watch([root], onProgress, stop.signal)

    expect(bench.index.texts()).toEqual(['Changed a.', '新しい文書。'])
    await expectConsistent(bench)
  })
})
