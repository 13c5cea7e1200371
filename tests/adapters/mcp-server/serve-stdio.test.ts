import { fileURLToPath } from 'node:url'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Bench, callTool, createBench } from './mcp-bench.ts'
import { buildItem, createMemoryHost } from './memory-host.ts'

const ITEMS = [buildItem({ key: 1, text: 'Parental leave lasts ninety days.' })]
const TERMINAL = { labels: ['public', 'person:terminal:local'] }

describe('the MCP server on standard input and output', () => {
  let bench: Bench
  beforeEach(() => {
    bench = createBench()
  })
  afterEach(() => bench.close())

  it('serves the client that started its process', async () => {
    const client = new Client({ name: 'test', version: '1.0.0' })
    const script = fileURLToPath(new URL('stdio-process.ts', import.meta.url))
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: ['--import', 'tsx', script],
      stderr: 'pipe',
    })
    let stderr = ''
    transport.stderr?.on('data', (text: Buffer) => {
      stderr += String(text)
    })
    const troubles: Error[] = []
    client.onerror = (error) => void troubles.push(error)

    await client.connect(transport)
    const reply = await callTool(client, 'search', { query: '休暇' })
    const left = new Promise<void>((resolve) => {
      transport.stderr?.once('close', resolve)
    })
    await client.close()
    await left

    expect(reply.structuredContent).toMatchObject({ results: [{ text: '休暇は九十日です。' }] })
    // Every line of the output was a message; the log went elsewhere.
    expect(troubles).toEqual([])
    expect(stderr).toContain('mcp-joined')
    expect(stderr).toContain('ended')
  })

  it('cancels what is under way and ends when the client leaves', async () => {
    const host = createMemoryHost(ITEMS)
    const { client, server, input } = await bench.serveStdio(host, TERMINAL)
    client.callTool({ name: 'ask', arguments: { question: 'wait' } }).catch(() => {})
    await host.reached('waiting')

    input.end()

    await server.ended
    expect(host.cancelled).toEqual(['ask'])
  })

  it('ends when nobody reads what it says any more', async () => {
    const { server, output } = await bench.serveStdio(createMemoryHost(ITEMS), TERMINAL)

    output.destroy(new Error('EPIPE'))

    await server.ended
  })

  it('ends when it is stopped, also twice', async () => {
    const host = createMemoryHost(ITEMS)
    const { client, server } = await bench.serveStdio(host, TERMINAL)
    client.callTool({ name: 'search', arguments: { query: 'wait' } }).catch(() => {})
    await host.reached('waiting')

    await Promise.all([server.stop(), server.stop(), server.ended])

    expect(host.cancelled).toEqual(['search'])
  })

  it('goes on after a line that is no message', async () => {
    const { client, input } = await bench.serveStdio(createMemoryHost(ITEMS), TERMINAL)

    input.write('{"jsonrpc":"2.0","id":"x"\nnonsense\n\n{}\n')

    expect((await callTool(client, 'search', { query: 'leave' })).isError).toBeUndefined()
  })

  it('ends when a line grows without end', async () => {
    const { server, input } = await bench.serveStdio(createMemoryHost(ITEMS), TERMINAL)

    for (let count = 0; count < 20; count += 1) input.write('x'.repeat(64 * 1024))

    await server.ended
  })

  it('limits no calls in a time, but those under way', async () => {
    const { client } = await bench.serveStdio(createMemoryHost(ITEMS), TERMINAL, { limits: { concurrentCalls: 2 } })
    for (let count = 0; count < 100; count += 1) await callTool(client, 'search', { query: 'leave' })

    const replies = await Promise.all([1, 2, 3].map(() => callTool(client, 'search', { query: 'leave' })))

    expect(replies.filter(({ isError }) => isError === true)).toHaveLength(1)
  })

  it('does not wait for work that does not listen', async () => {
    const host = { ...createMemoryHost(ITEMS), search: () => new Promise<never>(() => {}) }
    const { client, server } = await bench.serveStdio(host, TERMINAL, { limits: { stopMs: 5 } })
    client.callTool({ name: 'search', arguments: { query: 'leave' } }).catch(() => {})
    await client.ping()

    await server.stop()

    expect(bench.log.lines.at(-1)?.event).toBe('mcp-left')
  })
})
