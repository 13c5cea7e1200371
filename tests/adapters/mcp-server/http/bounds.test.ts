import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ALICE, type Bench, BOB, callTool, createBench } from '../mcp-bench.ts'
import { buildItem, createMemoryHost } from '../memory-host.ts'
import { INITIALIZE, sendRaw } from '../raw-request.ts'

const ITEMS = [
  buildItem({ key: 1, text: 'Parental leave lasts ninety days.' }),
  buildItem({ key: 2, text: '経費精算の締め日は毎月五日です。' }),
  buildItem({ key: 3, text: 'Salaries of finance are due on Friday.', audience: 'group:finance' }),
]
const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` })

describe('the bounds of the MCP server', () => {
  let bench: Bench
  beforeEach(() => {
    bench = createBench()
  })
  afterEach(() => bench.close())

  it('refuses a body that is too large, said beforehand or not', async () => {
    const { url } = await bench.serveHttp(createMemoryHost(ITEMS), { bounds: { bodyBytes: 2_000 } })
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping', params: { text: 'x'.repeat(4_000) } })

    const said = await sendRaw(url, { headers: { ...bearer(ALICE), 'content-length': String(body.length) }, body })
    const unsaid = await sendRaw(url, { headers: { ...bearer(ALICE), 'transfer-encoding': 'chunked' }, body })

    expect([said.status, unsaid.status]).toEqual([413, 413])
  })

  it.each([
    ['no JSON', '{', 400],
    ['nothing', '', 400],
    ['null', 'null', 400],
    ['no message', '{"a":1}', 400],
    ['a call without a session', '{"jsonrpc":"2.0","id":1,"method":"tools/list"}', 400],
  ])('refuses a body that holds %s', async (_, body, status) => {
    const { url } = await bench.serveHttp(createMemoryHost(ITEMS))

    const reply = await sendRaw(url, { headers: bearer(ALICE), body })

    expect(reply.status).toBe(status)
    expect(reply.body).toContain('"error"')
  })

  it('refuses other paths and methods', async () => {
    const { url } = await bench.serveHttp(createMemoryHost(ITEMS))

    const path = await sendRaw(url, { headers: bearer(ALICE), path: '/', body: INITIALIZE })
    const method = await sendRaw(url, { headers: bearer(ALICE), method: 'PUT', body: INITIALIZE })

    expect([path.status, method.status]).toEqual([404, 405])
  })

  it('lets one token call so often a minute, in however many sessions, and the others go on', async () => {
    const { url } = await bench.serveHttp(createMemoryHost(ITEMS), { callsPerMinute: 2 })
    const alice = [await bench.connect(url, ALICE), await bench.connect(url, ALICE)] as const
    const bob = await bench.connect(url, BOB)
    await callTool(alice[0], 'search', { query: 'leave' })
    await callTool(alice[1], 'search', { query: 'leave' })

    const third = await callTool(alice[0], 'search', { query: '休暇について' })
    const others = await callTool(bob, 'search', { query: 'leave' })
    bench.clock.pass(60_000)
    const later = await callTool(alice[0], 'search', { query: 'leave' })

    expect(third.content[0]?.text).toBe('短い時間に質問が続いています。 60秒ほどお待ちください。')
    expect([others.isError, later.isError]).toEqual([undefined, undefined])
  })

  it('answers requests that come too often with the time to wait', async () => {
    const { url } = await bench.serveHttp(createMemoryHost(ITEMS), { callsPerMinute: 1 })
    const send = () => sendRaw(url, { headers: bearer(ALICE), method: 'GET' })
    for (let count = 0; count < 10; count += 1) await send()

    const reply = await send()

    expect(reply).toMatchObject({ status: 429, headers: { 'retry-after': '60' } })
  })

  it('lets one token have so many calls under way', async () => {
    const host = createMemoryHost(ITEMS)
    const { url } = await bench.serveHttp(host, { limits: { concurrentCalls: 1 } })
    const client = await bench.connect(url, ALICE)
    const ending = new AbortController()
    const waiting = client.callTool({ name: 'search', arguments: { query: 'wait' } }, undefined, ending).catch(() => {})
    await host.reached('waiting')

    const second = await callTool(client, 'search', { query: 'leave' })
    ending.abort()
    await waiting
    await host.reached('cancelled')
    const third = await callTool(client, 'search', { query: 'leave' })

    expect(second).toMatchObject({ isError: true, _meta: { 'kiku/error': { code: 'queue-full' } } })
    expect(third.isError).toBeUndefined()
  })

  it('gives the idlest session of a token up for a new one', async () => {
    const { url } = await bench.serveHttp(createMemoryHost(ITEMS), { bounds: { sessionsPerToken: 3 } })
    const bob = await bench.connect(url, BOB)
    const first = await bench.connect(url, ALICE)
    const second = await bench.connect(url, ALICE)
    const third = await bench.connect(url, ALICE)
    bench.clock.pass(1_000)
    for (const client of [first, third]) await client.ping()

    const fourth = await bench.connect(url, ALICE)

    for (const client of [bob, first, third, fourth]) await client.ping()
    await expect(second.ping()).rejects.toThrow('no such session')
  })

  it('opens no further session where all of a token are at work', async () => {
    const host = createMemoryHost(ITEMS)
    const { url } = await bench.serveHttp(host, { bounds: { sessionsPerToken: 1 } })
    const client = await bench.connect(url, ALICE)
    client.callTool({ name: 'ask', arguments: { question: 'wait' } }).catch(() => {})
    await host.reached('waiting')

    const reply = await sendRaw(url, { headers: bearer(ALICE), body: INITIALIZE })

    expect(reply.status).toBe(429)
  })

  it('keeps many sessions apart', async () => {
    const { url } = await bench.serveHttp(createMemoryHost(ITEMS), { callsPerMinute: 1_000 })
    const secrets = Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? ALICE : BOB))
    const clients = await Promise.all(secrets.map((secret) => bench.connect(url, secret)))

    const replies = await Promise.all(clients.map((client) => callTool(client, 'search', { query: 'salaries' })))

    replies.forEach((reply, index) => {
      expect(reply.structuredContent).toMatchObject({ results: index % 2 === 0 ? [{ key: 3 }] : [] })
    })
  })

  it.each([
    ['was idle for too long', { sessionIdleMs: 60_000, sweepMs: 5 }],
    ['is too old', { sessionAgeMs: 60_000, sweepMs: 5 }],
  ])('ends a session that %s', async (_, bounds) => {
    const { url } = await bench.serveHttp(createMemoryHost(ITEMS), { bounds })
    const opened = await sendRaw(url, { headers: bearer(ALICE), body: INITIALIZE })
    const headers = { ...bearer(ALICE), 'mcp-session-id': String(opened.headers['mcp-session-id']) }
    const list = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' })

    bench.clock.pass(60_000)
    while (!bench.log.lines.some(({ event }) => event === 'mcp-left')) await new Promise((done) => setTimeout(done, 2))
    const reply = await sendRaw(url, { headers, body: list })

    expect(reply.status).toBe(404)
  })

  it('keeps no session of a request that was refused for its headers', async () => {
    const { url } = await bench.serveHttp(createMemoryHost(ITEMS))

    const reply = await sendRaw(url, { headers: { ...bearer(ALICE), accept: 'text/html' }, body: INITIALIZE })

    expect(reply.status).toBe(406)
    expect(bench.log.lines.at(-1)?.event).toBe('mcp-left')
  })
})
