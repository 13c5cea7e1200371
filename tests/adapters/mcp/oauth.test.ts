import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createAuthorizedFetch } from '../../../src/adapters/mcp/oauth/authorized-fetch.ts'
import type { ClientSettings } from '../../../src/adapters/mcp/oauth/sign-in.ts'
import { signInByBrowser } from '../../../src/adapters/mcp/oauth/sign-in-by-browser.ts'
import { createSignInFile } from '../../../src/adapters/mcp/oauth/sign-in-file.ts'
import { type FakeOAuth, type OAuthConduct, startOAuthServer } from '../../fakes/mcp/oauth-server.ts'
import { type McpBench, openMcpSource } from '../../fakes/mcp/open-source.ts'

const never = new AbortController().signal
const words = { done: 'Done. 完了', refused: 'Refused.', unknown: 'Nobody.' }
const BROWSER: ClientSettings = { grant: 'authorization-code' }

let server: FakeOAuth
let data: string
let now: number
const open: McpBench[] = []

beforeEach(async () => {
  server = await startOAuthServer()
  data = await mkdtemp(join(tmpdir(), 'kiku-mcp-'))
  now = 1_000_000
})
afterEach(async () => {
  await Promise.all(open.splice(0).map((source) => source.close()))
  await server.close()
  await rm(data, { recursive: true })
})

const fileOf = () => createSignInFile({ data, server: 'odd', url: server.url })

/** A process of Kiku that uses the server. */
function openKiku(settings = BROWSER, about: { readonly firstWaitMs?: number } = {}): McpBench {
  const how = { server: 'odd', url: server.url, file: fileOf(), settings, now: () => now, fetch: globalThis.fetch }
  const address = { kind: 'http', url: server.url, headers: {}, fetch: createAuthorizedFetch(how) } as const
  const source = openMcpSource(address, { rules: { ...RULES, readOnly: ['*'] }, ...about })
  open.push(source)
  return source
}
const RULES = { allow: [], deny: [], readOnly: [], trustAnnotations: false, audience: 'public' }

/** @param browse what the person does with the address */
async function login(settings = BROWSER, browse: (address: string) => unknown = server.browse, timeoutMs = 5_000) {
  const pages: unknown[] = []
  const announce = (address: string) => void Promise.resolve(browse(address)).then((page) => pages.push(page))
  const how = { url: server.url, settings, announce, words, now: () => now, fetch: globalThis.fetch, timeoutMs }
  await fileOf().save(await signInByBrowser(how, never))
  return pages
}

const count = (request: string) => server.requests.filter((one) => one === request).length

