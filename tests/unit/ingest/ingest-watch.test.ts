import { beforeEach, describe, expect, it } from 'vitest'
import { KikuError } from '../../../src/domain/errors.ts'
import type { IngestProgress } from '../../../src/ingest/ingestor.ts'
import { expectConsistent, type IngestBench, NEVER, openIngestBench } from './ingest-bench.ts'

const START = '/docs/b.md unchanged'

describe('watching', () => {
  let bench: IngestBench
  let stop: AbortController

  beforeEach(async () => {
    bench = openIngestBench()
    stop = new AbortController()
    bench.files.write('/docs/a.md', 'Text a.')
    bench.files.write('/docs/b.md', 'Text b.')
    await bench.ingestor.ingest({ locations: ['/docs'], audience: 'public' }, bench.onProgress, NEVER)
  })

  /** Watches; once the first report has come, runs each step and waits for what it causes; then stops. */
  async function watchThrough(
    first: string,
    ...steps: { readonly act: () => void; readonly until: string }[]
  ): Promise<void> {
    const queue = [...steps]
    let awaited = first
    const onProgress = ({ location, outcome }: IngestProgress) => {
      if (`${location} ${outcome}` !== awaited) return
      const next = queue.shift()
      // After the report the document is settled, but its source may still be locked: act when the loop is free.
      setImmediate(() => {
        if (next === undefined) return stop.abort()
        awaited = next.until
        next.act()
      })
    }
    await bench.ingestor.watch([], onProgress, stop.signal)
  }

  it('reads what appears, changes and vanishes, and nothing else', async () => {
    bench.loader.loaded.length = 0

    await watchThrough(
      START,
      { act: () => bench.files.write('/docs/新規.md', '新しい文書。'), until: '/docs/新規.md added' },
      { act: () => bench.files.write('/docs/a.md', 'Changed a.'), until: '/docs/a.md updated' },
      { act: () => bench.files.remove('/docs/b.md'), until: '/docs/b.md removed' },
    )

    expect(bench.index.texts()).toEqual(['Changed a.', '新しい文書。'])
    expect(bench.loader.loaded).toEqual(['/docs/新規.md', '/docs/a.md'])
    await expectConsistent(bench)
  })

  it('catches up with what happened before', async () => {
    bench.files.write('/docs/a.md', 'Changed meanwhile.')

    await watchThrough('/docs/a.md updated')

    expect(bench.index.texts()).toEqual(['Changed meanwhile.', 'Text b.'])
  })

  it('keeps all documents when the whole folder goes away', async () => {
    await watchThrough(START, {
      act: () => {
        bench.files.remove('/docs')
        bench.files.makeFolder('/docs')
      },
      until: '/docs/b.md failed',
    })

    expect(bench.index.texts()).toEqual(['Text a.', 'Text b.'])
  })

  it('removes a folder within the folder', async () => {
    await watchThrough(
      START,
      { act: () => bench.files.write('/docs/inner/c.md', 'Text c.'), until: '/docs/inner/c.md added' },
      { act: () => bench.files.remove('/docs/inner'), until: '/docs/inner/c.md removed' },
    )

    expect(bench.index.texts()).toEqual(['Text a.', 'Text b.'])
  })

  it('goes on after a change that could not be stored, and makes up for it', async () => {
    const { store } = bench
    let isFull = false
    const begin: typeof store.documents.begin = async (document) => {
      if (isFull) throw new KikuError('disk-full', 'The disk is full.')
      return store.documents.begin(document)
    }
    bench = openIngestBench({}, { ...store, documents: { ...store.documents, begin } })
    bench.files.write('/docs/a.md', 'Text a.')
    bench.files.write('/docs/b.md', 'Text b.')

    await watchThrough(
      START,
      {
        act: () => {
          isFull = true
          bench.files.write('/docs/a.md', 'Changed a.')
        },
        until: '/docs failed',
      },
      {
        act: () => {
          isFull = false
          bench.files.write('/docs/c.md', 'Text c.')
        },
        until: '/docs/c.md added',
      },
    )

    expect(bench.index.texts()).toContain('Changed a.')
  })

  it('has nothing to do for web pages', async () => {
    bench = openIngestBench()
    bench.pages.serve('https://example.com/', { body: 'Text.', mediaType: 'text/plain' })
    await bench.ingestor.ingest({ locations: ['https://example.com/'], audience: 'public' }, bench.onProgress, NEVER)

    await bench.ingestor.watch([], bench.onProgress, NEVER)
    const named = bench.ingestor.watch(['https://example.com/'], bench.onProgress, NEVER)

    await expect(named).rejects.toMatchObject({ code: 'misuse' })
  })

  it('ends quietly when it is told to before it began', async () => {
    await bench.ingestor.watch([], bench.onProgress, AbortSignal.abort())

    expect(bench.index.texts()).toEqual(['Text a.', 'Text b.'])
  })
})
