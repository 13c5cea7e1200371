import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PageFetcher } from '../../src/ports/page-fetcher.ts'

export interface PageFetcherBench {
  readonly pages: PageFetcher
  /** The address under which a path is served from now on. */
  serve(path: string, page: { readonly body: string; readonly mediaType: string }): string
  /** An address on the same server at which there is nothing. */
  missing(path: string): string
  close(): Promise<void>
}

/** What every page fetcher does, whatever is behind it. */
export function describePageFetcher(name: string, open: () => Promise<PageFetcherBench>): void {
  describe(`page fetcher: ${name}`, () => {
    let bench: PageFetcherBench
    const signal = new AbortController().signal

    beforeEach(async () => {
      bench = await open()
    })
    afterEach(() => bench.close())

    it('brings the bytes of a page with their SHA-256 and type', async () => {
      const url = bench.serve('/abc', { body: 'abc', mediaType: 'text/plain' })

      const page = await bench.pages.fetch(url, signal)

      expect(new TextDecoder().decode(page.bytes)).toBe('abc')
      expect(page).toMatchObject({
        url,
        mediaType: 'text/plain',
        contentHash: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
      })
    })

    it('brings Japanese pages and addresses as they are', async () => {
      const url = bench.serve('/議事録', { body: '<p>第一回の議事録</p>', mediaType: 'text/html' })

      const page = await bench.pages.fetch(url, signal)

      expect(new TextDecoder().decode(page.bytes)).toBe('<p>第一回の議事録</p>')
    })

    it('says that a page is gone, with the status', async () => {
      const fetching = bench.pages.fetch(bench.missing('/gone'), signal)

      await expect(fetching).rejects.toMatchObject({ code: 'url-failed', details: { status: 404 }, retryable: false })
    })

    it.each(['file:///etc/passwd', 'ftp://example.com/a', 'javascript:alert(1)', 'nonsense', ''])(
      'refuses %j, which is no web address',
      async (address) => {
        await expect(bench.pages.fetch(address, signal)).rejects.toMatchObject({ code: 'url-refused' })
      },
    )

    it('fetches nothing for a caller who has given up', async () => {
      const url = bench.serve('/abc', { body: 'abc', mediaType: 'text/plain' })

      const fetching = bench.pages.fetch(url, AbortSignal.abort(new DOMException('enough', 'AbortError')))

      await expect(fetching).rejects.toMatchObject({ code: 'cancelled' })
    })

    it('can be closed twice', async () => {
      await bench.pages.close()

      await expect(bench.pages.close()).resolves.toBeUndefined()
    })
  })
}
