import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createWebBench, until, type WebBench } from '../server/web-bench.ts'
import { openCrowd, requestText } from './crowd-bench.ts'

const MEGABYTE = 1024 * 1024
const GIGABYTE = 1024 * MEGABYTE
/** What the system takes from a sender although nobody reads it. */
const UNREAD = 8 * MEGABYTE

describe('floods at the web surface', () => {
  let bench: WebBench
  beforeEach(() => {
    bench = createWebBench()
  })
  afterEach(() => bench.close())

  it.each([
    ['/v1/echo', 'application/json'],
    ['/v1/nothing', 'text/plain'],
  ])('of a body that says how large it is are refused before a byte of it: %s', async (path, type) => {
    const surface = await bench.start()
    const write = () => requestText('POST', path, { 'Content-Length': String(50 * GIGABYTE), 'Content-Type': type })

    const crowd = openCrowd(bench, surface, { count: 20, write })
    await crowd.closed

    for (const text of crowd.texts) expect(text()).toMatch(/^HTTP\/1\.1 (413|403) /)
  })

  it('of a body without an end are refused, and not read on', async () => {
    const surface = await bench.start({ limits: { bodyBytes: 64 * 1024 } })
    const head = { 'Transfer-Encoding': 'chunked', 'Content-Type': 'application/json' }
    const crowd = openCrowd(bench, surface, { count: 4, write: () => requestText('POST', '/v1/echo', head) })
    const chunk = `10000\r\n${'x'.repeat(64 * 1024)}\r\n`

    for (const socket of crowd.sockets) {
      const send = () => !socket.destroyed && socket.bytesWritten < 4 * UNREAD && socket.write(chunk, 'latin1', send)
      send()
    }
    await crowd.closed

    for (const { bytesWritten } of crowd.sockets) expect(bytesWritten).toBeLessThan(UNREAD)
    // Whoever still sends when the connection goes may not see the reply any more.
    for (const text of crowd.texts) expect(text()).toMatch(/^(HTTP\/1\.1 413 |$)/)
    expect((await bench.send(surface, '/v1/who')).status).toBe(200)
  })

  it('of chunks that are almost nothing but announcements are refused', async () => {
    const surface = await bench.start()
    const head = requestText('POST', '/v1/echo', { 'Transfer-Encoding': 'chunked', 'Content-Type': 'application/json' })
    const chunk = `1;${'e'.repeat(20_000)}\r\nx\r\n`

    const crowd = openCrowd(bench, surface, { count: 5, write: () => `${head}${chunk.repeat(20)}` })
    await crowd.closed

    for (const text of crowd.texts) expect(text()).toMatch(/^HTTP\/1\.1 4\d\d /)
  })

  it.each([
    ['one that is long', { 'X-Long': 'a'.repeat(1 * MEGABYTE) }],
    ['very many', Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`X-${at}`, 'a']))],
    ['a long address', {}, `/v1/who?${'a'.repeat(1 * MEGABYTE)}`],
    ['very many cookies', { Cookie: Array.from({ length: 50_000 }, (_, at) => `c${at}=1`).join('; ') }],
  ])('of headers are refused: %s', async (_, headers, path = '/v1/who') => {
    const surface = await bench.start()

    const crowd = openCrowd(bench, surface, { count: 20, write: () => requestText('GET', path, headers) })
    await crowd.closed

    for (const text of crowd.texts) expect(text()).toMatch(/^(HTTP\/1\.1 431 |$)/)
    expect((await bench.send(surface, '/v1/who')).status).toBe(200)
  })

  it('of headers that fit are served, and quickly read', async () => {
    const surface = await bench.start({ access: { requestsPerMinute: 1_000 } })
    const many = {
      Cookie: Array.from({ length: 1_500 }, (_, at) => `c${at}=1`).join('; '),
      'Accept-Language': 'ja;q=0.1,'.repeat(200),
    }
    const crowd = openCrowd(bench, surface, { count: 50, write: () => requestText('GET', '/v1/who', many) })

    await until(() => crowd.texts.every((text) => text().includes('web:local')))

    for (const text of crowd.texts) expect(text()).toMatch(/^HTTP\/1\.1 200 /)
  })

  it('of requests beyond what one visitor may send are told to wait', async () => {
    const surface = await bench.start({ access: { requestsPerMinute: 100 } })

    const crowd = openCrowd(bench, surface, { count: 10, write: () => requestText('GET', '/v1/who').repeat(50) })
    await until(() => crowd.texts.every((text) => text().split('HTTP/1.1 ').length === 51))

    const statuses = crowd.texts.flatMap((text) => [...text().matchAll(/HTTP\/1\.1 (\d+) /g)].map(([, code]) => code))
    expect(statuses.filter((code) => code === '200')).toHaveLength(100)
    expect(statuses.filter((code) => code === '429')).toHaveLength(400)
  })
})
