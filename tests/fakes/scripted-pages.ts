import { createHash } from 'node:crypto'
import { KikuError, toKikuError } from '../../src/domain/errors.ts'
import type { PageFetcher } from '../../src/ports/page-fetcher.ts'

export interface ScriptedPages extends PageFetcher {
  serve(url: string, page: { readonly body: string; readonly mediaType: string }): void
  fail(url: string, error: KikuError): void
  remove(url: string): void
}

/** Pages without a network. An address that nobody scripted is not there. */
export function createScriptedPages(): ScriptedPages {
  const pages = new Map<string, { readonly body: string; readonly mediaType: string } | KikuError>()

  return {
    serve: (url, page) => void pages.set(new URL(url).href, page),
    fail: (url, error) => void pages.set(new URL(url).href, error),
    remove: (url) => void pages.delete(new URL(url).href),
    async fetch(url, signal) {
      if (signal.aborted) throw toKikuError(signal.reason)
      if (!URL.canParse(url) || !new URL(url).protocol.startsWith('http')) {
        throw new KikuError('url-refused', `${url} is not a web address.`)
      }
      const page = pages.get(new URL(url).href)
      if (page instanceof KikuError) throw page
      if (page === undefined) throw new KikuError('url-failed', `${url} is gone.`, { details: { status: 404 } })
      const bytes = new TextEncoder().encode(page.body)
      const contentHash = createHash('sha256').update(bytes).digest('hex')
      return { url: new URL(url).href, bytes, contentHash, mediaType: page.mediaType }
    },
    async close() {},
  }
}
