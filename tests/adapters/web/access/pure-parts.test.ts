import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { createCookieJar } from '../../../../src/adapters/web/access/cookies.ts'
import { createPendingSignIns } from '../../../../src/adapters/web/access/oidc/pending-sign-ins.ts'
import { createRateWindows } from '../../../../src/adapters/web/access/rate-windows.ts'
import { SIGN_IN_STYLE } from '../../../../src/adapters/web/access/sign-in/style.ts'
import { createSignInLimits } from '../../../../src/adapters/web/access/sign-in-limits.ts'
import { requestLanguage } from '../../../../src/adapters/web/server/request-language.ts'

const clock = { now: () => 0, elapsed: () => 0 }
const VALUE = 'a'.repeat(43)

describe('cookies of Kiku', () => {
  const plain = createCookieJar({ name: 'kiku', url: 'http://127.0.0.1:4747' })

  it.each([
    ['none', undefined, undefined],
    ['another port', `kiku-4748=${VALUE}`, undefined],
    ['ours among others', `a=b; kiku-4747=${VALUE}; c`, VALUE],
    ['ours twice', `kiku-4747=${VALUE}; kiku-4747=${'b'.repeat(43)}`, undefined],
    ['ours with something else in it', 'kiku-4747=short', undefined],
    ['an insecure one beside a secure one', `kiku=${VALUE}`, undefined],
  ])('are read from a header: %s', (_, header, found) => {
    expect(plain.read(header)).toBe(found)
  })

  it('are bound to the host where they are sent encrypted', () => {
    const secure = createCookieJar({ name: 'kiku', url: 'https://kiku.example.com' })

    expect(secure.write(VALUE, 60)).toBe(`__Host-kiku=${VALUE}; Max-Age=60; Path=/; HttpOnly; SameSite=Lax; Secure`)
    expect(secure.read(`kiku=${VALUE}`)).toBeUndefined()
    expect(secure.read(`__Host-kiku=${VALUE}`)).toBe(VALUE)
  })
})

describe('limits of signing in', () => {
  const fail = (limits: ReturnType<typeof createSignInLimits>, addresses: readonly string[]) => {
    for (const address of addresses) limits.countFailure(address)
  }

  it('hold for one address, and not for its neighbour', () => {
    const limits = createSignInLimits({ failuresPerAddress: 2, failures: 100 }, clock)

    fail(limits, ['203.0.113.7', '::ffff:203.0.113.7'])

    expect([limits.wait('203.0.113.7'), limits.wait('203.0.113.8')]).toEqual([60, 0])
  })

  it('hold for a whole network of version 6', () => {
    const limits = createSignInLimits({ failuresPerAddress: 2, failures: 100 }, clock)

    fail(limits, ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::9'])

    expect([limits.wait('2001:db8:1:2:ffff::'), limits.wait('2001:db8:1:3::9'), limits.wait('::1')]).toEqual([60, 0, 0])
  })

  it('hold for everybody together', () => {
    const limits = createSignInLimits({ failuresPerAddress: 2, failures: 3 }, clock)

    fail(limits, ['203.0.113.1', '203.0.113.2', '203.0.113.3'])

    expect(limits.wait('203.0.113.4')).toBe(60)
  })
})

describe('what is kept of strangers', () => {
  it('are so many windows', () => {
    const windows = createRateWindows({ windowMs: 1_000, clock })
    windows.of('first', 1).take()

    for (let index = 0; index < 10_000; index += 1) windows.of(`other-${index}`, 1)

    expect(windows.of('first', 1).peek()).toBe(0)
  })

  it('are so many sign-ins that were begun', () => {
    const pending = createPendingSignIns(clock)
    const begun = { nonce: 'n', verifier: 'v', browser: 'b', to: '/' }

    for (let index = 0; index <= 2_000; index += 1) pending.add(`state-${index}`, begun)

    expect([pending.take('state-0', 'b'), pending.take('state-2000', 'b')?.to]).toEqual([undefined, '/'])
  })
})

describe('the language of a reply', () => {
  it.each([
    [undefined, 'auto', 'en'],
    ['ja', 'auto', 'ja'],
    ['ja-JP,ja;q=0.9,en;q=0.8', 'auto', 'ja'],
    ['en;q=0.5, ja;q=0.6', 'auto', 'ja'],
    ['fr, ja;q=0', 'auto', 'en'],
    ['ja;q=nonsense', 'auto', 'en'],
    ['*', 'auto', 'en'],
    ['en', 'ja', 'ja'],
  ] as const)('of %j, configured as %s, is %s', (header, configured, language) => {
    expect(requestLanguage(header, configured)).toBe(language)
  })
})

describe('the sign-in page', () => {
  it('has the colours of the page, in the light and in the dark', async () => {
    const tokens = await readFile('src/adapters/web/page/styles/tokens.css', 'utf8')
    const coloursOf = (name: string) => new RegExp(`--${name}: light-dark\\((#\\w+), (#\\w+)\\)`).exec(tokens)?.slice(1)
    const [light = '', dark = ''] = SIGN_IN_STYLE.split('@media')

    for (const [own, ofPage] of [
      ['ink', 'ink'],
      ['deed', 'accent'],
      ['bad', 'bad'],
    ]) {
      const [inLight, inDark] = coloursOf(ofPage ?? '') ?? []
      expect(light).toContain(`--${own}: ${inLight}`)
      expect(dark).toContain(`--${own}: ${inDark}`)
    }
  })
})