describe('a server that wants a sign-in', () => {
  it('says so, is not asked again and again, and works once a person has signed in', async () => {
    const kiku = openKiku(BROWSER, { firstWaitMs: 200 })

    await kiku.start(never)
    const before = { state: kiku.state(), requests: [...server.requests] }
    await login()
    await kiku.until(() => kiku.list().length > 0)

    expect(before).toEqual({ state: { kind: 'signed-out' }, requests: ['POST /mcp initialize'] })
    expect(await kiku.run('whoami')).toEqual({ text: 'you', isError: false })
    expect(kiku.state()).toMatchObject({ kind: 'connected', tools: 1 })
  })

  it('leaves what is secret in a file that the owner alone can read, and nowhere else', async () => {
    await login()
    const kiku = openKiku()
    await kiku.start(never)
    await kiku.run('whoami')
    server.revoke('access')
    await kiku.run('whoami')
    server.revoke('all')
    const refused: unknown = await kiku.run('whoami').catch((thrown: unknown) => thrown)

    const path = join(data, 'mcp-sign-ins')
    expect(await readdir(path)).toEqual([])
    const seen = JSON.stringify([kiku.log, `${refused}`, refused])
    expect([...server.secrets].filter((secret) => seen.includes(secret))).toEqual([])
    await login()
    expect((await stat(join(path, 'odd.json'))).mode & 0o777).toBe(0o600)
    expect((await stat(path)).mode & 0o777).toBe(0o700)
  })

  it('is called with a new token when the old one ends, and asked for one only once', async () => {
    server.conduct.expiresIn = 3_600
    await login()
    const kiku = openKiku()
    await kiku.start(never)
    now += 3_595_000

    await Promise.all([1, 2, 3, 4].map(() => kiku.run('whoami')))

    expect(count('POST /token refresh_token')).toBe(1)
    expect(count('GET /.well-known/oauth-authorization-server')).toBe(1)
  })

  it('is called with a new token when it takes the old one back', async () => {
    await login()
    const kiku = openKiku()
    await kiku.start(never)
    server.revoke('access')

    const results = await Promise.all([1, 2, 3].map(() => kiku.run('whoami')))

    expect(results.every(({ isError }) => !isError)).toBe(true)
    expect(count('POST /token refresh_token')).toBe(1)
  })

  it('is shared by several processes, which all go on after one has renewed it', async () => {
    await login()
    const [one, other] = [openKiku(), openKiku()]
    await Promise.all([one.start(never), other.start(never)])
    server.revoke('access')

    const answers = [await one.run('whoami'), await other.run('whoami')]

    expect(answers).toMatchObject([{ text: 'you' }, { text: 'you' }])
    // Their streams for news may notice at the very same time; then each of them renews.
    expect(count('POST /token refresh_token')).toBeLessThanOrEqual(2)
  })

  it('says what to do when it takes everything back, and loses its tools', async () => {
    await login()
    const kiku = openKiku(BROWSER, { firstWaitMs: 60_000 })
    await kiku.start(never)
    server.revoke('all')

    await expect(kiku.run('whoami')).rejects.toMatchObject({
      code: 'tool-missing',
      remedy: 'Run kiku mcp login odd',
    })
    await kiku.until(() => kiku.list().length === 0)
    await expect.poll(() => kiku.state()).toEqual({ kind: 'signed-out' })
    expect(count('POST /token refresh_token')).toBe(1)
  })

  it('keeps its sign-in while renewing fails for other reasons', async () => {
    await login()
    server.revoke('access')
    server.conduct.tokenReply = { status: 503, body: 'access-in-the-words' }
    const kiku = openKiku(BROWSER, { firstWaitMs: 50 })

    await kiku.start(never)
    const state = kiku.state()
    delete server.conduct.tokenReply
    await kiku.until(() => kiku.list().length > 0)

    expect(state).toEqual({ kind: 'lost', code: 'tool-failed' })
    expect(JSON.stringify(kiku.log)).not.toContain('access-in-the-words')
  })

  it('sends the token nowhere else', async () => {
    const other = await startOAuthServer()
    await login()
    server.conduct.moved = other.url
    const kiku = openKiku()

    await kiku.start(never)

    expect(kiku.state().kind).toBe('lost')
    expect(other.requests).toEqual([])
    await other.close()
  })
})

