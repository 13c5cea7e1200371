import http from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { type DownloadedFile, downloadFiles } from '../../../../src/adapters/discord/files/download-files.ts'
import type { ArrivedFile } from '../../../../src/adapters/discord/receive/arrival.ts'

const { signal: never } = new AbortController()
const running: http.Server[] = []

afterEach(async () => {
  for (const server of running.splice(0)) {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})

interface Cdn {
  readonly url: string
  readonly seen: { readonly path: string; readonly headers: http.IncomingHttpHeaders }[]
}

/** Discord's files, which answers as it is told. */
async function startCdn(answer: http.RequestListener): Promise<Cdn> {
  const seen: { path: string; headers: http.IncomingHttpHeaders }[] = []
  const server = http.createServer((request, response) => {
    seen.push({ path: request.url ?? '', headers: request.headers })
    answer(request, response)
  })
  running.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return { url: `http://127.0.0.1:${port}/`, seen }
}

const file = (url: string, fields: Partial<ArrivedFile> = {}): ArrivedFile => ({
  ...{ id: '1', name: 'plan.txt', mediaType: 'text/plain', size: 9, url },
  ...fields,
})

const outcomeOf = (downloaded: DownloadedFile) =>
  'bytes' in downloaded ? new TextDecoder().decode(downloaded.bytes) : downloaded.error.code

async function download(urls: readonly (string | ArrivedFile)[], cdnUrl: string, options: object = {}) {
  const files = urls.map((url) => (typeof url === 'string' ? file(url) : url))
  return downloadFiles(files, { cdnUrl, maxBytes: 1_000, timeoutMs: 2_000, ...options }, never)
}

describe('downloadFiles', () => {
  it('gives the bytes of each file in their order, and shows nobody a token', async () => {
    const cdn = await startCdn((request, response) => response.end(`of ${request.url}`))

    const downloaded = await download([`${cdn.url}attachments/1/2/a.txt?ex=1&hm=2`, `${cdn.url}議事録`], cdn.url)

    expect(downloaded.map(outcomeOf)).toEqual([
      'of /attachments/1/2/a.txt?ex=1&hm=2',
      'of /%E8%AD%B0%E4%BA%8B%E9%8C%B2',
    ])
    expect(cdn.seen.every(({ headers }) => headers.authorization === undefined)).toBe(true)
  })

  it('tries once more what fails for a moment, and not what is over', async () => {
    let failures = 0
    const cdn = await startCdn((request, response) => {
      if (request.url === '/gone') return void response.writeHead(404).end()
      failures += 1
      if (failures === 1) return void response.writeHead(503).end()
      response.end('The plan.')
    })

    const downloaded = await download([`${cdn.url}busy`, `${cdn.url}gone`], cdn.url)

    expect(downloaded.map(outcomeOf)).toEqual(['The plan.', 'url-failed'])
    expect(downloaded[1]).toMatchObject({ error: { remedy: 'Send the file once more.', details: { status: 404 } } })
    expect(cdn.seen.map(({ path }) => path).sort()).toEqual(['/busy', '/busy', '/gone'])
  })

  it('reads no more files than it should, and no larger ones', async () => {
    const cdn = await startCdn((request, response) => {
      if (request.url === '/lies') response.write('x'.repeat(5_000))
      else response.end(request.url === '/says' ? 'x'.repeat(5_000) : 'short')
    })
    const large = file(`${cdn.url}large`, { size: 5_000 })

    const downloaded = await download([large, `${cdn.url}says`, `${cdn.url}lies`, `${cdn.url}four`], cdn.url, {
      mostFiles: 3,
    })

    expect(downloaded.map(outcomeOf)).toEqual([
      'document-too-large',
      'document-too-large',
      'document-too-large',
      'misuse',
    ])
    expect(cdn.seen.map(({ path }) => path).sort()).toEqual(['/lies', '/says'])
  })

  it('waits no longer than it may, nor than who asked', async () => {
    const cdn = await startCdn(() => {})
    const asking = new AbortController()
    const options = { cdnUrl: cdn.url, maxBytes: 10 }

    const late = await download([`${cdn.url}hangs`], cdn.url, { timeoutMs: 40 })
    const asked = downloadFiles([file(`${cdn.url}hangs`)], options, asking.signal)
    asking.abort(new Error('enough'))

    expect(late.map(outcomeOf)).toEqual(['deadline-exceeded'])
    await expect(asked).rejects.toThrow('enough')
  })

  it('follows nobody elsewhere', async () => {
    const cdn = await startCdn((_request, response) => response.writeHead(302, { location: '/elsewhere' }).end())

    expect((await download([`${cdn.url}a`], cdn.url)).map(outcomeOf)).toEqual(['url-failed'])
    expect(cdn.seen).toHaveLength(1)
  })

  it.each([
    ['https://cdn.discordapp.com.evil.example/attachments/1/2/a'],
    ['https://evil.example/https://cdn.discordapp.com/'],
    ['https://media.discordapp.net/attachments/1/2/a'],
    ['http://cdn.discordapp.com/attachments/1/2/a'],
    ['https://cdn.discordapp.com:8443/attachments/1/2/a'],
    ['https://user:word@cdn.discordapp.com/attachments/1/2/a'],
    ['https://cdn.discordapp.com@evil.example/a'],
    ['ftp://cdn.discordapp.com/a'],
    ['file:///etc/passwd'],
    ['http://169.254.169.254/latest'],
    ['http://127.0.0.1:1/a'],
    [''],
    ['no address'],
  ])('asks nobody for %j', async (url) => {
    expect((await download([url], 'https://cdn.discordapp.com/')).map(outcomeOf)).toEqual(['url-refused'])
  })

  it('asks for nothing beside the folder of the files, and without encryption on this machine alone', async () => {
    const cdn = await startCdn((_request, response) => response.end('other'))

    expect((await download([`${cdn.url}other/a`, `${cdn.url}files/../a`], `${cdn.url}files/`)).map(outcomeOf)).toEqual([
      'url-refused',
      'url-refused',
    ])
    expect((await download(['http://files.example/a'], 'http://files.example/')).map(outcomeOf)).toEqual([
      'url-refused',
    ])
    expect(cdn.seen).toEqual([])
  })
})
