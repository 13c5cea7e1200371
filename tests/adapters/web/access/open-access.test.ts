import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  ALICE,
  bearer,
  createWebBench,
  FORM,
  JSON_BODY,
  OWN_PAGE,
  portOf,
  tokenFor,
  type WebBench,
} from '../server/web-bench.ts'

const CURL = { 'user-agent': 'curl/8.14.1', accept: '*/*' }
const UPLOAD = { 'content-type': 'multipart/form-data; boundary=x' }

describe('the page of this machine, without sign-in', () => {
  let bench: WebBench
  beforeEach(() => {
    bench = createWebBench()
  })
  afterEach(() => bench.close())

  it('takes whoever sits at it for the owner', async () => {
    const surface = await bench.start({ access: { audience: ['group:finance'] } })

    const reply = await bench.send(surface, '/v1/who')

    expect(JSON.parse(reply.body)).toEqual({
      id: 'web:local',
      name: 'local',
      labels: ['public', 'group:finance', 'person:web:local'],
      role: 'owner',
      by: 'none',
    })
  })

  it.each([
    ['a name that was bound to this machine', { host: 'evil.example' }],
    ['a name that begins like ours', { host: 'localhost.evil.example' }],
    ['an address that is not ours', { host: '10.0.0.7' }],
    ['a proxy before it', { 'x-forwarded-for': '203.0.113.7' }],
    ['the page of another site', { origin: 'https://evil.example' }],
    ['another port of this machine', { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors' }],
    [
      'a frame of another site',
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' },
    ],
    ['a page from a file', { origin: 'null' }],
  ])('refuses %s', async (_, headers) => {
    const surface = await bench.start()

    const reply = await bench.send(surface, '/v1/who', { headers })

    expect(reply.status).toBe(403)
    expect(reply.headers['content-type']).toBe('application/problem+json; charset=utf-8')
    expect(reply.body).not.toContain('web:local')
  })

  it.each([
    ['localhost', { host: 'localhost:9' }],
    ['the address of version 6', { host: '[::1]:4747' }],
    [
      'a link that was followed',
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
    ],
    [
      'an address that was typed in',
      { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
    ],
  ])('lets %s in', async (_, headers) => {
    const surface = await bench.start()

    const reply = await bench.send(surface, '/v1/who', { headers })

    expect(reply.status).toBe(200)
  })

  it.each([
    ['a form of another site', 403, { ...FORM, 'sec-fetch-site': 'cross-site' }],
    ['a form of another site in an old browser', 403, { ...FORM, origin: 'https://evil.example' }],
    ['a form of nobody knows where', 403, FORM],
    ['a text of nobody knows where', 403, { 'content-type': 'text/plain' }],
    ['an upload of nobody knows where', 403, { 'content-type': 'multipart/form-data; boundary=x' }],
    ['JSON in disguise', 403, { 'content-type': 'text/plain; a=application/json' }],
    ['nothing said at all', 403, {}],
    ['JSON of the page of another site', 403, { ...JSON_BODY, 'sec-fetch-site': 'cross-site' }],
    ['JSON of another port of this machine', 403, { ...JSON_BODY, 'sec-fetch-site': 'same-site' }],
    ['JSON of a program', 200, JSON_BODY],
    ['JSON of our page', 200, { ...JSON_BODY, ...OWN_PAGE }],
    ['something empty of our page', 200, OWN_PAGE],
  ])('posted to with %s, answers %i', async (_, status, headers) => {
    const surface = await bench.start()

    const reply = await bench.send(surface, '/v1/echo', { method: 'POST', headers, body: '{}' })

    expect(reply.status).toBe(status)
  })

  it.each([
    ['a file', UPLOAD],
    ['a form by mistake', FORM],
    ['nothing at all', {}],
  ])('lets a program send %s that names itself as no browser does', async (_, headers) => {
    const surface = await bench.start()

    const named = await bench.send(surface, '/v1/echo', { method: 'POST', headers: { ...CURL, ...headers }, body: '' })
    const bearing = await bench.send(surface, '/v1/echo', {
      method: 'POST',
      headers: { ...headers, authorization: 'Bearer anything' },
      body: '',
    })

    expect([named.status, bearing.status]).toEqual([200, 200])
  })

  it('lets a program that sends as a browser does show by a token that it is none', async () => {
    const surface = await bench.start()
    const url = `http://127.0.0.1:${portOf(surface)}/v1/echo`
    const post = async (headers: Record<string, string>) => {
      const body = new FormData()
      body.append('file', new Blob(['# Note']), 'note.md')
      return (await fetch(url, { method: 'POST', headers, body })).status
    }

    const statuses = [await post({}), await post({ authorization: 'Bearer local' })]

    expect(statuses).toEqual([403, 200])
  })

  it.each([
    ['an origin', { origin: 'https://evil.example' }],
    ['an origin that is hidden', { origin: 'null' }],
    ['what it sends to other sites with', { 'sec-fetch-site': 'cross-site' }],
    ['what it sends itself with', { 'sec-fetch-site': 'none' }],
    ['what it sends with', { 'sec-fetch-mode': 'no-cors' }],
    ['where it sends it from', { referer: 'https://evil.example/form' }],
    ['cookies', { cookie: 'theme=dark' }],
    ['languages', { 'accept-language': 'en' }],
    ['a wish for pages', { accept: 'text/html,*/*;q=0.8' }],
    ['a wish for a safe connection', { 'upgrade-insecure-requests': '1' }],
    ['a link that tells on it', { 'ping-from': 'https://evil.example' }],
    ['the name of a browser', { 'user-agent': 'Mozilla/5.0 (X11; rv:69.0) Gecko/20100101 Firefox/69.0' }],
    ['the name of an old browser', { 'user-agent': 'Opera/9.80 (X11; Linux) Presto/2.12 Version/12.16' }],
    ['no name', { 'user-agent': '' }],
    ['a password of its address', { 'user-agent': '', authorization: 'Basic YTpi' }],
    ['a token for a page of another site', { origin: 'https://evil.example', authorization: 'Bearer x' }],
    ['another name of this machine', { host: 'rebound.example' }],
  ])('refuses an upload that has anything of a browser: %s', async (_, sign) => {
    const surface = await bench.start()
    const headers = { ...CURL, ...UPLOAD, ...sign }

    const reply = await bench.send(surface, '/v1/echo', { method: 'POST', headers, body: '' })

    expect(reply.status).toBe(403)
  })

  it('knows its own page by the origin where a browser says nothing else', async () => {
    const surface = await bench.start()
    const headers = { ...JSON_BODY, origin: `http://127.0.0.1:${portOf(surface)}` }

    const own = await bench.send(surface, '/v1/echo', { method: 'POST', headers, body: '1' })
    const neighbour = await bench.send(surface, '/v1/echo', {
      method: 'POST',
      headers: { ...JSON_BODY, origin: 'http://127.0.0.1:1' },
      body: '1',
    })

    expect([own.status, neighbour.status]).toEqual([200, 403])
  })

  it('has no page to sign in on', async () => {
    const surface = await bench.start()

    const reply = await bench.send(surface, '/auth/sign-in')

    expect(reply).toMatchObject({ status: 303, headers: { location: '/' } })
  })

  it.each([
    ['listens to others', { listenOn: { host: '0.0.0.0', port: 0 } }],
    ['listens to others by version 6', { listenOn: { host: '::', port: 0 } }],
    ['is reached by others through a proxy', { access: { publicUrl: 'https://kiku.example.com' } }],
    ['goes by another name', { access: { allowedHosts: ['kiku.example.com'] } }],
  ])('does not start where it %s', async (_, options) => {
    const starting = bench.start(options)

    await expect(starting).rejects.toMatchObject({
      code: 'config-invalid',
      message: expect.stringContaining('no sign-in'),
      remedy: expect.stringContaining('web.tokens'),
    })
  })

  it('starts for others once there is a token', async () => {
    const surface = await bench.start({
      listenOn: { host: '0.0.0.0', port: 0 },
      access: { tokens: [tokenFor('alice', ALICE)] },
    })

    const stranger = await bench.send(surface, '/v1/who')
    const alice = await bench.send(surface, '/v1/who', { headers: bearer(ALICE) })

    expect([stranger.status, alice.status]).toEqual([401, 200])
  })

  it('does not start with a label that is none', async () => {
    const starting = bench.start({ access: { audience: ['everything'] } })

    await expect(starting).rejects.toMatchObject({ code: 'config-invalid' })
  })
})
