import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ALICE, type Bench, BOB, callTool, createBench, tokenFor } from '../mcp-bench.ts'
import { buildItem, createMemoryHost } from '../memory-host.ts'
import { INITIALIZE, sendRaw } from '../raw-request.ts'

const ITEMS = [
  buildItem({ key: 1, text: 'Parental leave lasts ninety days.' }),
  buildItem({ key: 2, text: '経費精算の締め日は毎月五日です。' }),
  buildItem({ key: 3, text: 'Salaries of finance are due on Friday.', audience: 'group:finance' }),
]
const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` })

describe('the tokens of the MCP server', () => {
  let bench: Bench
  beforeEach(() => {
    bench = createBench()
  })
  afterEach(() => bench.close())

  it.each([
    ['none', {}],
    ['a wrong one', bearer('wrong-0123456789abcdef0123456789abcdef')],
    ['the beginning of one', bearer(ALICE.slice(0, -1))],
    ['one with more behind it', bearer(`${ALICE}x`)],
    ['two at once', { authorization: `Bearer ${ALICE}, Bearer ${BOB}` }],
    ['another scheme', { authorization: `Basic ${btoa(`alice:${ALICE}`)}` }],
    ['its digest', bearer('0'.repeat(64))],
    ['an endless one', bearer('a'.repeat(9_000))],
  ])('%s gets nothing, on any path by any method', async (_, headers) => {
    const { url } = await bench.serveHttp(createMemoryHost(ITEMS, { failure: new Error('reached') }))

    const replies = [
      await sendRaw(url, { headers, body: INITIALIZE }),
      await sendRaw(url, { headers, method: 'GET' }),
      await sendRaw(url, { headers, method: 'DELETE' }),
      await sendRaw(url, { headers, method: 'GET', path: '/.well-known/oauth-protected-resource' }),
    ]

    for (const reply of replies) {
      expect(reply).toMatchObject({ status: 401, body: '' })
      expect(reply.headers['www-authenticate']).toBe('Bearer realm="kiku"')
    }
  })

  it('that are wrong keep a client of the SDK out', async () => {
    const { url } = await bench.serveHttp(createMemoryHost(ITEMS))

    await expect(bench.connect(url, 'wrong-0123456789abcdef0123456789abcdef')).rejects.toMatchObject({ code: 401 })
  })

  it('that expire end their sessions', async () => {
    const tokens = [tokenFor('alice', ALICE, ['public'], bench.clock.now() + 60_000)]
    const host = createMemoryHost(ITEMS)
    const { url } = await bench.serveHttp(host, { tokens, bounds: { sweepMs: 5 } })
    const client = await bench.connect(url, ALICE)
    const asking = client.callTool({ name: 'ask', arguments: { question: 'wait' } }).catch(() => 'nothing')
    await host.reached('waiting')

    bench.clock.pass(60_000)

    await host.reached('cancelled')
    await expect(client.listTools()).rejects.toMatchObject({ code: 401 })
    await client.close()
    expect(await asking).toBe('nothing')
  })

  it('are bound to the sessions that they opened', async () => {
    const { url } = await bench.serveHttp(createMemoryHost(ITEMS))
    const opened = await sendRaw(url, { headers: bearer(ALICE), body: INITIALIZE })
    const session = { 'mcp-session-id': String(opened.headers['mcp-session-id']) }
    const list = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' })

    const own = await sendRaw(url, { headers: { ...bearer(ALICE), ...session }, body: list })
    const others = await sendRaw(url, { headers: { ...bearer(BOB), ...session }, body: list })
    const ending = await sendRaw(url, { headers: { ...bearer(BOB), ...session }, method: 'DELETE' })
    const stillOwn = await sendRaw(url, { headers: { ...bearer(ALICE), ...session }, body: list })
    const made = await sendRaw(url, { headers: { ...bearer(BOB), 'mcp-session-id': 'made-up' }, body: list })

    expect([own.status, others.status, ending.status, stillOwn.status]).toEqual([200, 404, 404, 200])
    expect(others.body).toBe(made.body)
  })

  it.each([
    ['none at all', []],
    ['a short secret', [{ name: 'a', audience: [], credential: { kind: 'secret', secret: 'short' } }]],
    ['a hash that is none', [{ name: 'a', audience: [], credential: { kind: 'sha256', hash: 'abc' } }]],
    ['a label that is none', [tokenFor('a', ALICE, ['everything'])]],
    ['one name twice', [tokenFor('a', ALICE, []), tokenFor('a', BOB, [])]],
    ['one token twice', [tokenFor('a', ALICE, []), tokenFor('b', ALICE, [])]],
  ] as const)('that are not fit are refused at the start: %s', async (_, tokens) => {
    const starting = bench.serveHttp(createMemoryHost(ITEMS), { tokens })

    const error = await starting.catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'config-invalid' })
    expect(String(error)).not.toContain(ALICE)
  })

  it('given as secrets work too', async () => {
    const credential = { kind: 'secret', secret: ALICE } as const
    const { url } = await bench.serveHttp(createMemoryHost(ITEMS), {
      tokens: [{ name: 'alice', audience: ['public'], credential }],
    })

    const client = await bench.connect(url, ALICE)

    expect((await callTool(client, 'search', { query: 'leave' })).isError).toBeUndefined()
  })
})
