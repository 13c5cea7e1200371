import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  type CustomFetchOptions,
  calculatePKCECodeChallenge,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  None,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client'
import { KikuError } from '../../../../domain/errors.ts'
import { withDeadline } from '../../../../domain/with-deadline.ts'
import type { Clock } from '../../../../ports/clock.ts'
import { isLoopback } from '../../../common/http/check-origin.ts'
import type { OidcOptions } from '../access-options.ts'

/** The OpenID provider, asked when somebody signs in and not before. */
export interface Provider {
  /** Where the browser is sent. @throws KikuError `surface-unreachable` where the provider is down */
  begin(redirectUri: string): Promise<SignInRequest>
  /**
   * What the provider says of somebody who has come back.
   * @throws KikuError `surface-refused` where something does not fit, `surface-unreachable`
   */
  finish(callback: URL, checks: SignInChecks): Promise<Readonly<Record<string, unknown>>>
}

export interface SignInChecks {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
}

export interface SignInRequest extends SignInChecks {
  readonly url: URL
}

/** Of one request to the provider; of all that one step takes. */
const REQUEST_MS = 8_000
const STEP_MS = 20_000
const MOST_BYTES = 1024 * 1024
/** A provider that was down is not asked again at once by everybody who waits for it. */
const AGAIN_MS = 3_000

/** @param stopping ends all requests */
export function createProvider(options: OidcOptions, clock: Clock, stopping: AbortSignal): Provider {
  let found: { readonly configuration: Promise<Configuration>; failedAt?: number } | undefined

  function discover(): Promise<Configuration> {
    if (found?.failedAt !== undefined && clock.elapsed() - found.failedAt >= AGAIN_MS) found = undefined
    if (found === undefined) {
      const finding: { readonly configuration: Promise<Configuration>; failedAt?: number } = {
        configuration: findConfiguration(options, stopping),
      }
      finding.configuration.catch(() => {
        finding.failedAt = clock.elapsed()
      })
      found = finding
    }
    return found.configuration
  }

  const step = <T>(work: (configuration: Configuration) => Promise<T>): Promise<T> =>
    withDeadline({ signal: stopping, timeoutMs: STEP_MS, what: 'sign-in at the provider' }, async () =>
      work(await discover()),
    ).catch((thrown: unknown) => {
      throw explain(thrown)
    })

  return {
    begin: (redirectUri) =>
      step(async (configuration) => {
        const checks = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() }
        const url = buildAuthorizationUrl(configuration, {
          redirect_uri: redirectUri,
          scope: scopeOf(configuration),
          state: checks.state,
          nonce: checks.nonce,
          code_challenge: await calculatePKCECodeChallenge(checks.verifier),
          code_challenge_method: 'S256',
        })
        return { ...checks, url }
      }),
    finish: (callback, { state, nonce, verifier }) =>
      step(async (configuration) => {
        const tokens = await authorizationCodeGrant(configuration, callback, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        })
        const claims = tokens.claims()
        if (claims === undefined) throw new Error('The provider sent no ID token.')
        if (configuration.serverMetadata().userinfo_endpoint === undefined) return claims
        // Many tell no more than the subject in the ID token.
        const more = await fetchUserInfo(configuration, tokens.access_token, claims.sub)
        return { ...more, ...claims }
      }),
  }
}

async function findConfiguration(
  { issuer, clientId, clientSecret }: OidcOptions,
  stopping: AbortSignal,
): Promise<Configuration> {
  const url = new URL(issuer)
  // Without encryption only on this machine, where nobody listens in.
  const insecure = isLoopback(url.hostname) ? [allowInsecureRequests] : []
  return discovery(url, clientId, clientSecret, clientSecret === undefined ? None() : undefined, {
    execute: [enableNonRepudiationChecks, ...insecure],
    timeout: REQUEST_MS / 1000,
    [customFetch]: (address, request) => fetchBounded(address, request, stopping),
  })
}

/** Reads a reply whole within the deadline, as far as a reply of a provider goes. */
function fetchBounded(address: string, request: CustomFetchOptions, stopping: AbortSignal): Promise<Response> {
  const { method, headers, redirect, body = null } = request
  return withDeadline({ signal: stopping, timeoutMs: REQUEST_MS, what: 'reply of the provider' }, async (signal) => {
    const init = { method, headers, redirect, signal, ...(body === null ? {} : { body }) }
    const response = await fetch(address, init)
    const parts: Uint8Array<ArrayBuffer>[] = []
    let size = 0
    for await (const part of response.body ?? []) {
      size += part.byteLength
      if (size > MOST_BYTES) throw new Error('The reply of the provider is too long.')
      parts.push(new Uint8Array(part))
    }
    const { status, statusText } = response
    const isEmpty = status === 204 || status === 304
    return new Response(isEmpty ? null : new Blob(parts), { status, statusText, headers: response.headers })
  })
}

/** Scopes that a provider does not know may make it refuse. */
function scopeOf(configuration: Configuration): string {
  const known = configuration.serverMetadata().scopes_supported
  return ['openid', 'profile', 'email', 'groups']
    .filter((scope) => scope === 'openid' || (known === undefined ? scope !== 'groups' : known.includes(scope)))
    .join(' ')
}

/** Told apart by whether the same may go well later. What the provider wrote stays in the cause. */
function explain(thrown: unknown): KikuError {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code).slice(0, 60) : 'unknown'
  if (code.startsWith('OAUTH_') && !UNREACHED.includes(code)) {
    const message = 'The sign-in provider and Kiku do not agree.'
    return new KikuError('surface-refused', message, { cause: thrown, details: { code } })
  }
  const message = 'The sign-in provider cannot be reached.'
  return new KikuError('surface-unreachable', message, { retryable: true, cause: thrown, details: { code } })
}

/** Codes of openid-client where no reply came, or one of a server that is broken; the others say that a reply does not fit. */
const UNREACHED = ['OAUTH_TIMEOUT', 'OAUTH_ABORT', 'OAUTH_RESPONSE_IS_NOT_CONFORM', 'OAUTH_RESPONSE_IS_NOT_JSON']