describe('a sign-in', () => {
  it('tells the person in the browser how it ended', async () => {
    const pages = await login()

    await expect.poll(() => pages).toEqual([{ status: 200, text: 'Done. 完了\n' }])
  })

  it('takes nothing from whoever does not know its state, and waits on', async () => {
    const wrong: number[] = []
    const pages = await login(BROWSER, async (address) => {
      const back = new URL(new URL(address).searchParams.get('redirect_uri') ?? '')
      for (const query of ['?code=stolen&state=wrong', '?code=stolen', '?error=access_denied&state=', '/../other']) {
        wrong.push((await fetch(`${back.href}${query}`)).status)
      }
      const rebound = await fetch(`${back.href.replace('127.0.0.1', 'localhost')}?code=stolen`).catch(() => undefined)
      wrong.push(rebound?.status ?? 404)
      return server.browse(address)
    })

    expect(wrong).toEqual([400, 400, 400, 404, 404])
    await expect.poll(() => pages).toMatchObject([{ status: 200 }])
  })

  it('is over when it has been made: nobody listens any more', async () => {
    let back = ''
    await login(BROWSER, (address) => {
      back = new URL(address).searchParams.get('redirect_uri') ?? ''
      return server.browse(address)
    })

    await expect(fetch(back)).rejects.toThrow()
  })

  it('can be declined', async () => {
    server.conduct.consent = 'denied'

    await expect(login()).rejects.toMatchObject({
      code: 'tool-failed',
      message: 'The sign-in was refused (access_denied).',
    })
  })

  it('is not waited for without end', async () => {
    await expect(login(BROWSER, () => {}, 200)).rejects.toMatchObject({ code: 'deadline-exceeded' })
  })

  it('repeats nothing of what a server says when it refuses', async () => {
    server.conduct.tokenReply = { status: 400, body: '{"error":"invalid_grant","error_description":"s3cret"}' }
    await expect(login()).rejects.toMatchObject({ message: 'The server did not grant the sign-in (invalid_grant).' })
    server.conduct.tokenReply = { status: 400, body: 's3cret' }
    await expect(login()).rejects.toMatchObject({ message: expect.not.stringContaining('s3cret') })
    server.conduct.tokenReply = { status: 200, body: `{"access_token":"${'x'.repeat(300_000)}","token_type":"b"}` }
    await expect(login()).rejects.toMatchObject({ code: 'url-failed' })
  })

  const told = (change: Record<string, unknown>) => (metadata: Record<string, unknown>) => ({ ...metadata, ...change })
  it.each<[string, Partial<OAuthConduct>]>([
    ['is for another server', { resource: 'https://bank.example/mcp' }],
    ['is described elsewhere', { metadataAt: 'https://evil.example/about' }],
    ['is made in a private network', { issuer: 'https://169.254.169.254' }],
    ['is made at an address within', { issuer: 'https://[fd00::1]/' }],
    ['is not encrypted', { issuer: 'http://sign-in.example' }],
    ['sends the code to a private network', { describe: told({ token_endpoint: 'https://10.0.0.1/token' }) }],
    ['has the person open something else', { describe: told({ authorization_endpoint: 'http://evil.example/' }) }],
  ])('is refused where it %s', async (_what, conduct) => {
    Object.assign(server.conduct, conduct)

    await expect(login()).rejects.toMatchObject({ code: 'url-refused' })

    expect(server.requests.filter((one) => one.startsWith('POST'))).toEqual([])
  })

  it.each<[string, Record<string, unknown>]>([
    ['no PKCE', { code_challenge_methods_supported: ['plain'] }],
    ['no codes', { response_types_supported: ['token'] }],
    ['no way to say so', { authorization_endpoint: 'javascript:alert(1)' }],
  ])('is refused where the server has %s', async (_what, change) => {
    server.conduct.describe = told(change)

    await expect(login()).rejects.toMatchObject({ code: 'tool-failed' })
  })

  it('is made as a client that the configuration names, where the server registers nobody', async () => {
    server.conduct.describe = ({ registration_endpoint: _none, ...told }) => told
    server.conduct.clients.set('kiku', 's3cret')
    const { issuer } = server
    const named = { ...BROWSER, clientId: 'kiku', clientSecret: 's3cret', issuer }

    await expect(login()).rejects.toMatchObject({ code: 'config-invalid', remedy: expect.stringContaining('clientId') })
    await expect(login({ ...named, issuer: 'https://trusted.example' })).rejects.toMatchObject({ code: 'url-refused' })
    await expect(login({ ...named, clientSecret: 'wrong' })).rejects.toMatchObject({
      message: 'The server did not grant the sign-in (invalid_client).',
    })
    await login(named)

    expect(await createSignInFile({ data, server: 'odd', url: server.url, clientId: 'kiku' }).read()).toBeDefined()
    expect(await createSignInFile({ data, server: 'odd', url: server.url, clientId: 'b' }).read()).toBeUndefined()
  })

  it('is good for its server alone, and can be forgotten', async () => {
    await login()
    const file = fileOf()

    expect(await createSignInFile({ data, server: 'odd', url: 'https://evil.example/mcp' }).read()).toBeUndefined()
    expect(await file.read()).toBeDefined()
    expect([await file.forget(), await file.forget()]).toEqual([true, false])
    expect(await file.read()).toBeUndefined()
  })
})

describe('a program', () => {
  it('signs in by itself, and again when that ends, without leaving its secret behind', async () => {
    server.conduct.clients.set('kiku', 's3cret')
    const { issuer } = server
    const kiku = openKiku({ grant: 'client-credentials', clientId: 'kiku', clientSecret: 's3cret', issuer })
    await kiku.start(never)
    server.revoke('all')

    await kiku.run('whoami')

    expect(count('POST /token client_credentials')).toBe(2)
    expect(await readFile(join(data, 'mcp-sign-ins', 'odd.json'), 'utf8')).not.toContain('s3cret')
  })

  it('shows its secret to nobody whom only the server names', async () => {
    server.conduct.clients.set('kiku', 's3cret')
    const kiku = openKiku({ grant: 'client-credentials', clientId: 'kiku', clientSecret: 's3cret' })

    await kiku.start(never)

    expect(kiku.state()).toMatchObject({ kind: 'lost', code: 'url-refused', remedy: expect.stringContaining('issuer') })
    expect(server.requests.filter((one) => one.startsWith('POST /token'))).toEqual([])
  })
})
