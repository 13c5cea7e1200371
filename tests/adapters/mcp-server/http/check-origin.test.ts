import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ALICE, type Bench, createBench } from '../mcp-bench.ts'
import { buildItem, createMemoryHost } from '../memory-host.ts'
import { INITIALIZE, sendRaw } from '../raw-request.ts'

const ITEMS = [
  buildItem({ key: 1, text: 'Parental leave lasts ninety days.' }),
  buildItem({ key: 2, text: '経費精算の締め日は毎月五日です。' }),
  buildItem({ key: 3, text: 'Salaries of finance are due on Friday.', audience: 'group:finance' }),
]
const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` })

describe('names and origins at the MCP server', () => {
  let bench: Bench
  beforeEach(() => {
    bench = createBench()
  })
  afterEach(() => bench.close())

  it.each([
    ['a name that was bound to this machine', { host: 'evil.example' }],
    ['a name that begins like ours', { host: 'localhost.evil.example' }],
    ['a foreign origin', { origin: 'http://evil.example' }],
    ['another page of this machine', { origin: 'http://127.0.0.1:8080' }],
    ['a page from a file', { origin: 'null' }],
    ['an address that is not ours', { host: '10.0.0.7' }],
    ['a host that is none', { host: 'a b' }],
  ])('%s is refused, token or not', async (_, headers) => {
    const { url } = await bench.serveHttp(createMemoryHost(ITEMS))

    const reply = await sendRaw(url, { headers: { ...bearer(ALICE), ...headers }, body: INITIALIZE })

    expect(reply).toMatchObject({ status: 403, body: '' })
  })

  it.each([
    ['localhost', { host: 'localhost:9999' }],
    ['the address', { host: '127.0.0.1' }],
    ['the address of version 6', { host: '[::1]:3333' }],
    ['a proxy that is known', { host: 'Kiku.Example.com' }],
    ['a page that is known', { origin: 'https://tools.example.com' }],
  ])('%s is let in', async (_, headers) => {
    const { url } = await bench.serveHttp(createMemoryHost(ITEMS), {
      allowedHosts: ['kiku.example.com'],
      allowedOrigins: ['https://tools.example.com/'],
    })

    const reply = await sendRaw(url, { headers: { ...bearer(ALICE), ...headers }, body: INITIALIZE })

    expect(reply.status).toBe(200)
  })

  it('lets the pages that are known ask first, and no others', async () => {
    const { url } = await bench.serveHttp(createMemoryHost(ITEMS), { allowedOrigins: ['https://tools.example.com'] })
    const asking = { method: 'OPTIONS', headers: { 'access-control-request-method': 'POST' } }

    const known = await sendRaw(url, {
      ...asking,
      headers: { ...asking.headers, origin: 'https://tools.example.com' },
    })
    const foreign = await sendRaw(url, { ...asking, headers: { ...asking.headers, origin: 'https://evil.example' } })

    expect(known).toMatchObject({
      status: 204,
      headers: { 'access-control-allow-origin': 'https://tools.example.com' },
    })
    expect(foreign.status).toBe(403)
    expect(foreign.headers['access-control-allow-origin']).toBeUndefined()
  })
})
