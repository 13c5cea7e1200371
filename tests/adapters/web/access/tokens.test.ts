import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ALICE, BOB, bearer, createWebBench, JSON_BODY, tokenFor, type WebBench } from '../server/web-bench.ts'

describe('tokens of the API', () => {
  let bench: WebBench
  beforeEach(() => {
    bench = createWebBench()
  })
  afterEach(() => bench.close())

  const start = (access = {}) =>
    bench.start({
      access: {
        tokens: [
          tokenFor('alice', ALICE, { role: 'owner', audience: ['group:finance'] }),
          tokenFor('bob', BOB, { requestsPerMinute: 2 }),
        ],
        ...access,
      },
    })

  it('say who comes, what they may read and whether they are an owner', async () => {
    const surface = await start()

    const alice = await bench.send(surface, '/v1/who', { headers: bearer(ALICE) })
    const bob = await bench.send(surface, '/v1/who', { headers: bearer(BOB) })

    expect(JSON.parse(alice.body)).toEqual({
      id: 'web:alice',
      name: 'alice',
      labels: ['group:finance', 'person:web:alice'],
      role: 'owner',
      by: 'token',
    })
    expect(JSON.parse(bob.body)).toMatchObject({ role: 'member', labels: ['public', 'person:web:bob'] })
  })

  it.each([
    ['none', {}, 'unauthorized'],
    ['a wrong one', bearer('wrong-0123456789abcdef0123456789abcdef'), 'token-refused'],
    ['the beginning of one', bearer(ALICE.slice(0, -1)), 'token-refused'],
    ['two at once', { authorization: `Bearer ${ALICE}, Bearer ${BOB}` }, 'token-refused'],
    ['another scheme', { authorization: `Basic ${btoa(`alice:${ALICE}`)}` }, 'token-refused'],
    ['its digest', bearer('0'.repeat(64)), 'token-refused'],
  ])('let nobody in with %s, by whatever path and method', async (_, headers, code) => {
    const surface = await start()

    const replies = [
      await bench.send(surface, '/v1/who', { headers }),
      await bench.send(surface, '/v1/nothing', { headers }),
      await bench.send(surface, '/v1/echo', { method: 'POST', headers: { ...headers, ...JSON_BODY }, body: '{}' }),
      await bench.send(surface, '/v1/who', { method: 'PUT', headers }),
    ]

    for (const reply of replies) {
      expect(reply.status).toBe(401)
      expect(reply.headers['www-authenticate']).toBe('Bearer realm="kiku"')
      expect(JSON.parse(reply.body)).toMatchObject({ code, status: 401 })
    }
  })

  it('are demanded on this machine too, once there are any', async () => {
    const surface = await start()

    const reply = await bench.send(surface, '/v1/who', { headers: { 'accept-language': 'ja' } })

    expect(reply.status).toBe(401)
    expect(JSON.parse(reply.body).title).toBe('サインインしていません。')
  })

  it('expire', async () => {
    const expiresAt = bench.clock.now() + 60_000
    const surface = await start({ tokens: [tokenFor('alice', ALICE, { expiresAt })] })

    const before = await bench.send(surface, '/v1/who', { headers: bearer(ALICE) })
    bench.clock.pass(60_000)
    const after = await bench.send(surface, '/v1/who', { headers: bearer(ALICE) })

    expect([before.status, after.status]).toEqual([200, 401])
  })

  it('have a rate each', async () => {
    const surface = await start()
    const send = (secret: string) => bench.send(surface, '/v1/who', { headers: bearer(secret) })
    await send(BOB)
    bench.clock.pass(15_000)
    await send(BOB)

    const third = await send(BOB)
    const others = await send(ALICE)
    bench.clock.pass(45_000)
    const later = await send(BOB)

    expect(third).toMatchObject({ status: 429, headers: { 'retry-after': '45' } })
    expect(JSON.parse(third.body)).toMatchObject({
      code: 'rate-limited',
      retryable: true,
      detail: 'Please wait 45 seconds.',
    })
    expect([others.status, later.status]).toEqual([200, 200])
  })

  it('are all that pages of known sites may use, and pages of others may use nothing', async () => {
    const surface = await start({ allowedOrigins: ['https://tools.example.com/'] })
    const known = { origin: 'https://tools.example.com', 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' }
    const foreign = { ...known, origin: 'https://evil.example' }
    const asking = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' }
    const send = (headers: Record<string, string>, method = 'GET') =>
      bench.send(surface, '/v1/who', { headers, method })

    const asked = await send({ ...known, ...asking }, 'OPTIONS')
    const withToken = await send({ ...known, ...bearer(ALICE) })
    const withoutToken = await send(known)
    const foreignAsked = await send({ ...foreign, ...asking }, 'OPTIONS')
    const foreignWithToken = await send({ ...foreign, ...bearer(ALICE) })

    expect(asked).toMatchObject({
      status: 204,
      headers: { 'access-control-allow-origin': 'https://tools.example.com' },
    })
    expect(asked.headers['access-control-allow-credentials']).toBeUndefined()
    expect(withToken).toMatchObject({
      status: 200,
      headers: {
        'access-control-allow-origin': 'https://tools.example.com',
        'cross-origin-resource-policy': 'cross-origin',
        vary: 'origin',
      },
    })
    for (const reply of [withoutToken, foreignAsked, foreignWithToken]) {
      expect(reply.status).toBe(403)
      expect(reply.headers['access-control-allow-origin']).toBeUndefined()
    }
  })

  it.each([
    ['by whatever name, as long as none is told', {}, 'kiku.internal:4747', 200],
    ['by a name that was told', { allowedHosts: ['kiku.internal'] }, 'Kiku.Internal:4747', 200],
    ['by the name of its address', { publicUrl: 'https://kiku.example.com' }, 'kiku.example.com', 200],
    ['by no other name then', { publicUrl: 'https://kiku.example.com' }, 'kiku.internal', 403],
  ])('are taken %s', async (_, access, host, status) => {
    const surface = await start(access)

    const reply = await bench.send(surface, '/v1/who', { headers: { ...bearer(ALICE), host } })
    const health = await bench.send(surface, '/healthz', { headers: { host } })

    expect([reply.status, health.status]).toEqual([status, 200])
  })

  it('are not needed for what anybody may see', async () => {
    const surface = await start()

    const reply = await bench.send(surface, '/healthz')

    expect(reply).toMatchObject({ status: 200, body: '{"visitor":null}' })
  })

  it.each([
    ['a hash that is none', [tokenFor('a', ALICE, { credential: { kind: 'sha256', hash: 'abc' } })]],
    ['a label that is none', [tokenFor('a', ALICE, { audience: ['everything'] })]],
    ['one name twice', [tokenFor('a', ALICE), tokenFor('a', BOB)]],
    ['one token twice', [tokenFor('a', ALICE), tokenFor('b', ALICE)]],
  ])('that are not fit are refused at the start: %s', async (_, tokens) => {
    const starting = start({ tokens })

    await expect(starting).rejects.toMatchObject({ code: 'config-invalid' })
  })
})
