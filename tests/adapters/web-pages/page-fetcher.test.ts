import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createPageFetcher, type PageFetcherOptions } from '../../../src/adapters/web-pages/create-page-fetcher.ts'
import { describePageFetcher } from '../../contracts/page-fetcher-contract.ts'
import { createScriptedPages } from '../../fakes/scripted-pages.ts'
import { respond, startWebServer, type WebServer } from './web-server.ts'

describePageFetcher('web', async () => {
  const server = await startWebServer()
  return {
    pages: createPageFetcher({ allowPrivateAddresses: ['127.0.0.1'] }),
    serve(path, { body, mediaType }) {
      server.on(path, respond(body, { 'content-type': mediaType }))
      return new URL(path, server.origin).href
    },
    missing: (path) => new URL(path, server.origin).href,
    close: () => server.close(),
  }
})

describePageFetcher('scripted', async () => {
  const pages = createScriptedPages()
  return {
    pages,
    serve(path, page) {
      const url = new URL(path, 'https://example.com').href
      pages.serve(url, page)
      return url
    },
    missing: (path) => new URL(path, 'https://example.com').href,
    close: async () => {},
  }
})

describe('web pages', () => {
  let server: WebServer
  const signal = new AbortController().signal

  beforeEach(async () => {
    server = await startWebServer()
  })
  afterEach(() => server.close())

  function fetchPath(path: string, options: PageFetcherOptions = {}, callSignal = signal) {
    const pages = createPageFetcher({ allowPrivateAddresses: ['127.0.0.1'], ...options })
    return pages.fetch(`${server.origin}${path}`, callSignal)
  }

  it('follows redirects and gives the final address', async () => {
    server.on('/a', respond('', { location: '/b?x=1' }, 302))
    server.on('/b?x=1', respond('', { location: `${server.origin}/c` }, 308))
    server.on('/c', respond('there'))

    const page = await fetchPath('/a')

    expect(page.url).toBe(`${server.origin}/c`)
    expect(new TextDecoder().decode(page.bytes)).toBe('there')
  })

  it('gives up on a redirect that leads round in circles', async () => {
    server.on('/a', respond('', { location: '/a' }, 302))

    await expect(fetchPath('/a')).rejects.toMatchObject({ code: 'url-failed' })
    expect(server.requests.filter((path) => path === '/a')).toHaveLength(6)
  })

  it('does not follow a redirect to the metadata service, to another scheme or to a password', async () => {
    server.on('/metadata', respond('', { location: 'http://169.254.169.254/latest/meta-data/' }, 302))
    server.on('/file', respond('', { location: 'file:///etc/passwd' }, 302))
    server.on('/password', respond('', { location: 'http://user:secret@example.com/' }, 302))
    server.on('/other', respond('', { location: 'http://127.0.0.2/' }, 302))

    for (const path of ['/metadata', '/file', '/password', '/other']) {
      await expect(fetchPath(path)).rejects.toMatchObject({ code: 'url-refused' })
    }
  })

  it('decompresses', async () => {
    server.on('/a', respond(gzipSync('圧縮された文章'), { 'content-encoding': 'gzip' }))

    const page = await fetchPath('/a')

    expect(new TextDecoder().decode(page.bytes)).toBe('圧縮された文章')
  })

  it('stops at the limit while a small body unpacks into a large one', async () => {
    server.on('/bomb', respond(gzipSync(new Uint8Array(50_000_000)), { 'content-encoding': 'gzip' }))

    await expect(fetchPath('/bomb', { maxBytes: 100_000 })).rejects.toMatchObject({ code: 'document-too-large' })
  })

  it('stops at the limit of a body that never ends', async () => {
    server.on('/endless', (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/plain' })
      const write = () => {
        while (!response.destroyed && response.write('x'.repeat(10_000)));
      }
      response.on('drain', write)
      write()
    })

    await expect(fetchPath('/endless', { maxBytes: 100_000 })).rejects.toMatchObject({ code: 'document-too-large' })
  })

  it('believes a server that says itself that the page is too large', async () => {
    server.on('/large', (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/plain', 'content-length': '9999999' }).write('x')
    })

    await expect(fetchPath('/large', { maxBytes: 1_000 })).rejects.toMatchObject({ code: 'document-too-large' })
  })

  it('keeps a page of exactly the limit', async () => {
    server.on('/a', respond('x'.repeat(1_000)))

    await expect(fetchPath('/a', { maxBytes: 1_000 })).resolves.toMatchObject({ bytes: { length: 1_000 } })
    await expect(fetchPath('/a', { maxBytes: 999 })).rejects.toMatchObject({ code: 'document-too-large' })
  })

  it.each(['image/png', 'video/mp4', 'application/zip', 'text/event-stream', 'application/x-msdownload'])(
    'refuses a page of type %s',
    async (type) => {
      server.on('/a', respond('x', { 'content-type': type }))

      await expect(fetchPath('/a')).rejects.toMatchObject({ code: 'document-unsupported' })
    },
  )

  it.each([
    'application/pdf',
    'application/xhtml+xml',
    'application/ld+json',
    'text/csv; charset=Shift_JIS',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    'application/octet-stream',
  ])('reads a page of type %s', async (type) => {
    server.on('/a', respond('x', { 'content-type': type }))

    await expect(fetchPath('/a')).resolves.toMatchObject({ mediaType: type })
  })

  it('ends at the deadline, also when the body trickles', async () => {
    server.on('/slow', (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/plain' })
      const timer = setInterval(() => response.write('x'), 5)
      response.on('close', () => clearInterval(timer))
    })

    await expect(fetchPath('/slow', { timeoutMs: 150 })).rejects.toMatchObject({
      code: 'deadline-exceeded',
      retryable: true,
    })
  })

  it('ends when the caller gives up, and lets the server know', async () => {
    const giveUp = new AbortController()
    const closed = new Promise<void>((resolve) => {
      server.on('/hangs', (_request, response) => {
        response.on('close', resolve)
        giveUp.abort()
      })
    })

    await expect(fetchPath('/hangs', {}, giveUp.signal)).rejects.toMatchObject({ code: 'cancelled' })
    await closed
  })

  it('ends what is under way when it is closed', async () => {
    const pages = createPageFetcher({ allowPrivateAddresses: ['127.0.0.1'] })
    server.on('/hangs', () => void pages.close())

    await expect(pages.fetch(`${server.origin}/hangs`, signal)).rejects.toMatchObject({ code: 'cancelled' })
  })

  it.each([
    [401, false],
    [403, false],
    [404, false],
    [429, true],
    [500, true],
    [503, true],
  ])('reports status %i as a failure that may pass: %s', async (status, retryable) => {
    server.on('/a', respond('no', {}, status))

    await expect(fetchPath('/a')).rejects.toMatchObject({ code: 'url-failed', retryable, details: { status } })
  })

  it('says in words that a server cannot be reached or breaks off', async () => {
    server.on('/breaks', (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/plain', 'content-length': '100' }).write('x')
      setImmediate(() => response.destroy())
    })

    await expect(fetchPath('/breaks')).rejects.toMatchObject({ code: 'url-failed', retryable: true })
    await server.close()
    await expect(fetchPath('/a')).rejects.toMatchObject({ code: 'url-failed', message: /could not be reached/ })
  })

  it('asks for pages under its own name, without cookies', async () => {
    let headers: NodeJS.Dict<string | string[]> = {}
    server.on('/a', (request, response) => {
      headers = request.headers
      respond('a', { 'set-cookie': 'a=b' })(request, response)
    })

    await fetchPath('/a', { userAgent: 'Kiku/9 (+https://example.com)' })

    expect(headers['user-agent']).toBe('Kiku/9 (+https://example.com)')
    expect(headers.cookie).toBeUndefined()
  })

  describe('robots.txt', () => {
    it('is obeyed, also where a redirect leads', async () => {
      server.on('/robots.txt', respond('User-agent: *\nDisallow: /private\n', { 'content-type': 'text/plain' }))
      server.on('/private/a', respond('a'))
      server.on('/open', respond('', { location: '/private/a' }, 302))

      await expect(fetchPath('/private/a')).rejects.toMatchObject({ code: 'url-refused', message: /robots\.txt/ })
      await expect(fetchPath('/open')).rejects.toMatchObject({ code: 'url-refused' })
      expect(server.requests).not.toContain('/private/a')
    })

    it('may address Kiku by name', async () => {
      const text = 'User-agent: other\nUser-agent: Kiku\nDisallow: /\nAllow: /docs\n\nUser-agent: *\nDisallow:\n'
      server.on('/robots.txt', respond(text))
      server.on('/docs/a', respond('a'))
      server.on('/b', respond('b'))

      await expect(fetchPath('/docs/a')).resolves.toBeDefined()
      await expect(fetchPath('/b')).rejects.toMatchObject({ code: 'url-refused' })
    })

    it('forbids nothing when there is none, and everything while the server is in trouble', async () => {
      server.on('/a', respond('a'))

      await expect(fetchPath('/a')).resolves.toBeDefined()
      server.on('/robots.txt', respond('trouble', {}, 503))
      await expect(fetchPath('/a')).rejects.toMatchObject({ code: 'url-refused', retryable: true })
    })

    it('is read once an hour for each site', async () => {
      let now = 0
      server.on('/robots.txt', respond('User-agent: *\nDisallow: /x\n'))
      server.on('/a', respond('a'))
      const clock = { now: () => now, elapsed: () => now }
      const pages = createPageFetcher({ allowPrivateAddresses: ['127.0.0.1'], clock })

      await pages.fetch(`${server.origin}/a`, signal)
      await pages.fetch(`${server.origin}/a`, signal)
      now += 3_600_001
      await pages.fetch(`${server.origin}/a`, signal)

      expect(server.requests).toEqual(['/robots.txt', '/a', '/a', '/robots.txt', '/a'])
    })

    it('that never ends is read as far as its beginning goes', async () => {
      server.on('/robots.txt', respond(`User-agent: *\nDisallow: /private\n${'# filler\n'.repeat(100_000)}`))
      server.on('/a', respond('a'))

      await expect(fetchPath('/a')).resolves.toBeDefined()
      await expect(fetchPath('/private')).rejects.toMatchObject({ code: 'url-refused' })
    })
  })
})
