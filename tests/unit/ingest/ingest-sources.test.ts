import { beforeEach, describe, expect, it } from 'vitest'
import { createMemoryStore } from '../../../src/adapters/memory/memory-store.ts'
import { KikuError } from '../../../src/domain/errors.ts'
import { expectConsistent, type IngestBench, NEVER, openIngestBench } from './ingest-bench.ts'

describe('ingestion of a folder', () => {
  let bench: IngestBench

  beforeEach(() => {
    bench = openIngestBench()
  })

  function ingest(locations: readonly string[] = ['/docs'], audience = 'public', signal = NEVER) {
    return bench.ingestor.ingest({ locations, audience }, bench.onProgress, signal)
  }

  it('stores every document and makes it findable, in English and in Japanese', async () => {
    bench.files.write('/docs/guide.md', '# Setup\n\nPlug it in.')
    bench.files.write('/docs/日本語/手引き.md', '# 準備\n\n電源を入れます。')

    const report = await ingest()

    expect(report).toEqual({ added: 2, updated: 0, unchanged: 0, removed: 0, chunks: 2, failures: [] })
    expect(bench.index.texts()).toEqual(['Plug it in.', '電源を入れます。'])
    expect([...bench.index.entries.values()].map(({ title }) => title)).toContain('手引き.md › 準備')
    await expectConsistent(bench)
  })

  it('labels every item with the audience of its source', async () => {
    bench.files.write('/docs/a.md', 'For finance.')

    await ingest(['/docs'], 'group:finance')

    expect([...bench.index.entries.values()].map(({ audience }) => audience)).toEqual(['group:finance'])
  })

  it('keeps one folder for two audiences as two sources', async () => {
    bench.files.write('/docs/a.md', 'Text.')

    await ingest(['/docs'], 'group:a')
    await ingest(['/docs'], 'group:b')

    expect(await bench.store.sources.list()).toHaveLength(2)
    expect([...bench.index.entries.values()].map(({ audience }) => audience).sort()).toEqual(['group:a', 'group:b'])
  })

  it('does not parse again what has not changed', async () => {
    bench.files.write('/docs/a.md', 'One.')
    bench.files.write('/docs/b.md', 'Two.')
    await ingest()
    bench.files.write('/docs/a.md', 'One.')

    const report = await ingest()

    expect(report).toMatchObject({ added: 0, updated: 0, unchanged: 2, chunks: 0 })
    expect(bench.loader.loaded).toHaveLength(2)
  })

  it('replaces the chunks of a document that changed and keeps its identity', async () => {
    bench.files.write('/docs/a.md', 'Old wisdom.')
    await ingest()
    const [before] = await listDocuments()
    bench.files.write('/docs/a.md', 'New wisdom.')

    const report = await ingest()

    expect(report).toMatchObject({ added: 0, updated: 1 })
    expect(bench.index.texts()).toEqual(['New wisdom.'])
    expect((await listDocuments())[0]?.id).toBe(before?.id)
    await expectConsistent(bench)
  })

  it('removes what was deleted and follows what was renamed', async () => {
    for (const name of ['a', 'b', 'c']) bench.files.write(`/docs/${name}.md`, `Text ${name}.`)
    await ingest()
    bench.files.remove('/docs/a.md')
    bench.files.remove('/docs/b.md')
    bench.files.write('/docs/renamed.md', 'Text b.')

    const report = await ingest()

    expect(report).toMatchObject({ added: 1, updated: 0, unchanged: 1, removed: 2 })
    expect(bench.index.texts()).toEqual(['Text b.', 'Text c.'])
    await expectConsistent(bench)
  })

  it('removes a document that became empty of text from the index, and reads it once', async () => {
    bench.files.write('/docs/a.md', 'Something.')
    await ingest()
    bench.files.write('/docs/a.md', '')

    expect(await ingest()).toMatchObject({ updated: 1, chunks: 0 })
    expect(await ingest()).toMatchObject({ unchanged: 1 })
    expect(bench.index.texts()).toEqual([])
  })

  it('reports what it cannot read, goes on with the rest and remembers why', async () => {
    bench.files.write('/docs/a.md', 'Fine.')
    bench.files.write('/docs/broken.md', '<broken>')
    bench.files.write('/docs/locked.md', '<locked>')
    bench.files.write('/docs/forbidden.md', 'Secret.')
    bench.files.forbid('/docs/forbidden.md')

    const report = await ingest()

    expect(report.added).toBe(1)
    expect(report.failures.map(({ location, code }) => [location, code]).sort()).toEqual([
      ['/docs/broken.md', 'document-unreadable'],
      ['/docs/forbidden.md', 'document-unreadable'],
      ['/docs/locked.md', 'document-encrypted'],
    ])
    expect(outcomes()).toMatchObject({ '/docs/broken.md': 'failed', '/docs/locked.md': 'skipped' })
    const [source] = await bench.store.sources.list()
    expect(source?.failures.map(({ location }) => location).sort()).toEqual(report.failures.map(toLocation).sort())
  })

  it('keeps the earlier revision of what can no longer be read, and forgets the failure when it can', async () => {
    bench.files.write('/docs/a.md', 'Good.')
    await ingest()
    bench.files.write('/docs/a.md', '<broken>')

    const broken = await ingest()

    expect(broken.failures).toHaveLength(1)
    expect(bench.index.texts()).toEqual(['Good.'])
    bench.files.write('/docs/a.md', 'Good.')
    expect(await ingest()).toMatchObject({ unchanged: 1, failures: [] })
    expect((await bench.store.sources.list())[0]?.failures).toEqual([])
  })

  it('does not load a file that is too large', async () => {
    bench = openIngestBench({ maxBytes: 10 })
    bench.files.write('/docs/large.md', 'More than ten bytes.')

    const report = await ingest()

    expect(report.failures).toMatchObject([{ code: 'document-too-large' }])
    expect(bench.loader.loaded).toEqual([])
    expect(outcomes()).toMatchObject({ '/docs/large.md': 'skipped' })
  })

  it('leaves other formats out without calling that a failure', async () => {
    bench.files.write('/docs/a.md', 'Text.')
    bench.files.write('/docs/photo.jpg', 'x')

    const report = await ingest()

    expect(report).toMatchObject({ added: 1, failures: [] })
    expect(bench.progress[0]).toMatchObject({
      outcome: 'listed',
      documentsTotal: 1,
      message: /other formats left out: 1/,
    })
  })

  it('takes an empty mount point for a drive that is away, not for deletion', async () => {
    bench.files.write('/docs/a.md', 'Text.')
    await ingest()
    bench.files.remove('/docs')
    bench.files.makeFolder('/docs')

    const report = await ingest()

    expect(report).toMatchObject({ removed: 0, failures: [{ code: 'source-missing' }] })
    expect(bench.index.texts()).toEqual(['Text.'])
  })

  it('takes the same folder, now empty, for emptied', async () => {
    bench.files.write('/docs/a.md', 'Text.')
    await ingest()
    bench.files.remove('/docs/a.md')

    const report = await ingest()

    expect(report).toMatchObject({ removed: 1, failures: [] })
    expect(bench.index.texts()).toEqual([])
  })

  it('removes nothing when the folder, or a folder in it, cannot be listed', async () => {
    bench.files.write('/docs/a.md', 'Above.')
    bench.files.write('/docs/inner/b.md', 'Below.')
    await ingest()
    bench.files.forbid('/docs/inner')

    expect(await ingest()).toMatchObject({ unchanged: 1, removed: 0, failures: [{ location: '/docs/inner/' }] })
    bench.files.forbid('/docs')
    expect(await bench.ingestor.refresh([], bench.onProgress, NEVER)).toMatchObject({
      removed: 0,
      failures: [{ location: '/docs', code: 'source-missing' }],
    })
    expect(bench.index.texts()).toEqual(['Above.', 'Below.'])
  })

  it('refuses a folder of more files than it promises to hold', async () => {
    bench = openIngestBench({ maxFiles: 2 })
    for (const name of ['a', 'b', 'c']) bench.files.write(`/docs/${name}.md`, name)

    expect((await ingest()).failures).toMatchObject([{ code: 'misuse' }])
    expect(bench.index.texts()).toEqual([])
  })

  it('stores without vectors while the embedder cannot be reached', async () => {
    bench.index.hasEmbedder = false
    bench.files.write('/docs/a.md', 'Text.')

    await ingest()

    expect([...bench.index.entries.values()]).toMatchObject([{ text: 'Text.', vectors: [] }])
    expect(await bench.store.vectors.countMissing('fake', 'knowledge')).toBe(1)
  })

  it('keeps vectors beside the items they belong to, batch after batch', async () => {
    bench = openIngestBench({ batchSize: 3, maxTokens: 20, overlapTokens: 0 })
    const paragraphs = Array.from({ length: 10 }, (_, number) => `# ${number}\n\n${'word '.repeat(number + 5)}end.`)
    bench.files.write('/docs/long.md', paragraphs.join('\n\n'))

    const { chunks } = await ingest()

    expect(chunks).toBeGreaterThan(6)
    expect(Math.max(...bench.index.batches)).toBeLessThanOrEqual(3)
    for (const { text, vectors } of bench.index.entries.values()) expect(vectors[0]?.vector[0]).toBe(text.length)
    const stored = await bench.store.vectors.list('fake', { after: 0, limit: 100 })
    expect(stored.map(({ key, vector }) => [key, vector[0]])).toEqual(
      [...bench.index.entries].map(([key, { text }]) => [key, text.length]),
    )
    await expectConsistent(bench)
  })

  it('embeds small documents together', async () => {
    bench = openIngestBench({ parallelDocuments: 8, batchSize: 64 })
    bench.index.beforeEmbed = () => new Promise((resolve) => setImmediate(resolve))
    for (let number = 0; number < 80; number += 1) bench.files.write(`/docs/${number}.md`, `Text ${number}.`)

    await ingest()

    expect(bench.index.batches.reduce((sum, size) => sum + size, 0)).toBe(80)
    expect(bench.index.batches.length).toBeLessThan(50)
  })

  it('holds no more of the files in memory than it promises', async () => {
    bench = openIngestBench({ maxBytesInFlight: 250 })
    let held = 0
    let most = 0
    bench.loader.beforeLoad = async () => {
      held += 100
      most = Math.max(most, held)
      await new Promise((resolve) => setImmediate(resolve))
      held -= 100
    }
    for (let number = 0; number < 20; number += 1) bench.files.write(`/docs/${number}.md`, 'x'.repeat(100))
    bench.files.write('/docs/large.md', 'y'.repeat(1_000))

    const report = await ingest()

    expect(report.added).toBe(21)
    expect(most).toBe(200)
  })

  it('tells how far it is', async () => {
    for (const name of ['a', 'b', 'c']) bench.files.write(`/docs/${name}.md`, `Text ${name}.`)

    await ingest()

    expect(bench.progress.map(({ documentsDone, documentsTotal }) => [documentsDone, documentsTotal])).toEqual([
      [0, 3],
      [1, 3],
      [2, 3],
      [3, 3],
    ])
    expect(bench.progress.at(-1)?.chunksDone).toBe(3)
  })

  it('reads one source at a time when asked twice at once', async () => {
    for (let number = 0; number < 20; number += 1) bench.files.write(`/docs/${number}.md`, `Text ${number}.`)

    const reports = await Promise.all([ingest(), ingest(), ingest()])

    expect(reports.map(({ added }) => added)).toEqual([20, 0, 0])
    expect(reports.map(({ unchanged }) => unchanged)).toEqual([0, 20, 20])
    expect(bench.loader.loaded).toHaveLength(20)
    await expectConsistent(bench)
  })

  it('leaves no half document when it is aborted, and continues where it was', async () => {
    for (let number = 0; number < 30; number += 1) bench.files.write(`/docs/${number}.md`, `Text ${number}.`)
    const abort = new AbortController()
    bench.loader.beforeLoad = async () => {
      if (bench.loader.loaded.length === 12) abort.abort()
    }

    await expect(ingest(['/docs'], 'public', abort.signal)).rejects.toMatchObject({ name: 'AbortError' })
    await expectConsistent(bench)
    const done = (await listDocuments()).length
    bench.loader.beforeLoad = async () => {}
    const report = await ingest()

    expect(done).toBeGreaterThan(0)
    expect(done).toBeLessThan(30)
    expect(report).toMatchObject({ added: 30 - done, unchanged: done })
    await expectConsistent(bench)
  })

  it('gives up its place in the queue when it is aborted while it waits', async () => {
    bench.files.write('/docs/a.md', 'Text.')
    const abort = new AbortController()
    let waiting: Promise<unknown> = Promise.resolve()
    bench.loader.beforeLoad = async () => {
      waiting = ingest(['/docs'], 'public', abort.signal).catch((thrown: unknown) => thrown)
      await new Promise((resolve) => setImmediate(resolve))
      abort.abort()
      expect(await waiting).toMatchObject({ name: 'AbortError' })
    }

    expect(await ingest()).toMatchObject({ added: 1 })
  })

  it('stops at once when the disk is full, with the earlier revision in place', async () => {
    const store = createMemoryStore()
    let isFull = false
    const commit: typeof store.documents.commit = async (draft) => {
      if (isFull) throw new KikuError('disk-full', 'The disk is full.')
      return store.documents.commit(draft)
    }
    bench = openIngestBench({}, { ...store, documents: { ...store.documents, commit } })
    bench.files.write('/docs/a.md', 'Old.')
    await ingest()
    isFull = true
    bench.files.write('/docs/a.md', 'New.')

    await expect(ingest()).rejects.toMatchObject({ code: 'disk-full' })
    expect(bench.index.texts()).toEqual(['Old.'])
    isFull = false
    expect(await ingest()).toMatchObject({ updated: 1 })
    expect(bench.index.texts()).toEqual(['New.'])
    await expectConsistent(bench)
  })

  async function listDocuments() {
    const [source] = await bench.store.sources.list()
    return bench.store.documents.list(source?.id ?? '')
  }

  function outcomes(): Record<string, string> {
    return Object.fromEntries(bench.progress.map(({ location, outcome }) => [location, outcome]))
  }

  function toLocation({ location }: { readonly location: string }): string {
    return location
  }
})
