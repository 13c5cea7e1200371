import { beforeEach, describe, expect, it } from 'vitest'
import { KikuError } from '../../../src/domain/errors.ts'
import { expectConsistent, type IngestBench, NEVER, openIngestBench } from './ingest-bench.ts'

const PAGE = 'https://example.com/page'

describe('ingestion of one file or page', () => {
  let bench: IngestBench

  beforeEach(() => {
    bench = openIngestBench()
  })

  function ingest(...locations: string[]) {
    return bench.ingestor.ingest({ locations, audience: 'public' }, bench.onProgress, NEVER)
  }

  it('reads a file by its name, whatever its format is called', async () => {
    bench.files.write('/docs/NOTES', 'A note.')

    expect(await ingest('/docs/NOTES')).toMatchObject({ added: 1, chunks: 1 })
    expect(await bench.store.sources.list()).toMatchObject([{ kind: 'file', location: '/docs/NOTES', documents: 1 }])
  })

  it('removes the document of a file that was deleted, but not of one whose folder is away', async () => {
    bench.files.write('/docs/a.md', 'Text a.')
    bench.files.write('/away/b.md', 'Text b.')
    bench.files.write('/docs/other.md', 'x')
    await ingest('/docs/a.md', '/away/b.md')
    bench.files.remove('/docs/a.md')
    bench.files.remove('/away')

    const report = await bench.ingestor.refresh([], bench.onProgress, NEVER)

    expect(report).toMatchObject({ removed: 1, failures: [{ location: '/away/b.md', code: 'document-unreadable' }] })
    expect(bench.index.texts()).toEqual(['Text b.'])
  })

  it('reads a page, knows it again and replaces it', async () => {
    bench.pages.serve(PAGE, { body: 'First.', mediaType: 'text/plain' })

    expect(await ingest(`${PAGE}#section`)).toMatchObject({ added: 1 })
    expect(await ingest(PAGE)).toMatchObject({ unchanged: 1 })
    bench.pages.serve(PAGE, { body: '二番目。', mediaType: 'text/plain' })
    expect(await ingest(PAGE)).toMatchObject({ updated: 1 })
    expect(bench.index.texts()).toEqual(['二番目。'])
    expect(await bench.store.sources.list()).toMatchObject([{ kind: 'url', location: PAGE }])
  })

  it('keeps a page that cannot be reached and removes one that is gone', async () => {
    bench.pages.serve(PAGE, { body: 'Text.', mediaType: 'text/plain' })
    await ingest(PAGE)

    bench.pages.fail(PAGE, new KikuError('url-failed', 'Down.', { details: { status: 503 } }))
    expect((await ingest(PAGE)).failures).toMatchObject([{ code: 'url-failed' }])
    expect(bench.index.texts()).toEqual(['Text.'])

    bench.pages.remove(PAGE)
    await ingest(PAGE)
    expect(bench.index.texts()).toEqual([])
    await expectConsistent(bench)
  })

  it('does not keep a new page or file that cannot be read as a source', async () => {
    bench.files.write('/docs/broken.md', '<broken>')

    const report = await ingest('https://example.com/nothing', '/docs/broken.md')

    expect(report.failures).toHaveLength(2)
    expect(await bench.store.sources.list()).toEqual([])
  })

  it('reads several sources in turn, each once', async () => {
    bench.files.write('/docs/a.md', 'Text a.')
    bench.pages.serve(PAGE, { body: 'Text b.', mediaType: 'text/plain' })

    const report = await ingest('/docs', PAGE, '/docs/../docs', `${PAGE}#x`)

    expect(report).toMatchObject({ added: 2, unchanged: 0 })
    expect(bench.progress.filter(({ outcome }) => outcome === 'listed')).toHaveLength(2)
  })

  it.each([
    ['/nowhere', 'source-missing'],
    ['https://', 'misuse'],
  ])('does nothing at all when one place is wrong: %s', async (location, code) => {
    bench.files.write('/docs/a.md', 'Text.')

    await expect(ingest('/docs', location)).rejects.toMatchObject({ code, remedy: expect.any(String) })
    expect(await bench.store.sources.list()).toEqual([])
  })

  it('does not take an audience that is none', async () => {
    bench.files.write('/docs/a.md', 'Text.')

    const run = bench.ingestor.ingest({ locations: ['/docs'], audience: 'everyone' }, bench.onProgress, NEVER)

    await expect(run).rejects.toMatchObject({ code: 'misuse' })
  })
})

describe('sources', () => {
  let bench: IngestBench

  beforeEach(async () => {
    bench = openIngestBench()
    bench.files.write('/docs/a.md', 'Text a.')
    bench.files.write('/more/b.md', 'Text b.')
    await bench.ingestor.ingest({ locations: ['/docs', '/more'], audience: 'public' }, bench.onProgress, NEVER)
  })

  it('are refreshed by id, by location or all together', async () => {
    const [docs, more] = await bench.store.sources.list()
    const refresh = (...which: string[]) => bench.ingestor.refresh(which, bench.onProgress, NEVER)

    expect(await refresh(docs?.id ?? '')).toMatchObject({ unchanged: 1 })
    expect(await refresh('/more/')).toMatchObject({ unchanged: 1 })
    expect(await refresh()).toMatchObject({ unchanged: 2 })
    expect((await bench.store.sources.find(more?.id ?? ''))?.refreshedAt).toBeGreaterThan(more?.refreshedAt ?? 0)
  })

  it('that nobody knows are named in the error', async () => {
    const refresh = bench.ingestor.refresh(['/other'], bench.onProgress, NEVER)

    await expect(refresh).rejects.toMatchObject({ code: 'source-missing', message: /\/other/ })
    await expect(bench.ingestor.removeSource('/other')).rejects.toMatchObject({ code: 'source-missing' })
  })

  it('are removed with all that came from them', async () => {
    const removed = await bench.ingestor.removeSource('/docs')

    expect(removed).toEqual({ documents: 1, items: 1 })
    expect(bench.index.texts()).toEqual(['Text b.'])
    expect(await bench.store.sources.list()).toHaveLength(1)
    await expectConsistent(bench)
  })

  it('that are removed while they wait to be refreshed stay removed', async () => {
    const [docs] = await bench.store.sources.list()
    bench.files.write('/docs/a.md', 'Changed.')

    const [removed] = await Promise.all([
      bench.ingestor.removeSource(docs?.id ?? ''),
      bench.ingestor.refresh([docs?.id ?? ''], bench.onProgress, NEVER),
    ])

    expect(removed.documents).toBe(1)
    expect(bench.index.texts()).toEqual(['Text b.'])
    await expectConsistent(bench)
  })

  it('can be a folder that Kiku brought along', async () => {
    bench.files.write('/handbook/start.md', 'Welcome.')
    const request = { locations: ['/handbook'], audience: 'public', kind: 'handbook' } as const

    await bench.ingestor.ingest(request, bench.onProgress, NEVER)

    expect((await bench.store.sources.list()).at(-1)).toMatchObject({ kind: 'handbook', location: '/handbook' })
  })
})
