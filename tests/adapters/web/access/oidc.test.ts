import { createServer } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AccessOptions, OidcOptions } from '../../../../src/adapters/web/access/access-options.ts'
import type { WebSurface } from '../../../../src/adapters/web/create-web-surface.ts'
import { ALICE, bearer, createWebBench, tokenFor, type WebBench } from '../server/web-bench.ts'
import { createBrowser } from './browser.ts'
import { CLIENT, type OpenIdProvider, startOpenIdProvider } from './openid-provider.ts'

const EMMA = { sub: 'auth0|17 & so', name: 'Emma\u0007 Müller', email: 'Emma@Example.com', email_verified: true }

describe('signing in by an OpenID provider', () => {
  let bench: WebBench
  let provider: OpenIdProvider
  let port: number
  beforeEach(async () => {
    bench = createWebBench()
    port = await freePort()
    provider = await startOpenIdProvider(`http://127.0.0.1:${port}/auth/callback`)
    provider.account = EMMA
  })
  afterEach(async () => {
    await bench.close()
    await provider.stop()
  })

  function start(oidc: Partial<OidcOptions> = {}, access: Partial<AccessOptions> = {}): Promise<WebSurface> {
    const options: OidcOptions = {
      ...{
        issuer: provider.issuer,
        ...CLIENT,
        owners: [],
        ownerGroups: [],
        members: [],
        groupsClaim: 'groups',
        groups: {},
      },
      ...oidc,
    }
    return bench.start({ listenOn: { host: '127.0.0.1', port }, access: { oidc: options, ...access } })
  }
  const here = (path: string) => `http://127.0.0.1:${port}${path}`
  const who = async (browser = createBrowser()) => JSON.parse((await browser.go(here('/v1/who'))).body)

  it('comes back as who the provider says, to where one wanted to go', async () => {
    await start()
    const browser = createBrowser()

    const form = await browser.go(here('/v1/who?x=1'))
    const reply = await browser.go(here('/auth/oidc?to=%2Fv1%2Fwho%3Fx%3D1'))

    expect(form.url).toBe(here('/auth/sign-in?to=%2Fv1%2Fwho%3Fx%3D1'))
    expect(form.body).toContain(`Sign in with ${new URL(provider.issuer).host}</a>`)
    expect(form.body).not.toContain('<form')
    expect(reply.url).toBe(here('/v1/who?x=1'))
    expect(JSON.parse(reply.body)).toEqual({
      id: expect.stringMatching(/^web:oidc\.[\w-]{22}$/),
      name: 'Emma Müller',
      labels: ['public', expect.stringMatching(/^person:web:oidc\.[\w-]{22}$/)],
      role: 'member',
      by: 'session',
    })
  })

  it('asks with a proof of its own for each sign-in', async () => {
    await start()
    const browser = createBrowser()

    await browser.go(here('/auth/oidc'))

    const asked = new URL(browser.visited.find((url) => url.startsWith(`${provider.issuer}/auth?`)) ?? '')
    expect(Object.fromEntries(asked.searchParams)).toMatchObject({
      response_type: 'code',
      client_id: 'kiku',
      scope: 'openid profile email groups',
      code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
    })
  })

  it.each([
    ['the owners by address', { owners: ['emma@example.com'] }, EMMA, 'owner', []],
    [
      'no owner by an address that nobody verified',
      { owners: ['emma@example.com'] },
      { ...EMMA, email_verified: false },
      'member',
      [],
    ],
    [
      'no owner by an address of which nothing is said',
      { owners: ['emma@example.com'] },
      { sub: 'x', email: EMMA.email },
      'member',
      [],
    ],
    ['the owners by group', { ownerGroups: ['kiku-admins'] }, { ...EMMA, groups: ['kiku-admins'] }, 'owner', []],
    [
      'the labels of groups, and of no others',
      { groups: { finance: ['group:finance'], 'all staff': ['slack:T1'], hr: ['group:hr'] } },
      { ...EMMA, groups: ['all staff', 'finance', 'constructor', '__proto__'] },
      'member',
      ['slack:T1', 'group:finance'],
    ],
    [
      'groups in another claim',
      { groupsClaim: 'roles', groups: { hr: ['group:hr'] } },
      { ...EMMA, roles: 'hr' },
      'member',
      ['group:hr'],
    ],
    ['groups that are none', { groups: { hr: ['group:hr'] } }, { ...EMMA, groups: { hr: true } }, 'member', []],
    ['what all may read', { audience: ['group:all'] }, EMMA, 'member', ['group:all']],
  ] as const)('knows %s', async (_, oidc, account, role, labels) => {
    await start(oidc, { audience: [] })
    provider.account = account
    const browser = createBrowser()
    await browser.go(here('/auth/oidc'))

    const visitor = await who(browser)

    expect(visitor.role).toBe(role)
    expect(visitor.labels).toEqual([...labels, `person:${visitor.id}`])
  })

  it.each([
    ['a domain', { members: ['@example.com'] }, EMMA, 200],
    ['an address', { members: ['emma@example.com'] }, EMMA, 200],
    ['an owner', { members: ['x@y.z'], owners: ['emma@example.com'] }, EMMA, 200],
    ['a group', { members: ['x@y.z'], groups: { hr: ['group:hr'] } }, { ...EMMA, groups: ['hr'] }, 200],
    ['another domain', { members: ['@example.com'] }, { ...EMMA, email: 'emma@evil-example.com' }, 403],
    ['a domain that nobody verified', { members: ['@example.com'] }, { ...EMMA, email_verified: false }, 403],
  ] as const)('lets in whom it was told to: %s', async (_, oidc, account, status) => {
    await start({ ...oidc })
    provider.account = account
    const browser = createBrowser()

    const reply = await browser.go(here('/auth/oidc?to=%2Fv1%2Fwho'))

    expect(reply.status).toBe(status)
    expect(browser.jarOf('127.0.0.1').has(`kiku-${port}`)).toBe(status === 200)
  })

  it('takes two people for two, and one for one', async () => {
    await start()
    const browsers = [createBrowser(), createBrowser(), createBrowser()] as const
    const ids: string[] = []
    for (const [index, browser] of browsers.entries()) {
      provider.account = index === 2 ? { ...EMMA, sub: 'other' } : EMMA
      await browser.go(here('/auth/oidc'))
      ids.push((await who(browser)).id)
    }

    expect(ids[0]).toBe(ids[1])
    expect(ids[2]).not.toBe(ids[0])
  })

  describe('what comes back', () => {
    /** Goes as far as the provider lets it, and stops before it comes back. */
    async function comeBack(browser: ReturnType<typeof createBrowser>): Promise<URL> {
      const { url } = await browser.go(here('/auth/oidc'), /\/auth\/callback\?/)
      return new URL(url)
    }

    it.each([
      ['another state', (url: URL) => url.searchParams.set('state', 'a'.repeat(43)), 400],
      ['no state', (url: URL) => url.searchParams.delete('state'), 400],
      ['another code', (url: URL) => url.searchParams.set('code', 'a'.repeat(43)), 502],
      ['no code', (url: URL) => url.searchParams.delete('code'), 502],
      ['another issuer', (url: URL) => url.searchParams.set('iss', 'https://evil.example'), 502],
    ] as const)('is refused with %s', async (_, change, status) => {
      await start()
      const browser = createBrowser()
      const back = await comeBack(browser)
      change(back)

      const reply = await browser.go(back.href)

      expect(reply.status).toBe(status)
      expect(reply.body).toContain('role="alert"')
      expect((await browser.go(here('/v1/who'))).url).toContain('/auth/sign-in')
    })

    it('is refused in another browser, and still taken in its own, once', async () => {
      await start()
      const [browser, other] = [createBrowser(), createBrowser()]
      const back = await comeBack(browser)

      const stolen = await other.go(back.href)
      const own = await browser.go(back.href)
      const again = await browser.go(back.href)

      expect([stolen.status, again.status]).toEqual([400, 400])
      expect(own.url).toBe(here('/'))
    })

    it('is refused where a second sign-in of the same browser is put in the place of the first', async () => {
      await start()
      const browser = createBrowser()
      const first = await comeBack(browser)
      const second = await comeBack(browser)
      const mixed = new URL(first)
      mixed.searchParams.set('code', second.searchParams.get('code') ?? '')

      const reply = await browser.go(mixed.href)

      // The proof of the one does not fit the code of the other.
      expect(reply.status).toBe(502)
    })

    it('is refused where the provider vouches for another sign-in than the one that was begun', async () => {
      await start()
      const browser = createBrowser()
      const { url } = await browser.go(here('/auth/oidc'), /\/auth\?/)
      const begun = new URL(url)
      begun.searchParams.set('nonce', 'a'.repeat(43))

      const reply = await browser.go(begun.href)

      expect(reply.status).toBe(502)
      expect(bench.lines.at(-1)).toMatchObject({ fields: { code: 'OAUTH_JWT_CLAIM_COMPARISON_FAILED' } })
    })

    it('may come from two tabs', async () => {
      await start()
      const browser = createBrowser()
      const [first, second] = [await comeBack(browser), await comeBack(browser)]

      const replies = [await browser.go(second.href), await browser.go(first.href)]

      expect(replies.map(({ url }) => url)).toEqual([here('/'), here('/')])
    })

    it('is refused after ten minutes', async () => {
      await start()
      const browser = createBrowser()
      const back = await comeBack(browser)

      bench.clock.pass(600_000)

      expect((await browser.go(back.href)).status).toBe(400)
    })

    it('may be a no', async () => {
      await start()
      provider.answer = 'deny'

      const reply = await createBrowser().go(here('/auth/oidc'))

      expect(reply).toMatchObject({ status: 401, body: expect.stringContaining('You were not signed in there.') })
    })
  })

  it('needs no secret where the provider knows Kiku as a public client', async () => {
    await provider.stop()
    provider = await startOpenIdProvider(here('/auth/callback'), { isPublicClient: true })
    provider.account = EMMA
    const { issuer } = provider
    const oidc = { clientId: 'kiku', owners: [], ownerGroups: [], members: [], groupsClaim: 'groups', groups: {} }
    await bench.start({ listenOn: { host: '127.0.0.1', port }, access: { oidc: { issuer, ...oidc } } })

    const reply = await createBrowser().go(here('/auth/oidc?to=%2Fv1%2Fwho'))

    expect(reply.status).toBe(200)
  })

  it('goes to the one address to which the provider sends people back', async () => {
    await start()
    const browser = createBrowser()

    await browser.go(`http://localhost:${port}/auth/oidc?to=%2Fv1%2Fwho`)

    expect(browser.visited[1]).toBe(here('/auth/oidc?to=%2Fv1%2Fwho'))
    expect(browser.visited.at(-1)).toBe(here('/v1/who'))
  })

  it('costs nothing else where the provider is down, and works once it is back', async () => {
    await start({}, { tokens: [tokenFor('alice', ALICE)] })
    await provider.stop()
    const browser = createBrowser()

    const down = await browser.go(here('/auth/oidc'))
    const byToken = await fetch(here('/v1/who'), { headers: bearer(ALICE) })
    provider = await startOpenIdProvider(here('/auth/callback'), { port: Number(new URL(provider.issuer).port) })
    provider.account = EMMA
    bench.clock.pass(3_000)
    const back = await browser.go(here('/auth/oidc?to=%2Fv1%2Fwho'))

    expect(down.status).toBe(503)
    expect(down.body).toContain('The sign-in service cannot be reached.')
    expect(down.body).toContain('<form')
    expect(byToken.status).toBe(200)
    expect(back.status).toBe(200)
  })

  it('asks the provider nothing before somebody signs in', async () => {
    await start()
    await createBrowser().go(here('/'))

    expect(provider.requests).toEqual([])
  })

  it('writes neither names nor secrets into the log', async () => {
    await start()
    await createBrowser().go(here('/auth/oidc'))

    const log = JSON.stringify(bench.lines)

    expect(log).toContain('web-signed-in')
    expect(log).not.toMatch(/emma|17 & so|client-secret/i)
  })

  it('needs to know where people reach it, unless that is this machine', async () => {
    const starting = bench.start({
      listenOn: { host: '0.0.0.0', port: 0 },
      access: {
        oidc: {
          issuer: provider.issuer,
          clientId: 'kiku',
          owners: [],
          ownerGroups: [],
          members: [],
          groupsClaim: 'groups',
          groups: {},
        },
      },
    })

    await expect(starting).rejects.toMatchObject({
      code: 'config-invalid',
      remedy: expect.stringContaining('web.publicUrl'),
    })
  })
})

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen({ host: '127.0.0.1', port: 0 }, () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
