import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AccessOptions } from '../../../../src/adapters/web/access/access-options.ts'
import { createSessions } from '../../../../src/adapters/web/access/sessions.ts'
import type { Visitor } from '../../../../src/adapters/web/access/visitor.ts'
import type { WebSurface } from '../../../../src/adapters/web/create-web-surface.ts'
import {
  ALICE,
  BOB,
  createWebBench,
  FORM,
  JSON_BODY,
  OWN_PAGE,
  portOf,
  tokenFor,
  type WebBench,
} from '../server/web-bench.ts'
import { cookieOf } from './browser.ts'

const NAVIGATION = {
  accept: 'text/html',
  'sec-fetch-mode': 'navigate',
  'sec-fetch-dest': 'document',
  'sec-fetch-site': 'none',
}
const HOUR_MS = 3_600_000

describe('signing in on the page with a token', () => {
  let bench: WebBench
  beforeEach(() => {
    bench = createWebBench()
  })
  afterEach(() => bench.close())

  const start = (access: Partial<AccessOptions> = {}) =>
    bench.start({ access: { tokens: [tokenFor('alice', ALICE, { role: 'owner' }), tokenFor('bob', BOB)], ...access } })
  const signIn = (surface: WebSurface, token: string, more: { to?: string; headers?: Record<string, string> } = {}) =>
    bench.send(surface, '/auth/token', {
      method: 'POST',
      headers: { ...FORM, ...OWN_PAGE, ...more.headers },
      body: new URLSearchParams({ token, to: more.to ?? '/' }).toString(),
    })
  const who = (surface: WebSurface, cookie: string) => bench.send(surface, '/v1/who', { headers: { cookie } })

  it('leads a browser that opens a place to the form, and from there back', async () => {
    const surface = await start()

    const opened = await bench.send(surface, '/threads/web:a?x=1', { headers: NAVIGATION })
    const form = await bench.send(surface, String(opened.headers.location), { headers: NAVIGATION })
    const entered = await signIn(surface, ALICE, { to: '/threads/web:a?x=1' })

    expect(opened).toMatchObject({
      status: 303,
      headers: { location: '/auth/sign-in?to=%2Fthreads%2Fweb%3Aa%3Fx%3D1' },
    })
    expect(form.status).toBe(200)
    expect(form.body).toContain('<input type="hidden" name="to" value="/threads/web:a?x=1">')
    expect(entered).toMatchObject({ status: 303, headers: { location: '/threads/web:a?x=1' } })
    expect(JSON.parse((await who(surface, cookieOf(entered))).body)).toMatchObject({
      id: 'web:alice',
      role: 'owner',
      by: 'session',
    })
  })

  it('speaks Japanese too, and needs neither script nor style in the page', async () => {
    const surface = await start()

    const form = await bench.send(surface, '/auth/sign-in', { headers: { 'accept-language': 'ja,en;q=0.5' } })
    const style = await bench.send(surface, '/auth/style.css')

    expect(form.body).toContain('<html lang="ja">')
    expect(form.body).toContain('トークンでサインイン')
    expect(form.body).not.toMatch(/<script|<style|style=|onclick/)
    expect(form.headers['referrer-policy']).toBe('same-origin')
    expect(style.headers['content-type']).toBe('text/css; charset=utf-8')
  })

  it('sets a cookie that no script and no other site gets at', async () => {
    const plain = await signIn(await start(), ALICE)
    const encrypted = await signIn(await start({ publicUrl: 'https://kiku.example.com' }), ALICE, {
      headers: { host: 'kiku.example.com' },
    })

    expect(plain.headers['set-cookie']).toEqual([
      expect.stringMatching(/^kiku-\d+=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax$/),
    ])
    expect(encrypted.headers['set-cookie']).toEqual([
      expect.stringMatching(/^__Host-kiku=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax; Secure$/),
    ])
  })

  it.each([
    '//evil.example/',
    'https://evil.example/',
    '/\\evil.example',
    '/\t/evil.example',
    '\\\\evil.example',
    'javascript:alert(1)',
    '/auth/sign-out',
    '/"><script>alert(1)</script>',
  ])('leads nobody elsewhere by %j', async (to) => {
    const surface = await start()

    const form = await bench.send(surface, `/auth/sign-in?to=${encodeURIComponent(to)}`)
    const entered = await signIn(surface, ALICE, { to })

    expect(form.body).not.toContain('<script')
    expect(String(entered.headers.location)).toMatch(/^\/($|%22%3E%3Cscript)/)
  })

  it('refuses a token that is wrong, in words for whoever typed it', async () => {
    const surface = await start()

    const reply = await signIn(surface, 'wrong"><b>')

    expect(reply.status).toBe(401)
    expect(reply.body).toContain('<p role="alert">This token is not valid, or has expired.</p>')
    expect(reply.body).not.toContain('<b>')
    expect(reply.headers['set-cookie']).toBeUndefined()
  })

  it.each([
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['another site, in an old browser', { 'sec-fetch-site': 'none', origin: 'https://evil.example' }],
    ['nobody knows where', { 'sec-fetch-site': 'none' }],
  ])('is not begun by the form of %s', async (_, headers) => {
    const surface = await start()

    const reply = await signIn(surface, ALICE, { headers })

    expect(reply.status).toBe(403)
    expect(reply.headers['set-cookie']).toBeUndefined()
  })

  it('may fail so often a minute from one address, and then waits', async () => {
    const surface = await start()
    for (let count = 0; count < 10; count += 1) await signIn(surface, 'wrong')

    const right = await signIn(surface, ALICE)
    bench.clock.pass(60_000)
    const later = await signIn(surface, ALICE)

    expect(right).toMatchObject({ status: 429, headers: { 'retry-after': '60' } })
    expect(right.body).toContain('Please wait 60 seconds.')
    expect(later.status).toBe(303)
  })

  it('tells addresses behind a proxy apart by what the proxy says, and by nothing else', async () => {
    const proxied = await start({ publicUrl: 'https://kiku.example.com' })
    const direct = await start()
    const from = (address: string) => ({ headers: { 'x-forwarded-for': `198.51.100.9, ${address}` } })
    for (let count = 0; count < 10; count += 1) {
      await signIn(proxied, 'wrong', from('203.0.113.7'))
      await signIn(direct, 'wrong', from(`203.0.113.${count}`))
    }

    const same = await signIn(proxied, ALICE, from('203.0.113.7'))
    const other = await signIn(proxied, ALICE, from('203.0.113.8'))
    const pretended = await signIn(direct, ALICE, from('203.0.113.99'))

    expect([same.status, other.status, pretended.status]).toEqual([429, 303, 429])
  })

  it.each([
    ['was not used for a third of its time', 4 * HOUR_MS, 1],
    ['has come to its end, however often it was used', 3 * HOUR_MS, 4],
  ])('is over when the session %s', async (_, stepMs, steps) => {
    const surface = await start()
    const cookie = cookieOf(await signIn(surface, ALICE))
    for (let step = 1; step < steps; step += 1) {
      bench.clock.pass(stepMs)
      await who(surface, cookie)
    }

    bench.clock.pass(stepMs - 1)
    const before = await who(surface, cookie)
    bench.clock.pass(4 * HOUR_MS)
    const after = await who(surface, cookie)

    expect([before.status, after.status]).toEqual([200, 401])
  })

  it('is over when the token expires', async () => {
    const expiresAt = bench.clock.now() + 60_000
    const surface = await start({ tokens: [tokenFor('alice', ALICE, { expiresAt })] })
    const cookie = cookieOf(await signIn(surface, ALICE))

    bench.clock.pass(60_000)

    expect((await who(surface, cookie)).status).toBe(401)
  })

  it('is undone by signing out, which no other site can do', async () => {
    const surface = await start()
    const cookie = cookieOf(await signIn(surface, ALICE))
    const signOut = (headers: Record<string, string>) =>
      bench.send(surface, '/auth/sign-out', { method: 'POST', headers: { ...headers, cookie } })

    const forged = await signOut({ 'sec-fetch-site': 'cross-site' })
    const still = await who(surface, cookie)
    const out = await signOut(OWN_PAGE)
    const after = await who(surface, cookie)

    expect([forged.status, still.status, out.status, after.status]).toEqual([403, 200, 204, 401])
    expect(out.headers['set-cookie']).toEqual([expect.stringMatching(/^kiku-\d+=; Max-Age=0; /)])
  })

  it('gives a new secret each time, and takes none that a browser came with', async () => {
    const surface = await start()
    const planted = `kiku-${portOf(surface)}=${'a'.repeat(43)}`

    const first = cookieOf(await signIn(surface, ALICE, { headers: { cookie: planted } }))
    const second = cookieOf(await signIn(surface, ALICE, { headers: { cookie: first } }))

    expect(new Set([planted, first, second]).size).toBe(3)
    expect((await who(surface, planted)).status).toBe(401)
    expect((await who(surface, first)).status).toBe(401)
    expect((await who(surface, second)).status).toBe(200)
    expect((await who(surface, `${second}; ${planted}`)).status).toBe(401)
  })

  it.each([
    ['another site', 403, { 'sec-fetch-site': 'cross-site' }],
    ['a neighbour on the same site', 403, { 'sec-fetch-site': 'same-site' }],
    ['a browser that says nothing', 403, {}],
    ['our page', 200, OWN_PAGE],
  ])('lets %s change something: %i', async (_, status, headers) => {
    const surface = await start()
    const cookie = cookieOf(await signIn(surface, ALICE))

    const reply = await bench.send(surface, '/v1/echo', {
      method: 'POST',
      headers: { ...JSON_BODY, ...headers, cookie },
      body: '{}',
    })
    const removal = await bench.send(surface, '/v1/things/1', { method: 'DELETE', headers: { ...headers, cookie } })

    expect(reply.status).toBe(status)
    expect(removal.status).toBe(status === 200 ? 204 : 403)
  })

  it('decides less than a token in the header, also one that is wrong', async () => {
    const surface = await start()
    const cookie = cookieOf(await signIn(surface, ALICE))

    const other = await bench.send(surface, '/v1/who', { headers: { cookie, authorization: `Bearer ${BOB}` } })
    const wrong = await bench.send(surface, '/v1/who', { headers: { cookie, authorization: 'Bearer wrong' } })

    expect(JSON.parse(other.body)).toMatchObject({ id: 'web:bob', by: 'token' })
    expect(wrong.status).toBe(401)
  })

  it('writes no secret into the log', async () => {
    const surface = await start()
    const cookie = cookieOf(await signIn(surface, ALICE))
    await signIn(surface, 'wrong-secret')

    const log = JSON.stringify(bench.lines)

    expect(log).toContain('web-signed-in')
    for (const secret of [ALICE, 'wrong-secret', cookie.split('=')[1] ?? '?']) expect(log).not.toContain(secret)
  })
})

describe('sessions', () => {
  const visitor = (name: string): Visitor => ({ id: `web:${name}`, name, labels: [], role: 'member', by: 'session' })
  const clock = { now: () => 0, elapsed: () => 0 }
  const bounds = { ageMs: 1_000, idleMs: 1_000, most: 4, mostPerVisitor: 2 }

  it('are so many, for one person and for all; the least recently used go', () => {
    const sessions = createSessions(bounds, clock)
    const [first, second] = [sessions.open({ visitor: visitor('a') }), sessions.open({ visitor: visitor('a') })]
    sessions.find(first)

    const third = sessions.open({ visitor: visitor('a') })
    const others = ['b', 'c', 'd'].map((name) => sessions.open({ visitor: visitor(name) }))

    expect(sessions.size).toBe(4)
    expect([first, second, third, ...others].map((secret) => sessions.find(secret)?.id)).toEqual([
      undefined,
      undefined,
      'web:a',
      'web:b',
      'web:c',
      'web:d',
    ])
  })
})
