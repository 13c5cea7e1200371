import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sendRequest } from '../../../src/adapters/saved-requests/send-request.ts'

const limits = { timeoutMs: 2_000, mostBytes: 10_000 }
const never = new AbortController().signal

describe('a saved request', () => {
  const seen: string[] = []
  let base = ''
  const answer: RequestListener = (request, response) => {
    seen.push(`${request.method} ${request.url} ${request.headers['x-key'] ?? ''}`)
    if (request.url === '/away') return void response.writeHead(302, { location: `${base}/elsewhere` }).end()
    if (request.url === '/large') return void response.end('多'.repeat(100_000))
    if (request.url === '/silent') return
    response.setHeader('content-type', 'application/json').end('{"状態":"発送済み"}')
  }
  const server = createServer(answer)
  beforeAll(async () => {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(async () => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  })
  const send = (path: string, signal = never, timeoutMs = limits.timeoutMs) =>
    sendRequest({ method: 'GET', url: base + path, headers: { 'x-key': 'k' } }, { ...limits, timeoutMs }, signal)

  it('is sent with its headers, and its response is read', async () => {
    const response = await send('/orders/7')

    expect(response).toEqual({ status: 200, mediaType: 'application/json', text: '{"状態":"発送済み"}' })
    expect(seen).toContain('GET /orders/7 k')
  })

  it('follows nobody elsewhere', async () => {
    const { status } = await send('/away')

    expect(status).toBe(302)
    expect(seen.join()).not.toContain('/elsewhere')
  })

  it('reads only so much', async () => {
    const { text } = await send('/large')

    expect(Buffer.byteLength(text)).toBeLessThan(100_000)
  })

  it('waits only so long, and ends with the signal', async () => {
    const ending = new AbortController()
    const aborted = send('/silent', ending.signal)
    ending.abort(new Error('enough'))

    await expect(aborted).rejects.toThrow('enough')
    await expect(send('/silent', never, 30)).rejects.toMatchObject({ code: 'deadline-exceeded' })
  })

  it('says that nobody is there, and not what was asked', async () => {
    const sending = sendRequest({ method: 'GET', url: 'http://127.0.0.1:1/secret', headers: {} }, limits, never)

    await expect(sending).rejects.toMatchObject({ code: 'tool-failed', message: expect.not.stringContaining('secret') })
  })
})
