import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { WebMount } from '../../../../src/adapters/web/create-web-surface.ts'
import { streamUpload } from '../../../../src/adapters/web/server/stream-upload.ts'
import { KikuError } from '../../../../src/domain/errors.ts'
import {
  ALICE,
  bearer,
  createWebBench,
  JSON_BODY,
  OWN_PAGE,
  recordInstruments,
  tokenFor,
  until,
  type WebBench,
} from './web-bench.ts'

/** Takes uploads of up to a hundred bytes. */
const mountUploads: WebMount = (app) => {
  app.post('/v1/sources', async (context) => {
    const { incoming } = context.env
    if (incoming === undefined) throw new Error('There is no request.')
    let bytes = 0
    for await (const part of streamUpload(incoming, { mostBytes: 100, idleMs: 50 })) bytes += part.length
    return context.json({ bytes })
  })
  app.get('/v1/busy', () => {
    throw new KikuError('queue-full', 'All of /home/emma is busy.', { retryable: true })
  })
}
const UPLOAD = { ...OWN_PAGE, 'content-type': 'multipart/form-data; boundary=x' }

describe('requests to the web surface', () => {
  let bench: WebBench
  beforeEach(() => {
    bench = createWebBench()
  })
  afterEach(() => bench.close())

  it.each([
    ['the page', 'GET', '/'],
    ['nothing', 'GET', '/v1/nothing'],
    ['a reply', 'GET', '/v1/who'],
    ['an error', 'GET', '/v1/broken'],
    ['a refusal', 'POST', '/v1/who'],
    ['no address at all', 'GET', '/a\\b'],
    ['the head of a reply', 'HEAD', '/v1/who'],
  ])('are answered with the headers that keep browsers safe: %s', async (_, method, path) => {
    const surface = await bench.start()

    const { headers } = await bench.send(surface, path, { method })

    expect(headers).toMatchObject({
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': expect.stringContaining('camera=()'),
      'cache-control': 'no-store',
      'x-request-id': expect.stringMatching(/^[\w-]{8,64}$/),
    })
    expect(headers['x-powered-by']).toBeUndefined()
  })

  it('keep the id that a proxy gave them, if it is one', async () => {
    const surface = await bench.start()
    const send = (id: string) => bench.send(surface, '/v1/who', { headers: { 'x-request-id': id } })

    const given = await send('0123-abcd')
    const odd = await send('a b"')

    expect(given.headers['x-request-id']).toBe('0123-abcd')
    expect(odd.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
  })

  it.each([
    ['GET', '/v1/nothing', 404, 'not-found', undefined],
    ['POST', '/nothing', 404, 'not-found', undefined],
    ['POST', '/v1/who', 405, 'method-not-allowed', 'GET, HEAD'],
    ['GET', '/v1/things/7', 405, 'method-not-allowed', 'DELETE'],
    ['OPTIONS', '/v1/echo', 405, 'method-not-allowed', 'POST'],
    ['GET', '/v1/broken', 500, 'internal', undefined],
  ])('%s %s is answered with a problem: %i', async (method, path, status, code, allow) => {
    const surface = await bench.start()

    const reply = await bench.send(surface, path, { method, headers: { ...OWN_PAGE, 'accept-language': 'ja' } })

    expect(reply.status).toBe(status)
    expect(reply.headers['content-type']).toBe('application/problem+json; charset=utf-8')
    expect(reply.headers.allow).toBe(allow)
    expect(JSON.parse(reply.body)).toMatchObject({
      type: 'about:blank',
      status,
      code,
      title: expect.stringMatching(/。$/),
    })
    expect(reply.body).not.toContain('swordfish')
  })

  it('that fail are told in a sentence for people, and logged by their code alone', async () => {
    const surface = await bench.start({ mount: [mountUploads] })

    const reply = await bench.send(surface, '/v1/busy')

    expect(reply.status).toBe(503)
    expect(JSON.parse(reply.body)).toEqual({
      type: 'about:blank',
      title: 'Too many questions are waiting.',
      status: 503,
      code: 'queue-full',
      detail: 'Please ask again in a moment.',
      retryable: true,
    })
    expect(bench.lines).toContainEqual({
      event: 'web-request-broken',
      fields: { code: 'queue-full', requestId: reply.headers['x-request-id'] },
    })
  })

  it('for the head alone get no body', async () => {
    const surface = await bench.start()

    const reply = await bench.send(surface, '/v1/who', { method: 'HEAD' })

    expect(reply).toMatchObject({ status: 200, body: '' })
  })

  it.each([
    ['said beforehand', { 'content-length': '3000' }],
    ['not said', { 'transfer-encoding': 'chunked' }],
  ])('with a body that is too large are refused: %s', async (_, headers) => {
    const surface = await bench.start({ limits: { bodyBytes: 2_000 } })

    const reply = await bench.send(surface, '/v1/echo', {
      method: 'POST',
      headers: { ...JSON_BODY, ...headers },
      body: 'x'.repeat(3_000),
    })

    expect(reply.status).toBe(413)
    expect(JSON.parse(reply.body)).toMatchObject({ code: 'body-too-large' })
  })

  it('with a body are read whole, in any script', async () => {
    const surface = await bench.start()
    const body = JSON.stringify({ question: '経費の締め日は？', filler: 'ü'.repeat(90_000) })

    const reply = await bench.send(surface, '/v1/echo', { method: 'POST', headers: JSON_BODY, body })

    expect(reply.body).toBe(body)
  })

  it('with a compressed body are refused, so that nothing grows', async () => {
    const surface = await bench.start()

    const reply = await bench.send(surface, '/v1/echo', {
      method: 'POST',
      headers: { ...JSON_BODY, 'content-encoding': 'gzip' },
      body: 'x',
    })

    expect(reply.status).toBe(415)
  })

  it('whose body comes too slowly are refused', async () => {
    const surface = await bench.start({ limits: { bodyMs: 30 } })
    const socket = bench.open(surface)
    let reply = ''
    socket.setEncoding('utf8').on('data', (part: string) => {
      reply += part
    })

    socket.write(
      'POST /v1/echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{',
    )
    await new Promise((resolve) => socket.once('close', resolve))

    expect(reply).toMatch(/^HTTP\/1\.1 408 /)
    expect(reply).toContain('"code":"body-slow"')
  })

  it('whose headers come too slowly are cut off', async () => {
    const surface = await bench.start({ limits: { headersMs: 40, requestMs: 80, checkMs: 10 } })
    const sockets = [bench.open(surface), bench.open(surface)]
    const closed = sockets.map((socket) => new Promise((resolve) => socket.resume().once('close', resolve)))

    sockets[0]?.write('GET /v1/who HTTP/1.1\r\nHost: localhost\r\nX-Slow: a')

    // The other one never says anything.
    await Promise.all(closed)
  })

  it.each([
    ['no host', 'GET / HTTP/1.1\r\n\r\n'],
    ['endless headers', `GET / HTTP/1.1\r\nHost: localhost\r\nX-A: ${'a'.repeat(20_000)}\r\n\r\n`],
    ['two lengths', 'POST /v1/echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\na'],
    [
      'a length and chunks',
      'POST /v1/echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['no HTTP', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
  ])('that are malformed are refused: %s', async (_, text) => {
    const surface = await bench.start()
    const socket = bench.open(surface)
    let reply = ''
    socket.setEncoding('utf8').on('data', (part: string) => {
      reply += part
    })

    socket.write(text)
    await new Promise((resolve) => socket.once('close', resolve))

    expect(reply).toMatch(/^HTTP\/1\.1 4/)
  })

  it('upload what fits, as it comes', async () => {
    const surface = await bench.start({ mount: [mountUploads], limits: { bodyBytes: 10 } })

    const reply = await bench.send(surface, '/v1/sources', { method: 'POST', headers: UPLOAD, body: 'x'.repeat(100) })

    expect(reply).toMatchObject({ status: 200, body: '{"bytes":100}' })
  })

  it.each([
    ['said beforehand', {}],
    ['not said', { 'transfer-encoding': 'chunked' }],
  ])('upload no more than the route takes: %s', async (_, headers) => {
    const surface = await bench.start({ mount: [mountUploads] })

    const reply = await bench.send(surface, '/v1/sources', {
      method: 'POST',
      headers: { ...UPLOAD, ...headers },
      body: 'x'.repeat(101),
    })

    expect(reply.status).toBe(413)
    expect(JSON.parse(reply.body)).toMatchObject({ code: 'document-too-large' })
  })

  it('that stop in the middle of an upload are cut off', async () => {
    const surface = await bench.start({ mount: [mountUploads] })
    const socket = bench.open(surface)

    socket.write(
      'POST /v1/sources HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 90\r\n\r\n--x',
    )

    await new Promise((resolve) => socket.resume().once('close', resolve))
  })

  it('are counted by their routes, never by their addresses', async () => {
    const instruments = recordInstruments()
    const surface = await bench.start({ instruments })

    await bench.send(surface, '/v1/things/secret-name', { method: 'DELETE', headers: OWN_PAGE })
    await bench.send(surface, '/v1/secret-name')
    await bench.send(surface, '/healthz', { method: 'PROPFIND' })

    await until(() => instruments.counted.length === 3)
    expect(instruments.counted).toEqual([
      { name: 'kiku_http_requests_total', method: 'DELETE', route: '/v1/things/:id', status: '204' },
      { name: 'kiku_http_requests_total', method: 'GET', route: 'page', status: '404' },
      { name: 'kiku_http_requests_total', method: 'PROPFIND', route: 'page', status: '405' },
    ])
  })

  it('that are refused show in the log, once a minute', async () => {
    const surface = await bench.start({ access: { tokens: [tokenFor('alice', ALICE)] } })

    for (let count = 0; count < 3; count += 1) await bench.send(surface, '/v1/who', { headers: bearer('wrong') })
    bench.clock.pass(60_000)
    await bench.send(surface, '/v1/who')

    await until(() => bench.lines.filter(({ event }) => event === 'web-request-refused').length === 2)
    expect(bench.lines.at(-1)).toEqual({ event: 'web-request-refused', fields: { status: 401, count: 3 } })
  })
})
