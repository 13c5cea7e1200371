import { randomBytes } from 'node:crypto'
import type { Context, Hono } from 'hono'
import { toKikuError } from '../../../../domain/errors.ts'
import type { Clock } from '../../../../ports/clock.ts'
import type { WebEnv } from '../../web-env.ts'
import type { AccessOptions, OidcOptions } from '../access-options.ts'
import { createCookieJar } from '../cookies.ts'
import { createPendingSignIns, PENDING_MS } from '../oidc/pending-sign-ins.ts'
import { readPerson } from '../oidc/person.ts'
import type { Provider } from '../oidc/provider.ts'
import { createRateWindows } from '../rate-windows.ts'
import type { SignInDesk } from './desk.ts'
import { BY_OIDC, CALLBACK, ownPath } from './places.ts'

export interface ByOidcParts {
  readonly options: AccessOptions
  readonly oidc: OidcOptions
  readonly provider: Provider
  /** Under which browsers reach Kiku, and to which the provider sends them back. */
  readonly url: string
  readonly desk: SignInDesk
  readonly clock: Clock
}

/** That one address may begin in a minute. */
const MOST_BEGUN = 30

/** Sends browsers to the provider, and takes in whoever comes back. */
export function mountByOidc(app: Hono<WebEnv>, { options, oidc, provider, url, desk, clock }: ByOidcParts): void {
  const pending = createPendingSignIns(clock)
  const browsers = createCookieJar({ name: 'kiku-signing-in', url })
  const begun = createRateWindows({ windowMs: 60_000, clock })
  const callback = new URL(CALLBACK, url)

  app.get(BY_OIDC, async (context) => {
    const to = ownPath(context.req.query('to'))
    // The provider sends people back to one address only, and cookies stay where they were set.
    if (context.req.header('host')?.toLowerCase() !== callback.host) {
      return context.redirect(new URL(`${BY_OIDC}?to=${encodeURIComponent(to)}`, url).href, 303)
    }
    const seconds = begun.of(desk.addressIn(context), MOST_BEGUN).take()
    if (seconds > 0) return desk.show(context, to, 'too-often', seconds)
    try {
      const request = await provider.begin(callback.href)
      const { state, nonce, verifier } = request
      // The same for several tabs, so that each of them can come back.
      const browser = browsers.read(context.req.header('cookie')) ?? randomBytes(32).toString('base64url')
      pending.add(state, { nonce, verifier, browser, to })
      context.header('set-cookie', browsers.write(browser, PENDING_MS / 1000), { append: true })
      return context.redirect(request.url.href, 303)
    } catch (thrown) {
      return explain(context, thrown, to)
    }
  })

  app.get(CALLBACK, async (context) => {
    const given = new URL(context.req.url).searchParams
    const state = given.get('state') ?? ''
    const found = pending.take(state, browsers.read(context.req.header('cookie')))
    if (found === undefined) return desk.fail(context, 'expired', '/')
    const { to, nonce, verifier } = found
    if (given.get('error') === 'access_denied') return desk.show(context, to, 'cancelled')
    const back = new URL(callback)
    back.search = given.toString()
    try {
      const claims = await provider.finish(back, { state, nonce, verifier })
      const visitor = readPerson(claims, oidc, options.audience)
      if (visitor === undefined) return desk.fail(context, 'not-welcome', to)
      return desk.enter(context, { visitor }, to)
    } catch (thrown) {
      return explain(context, thrown, to)
    }
  })

  function explain(context: Context<WebEnv>, thrown: unknown, to: string): Promise<Response> {
    const { code, details } = toKikuError(thrown)
    const trouble = code === 'surface-unreachable' ? 'provider-down' : 'provider-refused'
    return desk.fail(context, trouble, to, String(details.code ?? code))
  }
}
