import type { Server } from 'node:http'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { stream } from 'hono/streaming'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createInstruments, type OpenInstruments } from '../../../../src/adapters/telemetry/create-instruments.ts'
import { measureRequests } from '../../../../src/adapters/web/health/measure-requests.ts'
import type { WebEnv } from '../../../../src/adapters/web/web-env.ts'
import { systemClock } from '../../../../src/ports/clock.ts'
import { silentTelemetry } from '../../../../src/ports/telemetry.ts'
import { createGate, type Gate } from '../../../fakes/gate.ts'
import { drawTree, type OtlpCollector, openOtlpCollector, theSpan } from '../../telemetry/otlp-collector.ts'
import { sampleOf } from '../../telemetry/read-prometheus.ts'

describe('requests, observed', () => {
  let collector: OtlpCollector
  let opened: OpenInstruments
  let server: Server
  let address = ''
  let gate: Gate
  beforeEach(async () => {
    collector = await openOtlpCollector()
    const options = { version: '1.2.3', metrics: true, otlpUrl: collector.url, measuresProcess: false }
    opened = await createInstruments({ ...options, telemetry: silentTelemetry })
    gate = createGate()
    address = await listen()
  })
  afterEach(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    await collector.close()
  })

  async function listen(): Promise<string> {
    const app = new Hono<WebEnv>()
    app.use(measureRequests(opened.instruments, systemClock))
    app.use('/v1/secret', async (context) => context.text('refused', 401))
    app.get('/v1/secret', (context) => context.text('secret'))
    app.get('/v1/threads/:id', (context) => context.text('a thread'))
    app.get('/v1/broken', () => {
      throw new Error('canary')
    })
    app.get('/v1/ask', (context) =>
      stream(context, async (out) => {
        await opened.instruments.span('answer', {}, async () => out.write('first'))
        await gate.passed
        await out.write('last')
      }),
    )
    app.get('/healthz', (context) => context.text('alive'))
    app.onError((_, context) => context.text('broken', 500))
    // As for the files of a page: it fits every path, but comes after the others.
    app.get('*', (context) => context.text('a page'))
    return new Promise((resolve) => {
      server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) =>
        resolve(`http://127.0.0.1:${port}`),
      ) as Server
    })
  }

  async function countOf(labels: Record<string, string>): Promise<number> {
    const text = (await opened.readMetrics?.())?.text ?? ''
    return sampleOf(text, 'kiku_http_requests_total', labels) ?? 0
  }

  it('are counted by route as it is registered, never by the path that was asked for', async () => {
    for (const id of ['canary-1', 'canary-2']) await (await fetch(`${address}/v1/threads/${id}?q=canary`)).text()
    await (await fetch(`${address}/canary`)).text()
    await (await fetch(`${address}/healthz`)).text()
    await (await fetch(`${address}/v1/secret`)).text()

    await expect.poll(() => countOf({ route: '/v1/threads/:id', method: 'GET', status: '200' })).toBe(2)
    await expect.poll(() => countOf({ route: 'page', method: 'GET', status: '200' })).toBe(1)
    await expect.poll(() => countOf({ route: '/v1/secret', status: '401' })).toBe(1)
    await expect.poll(() => countOf({ route: '/healthz', method: 'GET', status: '200' })).toBe(1)
    await opened.close()
    expect((await opened.readMetrics?.())?.text).not.toContain('canary')
    expect(collector.requests.map(({ body }) => body).join('\n')).not.toContain('canary')
    expect(collector.spans.map(({ name }) => name)).toEqual(Array(3).fill('http.request'))
  })

  it('are traced until the last byte, with what they did below them, and no trace of the caller above', async () => {
    const headers = { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' }
    const reply = await fetch(`${address}/v1/ask`, { headers })
    expect(await countOf({ route: '/v1/ask' })).toBe(0)

    gate.open()
    expect(await reply.text()).toBe('firstlast')
    await expect.poll(() => countOf({ route: '/v1/ask', status: '200' })).toBe(1)
    await opened.close()

    const request = theSpan(collector.spans, 'http.request')
    expect(request).toMatchObject({
      parentSpanId: '',
      kind: 2,
      attributes: { 'http.request.method': 'GET', 'http.route': '/v1/ask', 'http.response.status_code': 200 },
    })
    expect(request.traceId).not.toBe('0af7651916cd43dd8448eb211c80319c')
    expect(drawTree(collector.spans, request)).toEqual(['http.request', '  answer'])
  })

  it('are told apart where somebody left in the middle', async () => {
    const leaving = new AbortController()
    const reply = await fetch(`${address}/v1/ask`, { signal: leaving.signal })
    await reply.body?.getReader().read()

    leaving.abort()

    await expect.poll(() => countOf({ route: '/v1/ask', status: '499' })).toBe(1)
    gate.open()
  })

  it('that break something are failures', async () => {
    await (await fetch(`${address}/v1/broken`)).text()

    await expect.poll(() => countOf({ route: '/v1/broken', status: '500' })).toBe(1)
    await opened.close()
    expect(theSpan(collector.spans, 'http.request')).toMatchObject({
      status: 2,
      attributes: { 'error.type': '500' },
    })
  })
})
