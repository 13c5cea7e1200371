import { createServer } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { KikuError } from '../../../src/domain/errors.ts'
import { ALICE, type Bench, BOB, callTool, createBench } from './mcp-bench.ts'
import { buildItem, createMemoryHost } from './memory-host.ts'
import { INITIALIZE, sendRaw } from './raw-request.ts'

const ITEMS = [
  buildItem({ key: 1, text: 'Parental leave lasts ninety days.' }),
  buildItem({ key: 2, text: '経費精算の締め日は毎月五日です。' }),
  buildItem({ key: 3, text: 'Salaries of finance are due on Friday.', audience: 'group:finance' }),
]
const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` })

describe('the MCP server over HTTP', () => {
  let bench: Bench
  beforeEach(() => {
    bench = createBench()
  })
  afterEach(() => bench.close())

  it('serves every tool in English and Japanese, with progress', async () => {
    const { url } = await bench.serveHttp(createMemoryHost(ITEMS))
    const client = await bench.connect(url, ALICE)
    const steps: unknown[] = []

    const { tools } = await client.listTools()
    const found = await callTool(client, 'search', { query: 'parental leave' })
    const opened = await callTool(client, 'open', { key: 2 })
    await client.callTool({ name: 'ask', arguments: { question: '経費精算の締め日は？' } }, undefined, {
      onprogress: ({ message }) => void steps.push(message),
    })

    expect(tools.map(({ name }) => name)).toEqual(['search', 'ask', 'open'])
    expect(found.content[0]?.text).toContain('ninety days')
    expect(opened.content[0]?.text).toContain('毎月五日')
    expect(steps).toEqual(['検索しています…', '書いています…'])
  })

  it('names no folder of its machine, and opens by the names it gave', async () => {
    const { url } = await bench.serveHttp(
      createMemoryHost([
        ...ITEMS,
        buildItem({ key: 8, text: 'A web page about travel', location: 'https://example.com/travel?id=7' }),
      ]),
    )
    const client = await bench.connect(url, ALICE)

    const found = await callTool(client, 'search', { query: '*' })
    const asked = await callTool(client, 'ask', { question: 'parental leave' })
    const opened = await callTool(client, 'open', { location: 'document-1.md' })

    expect(JSON.stringify([found, asked, opened])).not.toContain('private-folder')
    expect(found.content[0]?.text).toContain('https://example.com/travel?id=7')
    expect(opened.structuredContent).toMatchObject({ location: 'document-1.md', keys: [1] })
  })

  it('asks for the key where two documents have the same name', async () => {
    const { url } = await bench.serveHttp(
      createMemoryHost([
        buildItem({ key: 1, text: 'leave in Tokyo', location: '/a/readme.md' }),
        buildItem({ key: 2, text: 'leave in Osaka', location: '/b/readme.md' }),
      ]),
    )
    const client = await bench.connect(url, ALICE)
    await callTool(client, 'search', { query: 'leave' })

    const reply = await callTool(client, 'open', { location: 'readme.md' })

    expect(reply.isError).toBe(true)
    expect(reply.content[0]?.text).toContain('Give the key')
  })

  describe('ends', () => {
    it('a call whose client cancels', async () => {
      const host = createMemoryHost(ITEMS)
      const { url } = await bench.serveHttp(host)
      const client = await bench.connect(url, ALICE)
      const cancelling = new AbortController()
      const calling = client.callTool({ name: 'ask', arguments: { question: 'wait' } }, undefined, cancelling)
      await host.reached('waiting')

      cancelling.abort('enough')

      await expect(calling).rejects.toThrow('enough')
      await host.reached('cancelled')
      expect((await callTool(client, 'search', { query: 'leave' })).isError).toBeUndefined()
    })

    it('a call whose connection is closed', async () => {
      const host = createMemoryHost(ITEMS)
      const { url } = await bench.serveHttp(host)
      const client = await bench.connect(url, ALICE)
      const calling = client.callTool({ name: 'search', arguments: { query: 'wait' } }).catch(() => {})
      await host.reached('waiting')

      // Closes the connections without a word to the server.
      await client.close()

      await host.reached('cancelled')
      await calling
      expect(host.cancelled).toEqual(['search'])
    })

    it('everything at once when it is stopped, and leaves no port', async () => {
      const host = createMemoryHost(ITEMS)
      const server = await bench.serveHttp(host)
      const client = await bench.connect(server.url, ALICE)
      const calling = client.callTool({ name: 'ask', arguments: { question: 'wait' } }).catch(() => {})
      await host.reached('waiting')

      await Promise.all([server.stop(), server.stop(), server.ended])

      expect(host.cancelled).toEqual(['ask'])
      await expect(sendRaw(server.url, { headers: bearer(ALICE), body: INITIALIZE })).rejects.toThrow('ECONNREFUSED')
      await client.close()
      await calling
    })
  })

  it('says what hinders it from listening', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const address = other.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0

    const starting = bench.serveHttp(createMemoryHost(ITEMS), { listenOn: { port } })

    await expect(starting).rejects.toThrow(KikuError)
    await expect(starting).rejects.toMatchObject({ code: 'config-invalid', details: { code: 'EADDRINUSE' } })
    await new Promise((resolve) => other.close(resolve))
  })

  it('logs who called what, and no token, no content', async () => {
    const { url } = await bench.serveHttp(createMemoryHost(ITEMS))
    const client = await bench.connect(url, ALICE)

    await callTool(client, 'search', { query: 'salaries' })
    await sendRaw(url, { headers: bearer(`${BOB}wrong`), body: INITIALIZE })

    const text = JSON.stringify(bench.log.lines)
    expect(text).not.toMatch(/0123456789abcdef|[Ss]alaries/)
    expect(bench.log.lines).toContainEqual({
      level: 'info',
      event: 'mcp-call',
      fields: { tool: 'search', caller: 'alice', outcome: 'done', durationMs: 0 },
    })
    expect(bench.log.lines).toContainEqual({
      level: 'warn',
      event: 'mcp-request-refused',
      fields: { status: 401, count: 1 },
    })
  })
})
