import { fetchToken, refreshAuthorization } from '@modelcontextprotocol/sdk/client/auth.js'
import { ClientCredentialsProvider } from '@modelcontextprotocol/sdk/client/auth-extensions.js'
import {
  OAuthError,
  ServerError,
  TemporarilyUnavailableError,
  TooManyRequestsError,
} from '@modelcontextprotocol/sdk/server/auth/errors.js'
import type { FetchLike } from '@modelcontextprotocol/sdk/shared/transport.js'
import { discover } from './discover.ts'
import { explainRefusal } from './explain-refusal.ts'
import { createGuardedFetch } from './guarded-fetch.ts'
import { makeSignIn, readTokens } from './make-sign-in.ts'
import type { ClientSettings, SignIn } from './sign-in.ts'
import { clientOf } from './sign-in-by-browser.ts'

export interface Renewal {
  /** Of the server. */
  readonly url: string
  readonly settings: ClientSettings
  /** Epoch milliseconds. */
  readonly now: () => number
  readonly fetch: FetchLike
}

/**
 * Renews a sign-in where it was made; nothing is looked up.
 * @returns undefined when it holds no longer, and a person must sign in again
 * @throws KikuError `tool-failed`, `url-refused`, `deadline-exceeded`; the reason of the signal
 */
export async function refreshSignIn(
  signIn: SignIn,
  { url, settings, now, fetch }: Renewal,
  signal: AbortSignal,
): Promise<SignIn | undefined> {
  const { issuer, metadata, client, refreshToken, resource } = signIn
  if (refreshToken === undefined) return undefined
  return explainRefusal('The server did not renew the sign-in', async () => {
    try {
      const tokens = await refreshAuthorization(issuer, {
        ...{ metadata, refreshToken, fetchFn: createGuardedFetch(url, signal, fetch) },
        // The secret of the configuration may be a newer one.
        clientInformation: clientOf(settings) ?? client,
        ...(resource === undefined ? {} : { resource }),
      })
      return { ...signIn, ...readTokens(tokens, now()) }
    } catch (thrown) {
      if (isFinal(thrown)) return undefined
      throw thrown
    }
  })
}

/**
 * Signs in as a program, without a person (RFC 6749 §4.4).
 * @throws KikuError `tool-failed`, `url-refused`, `deadline-exceeded`; the reason of the signal
 */
export async function signInAsProgram({ url, settings, now, fetch }: Renewal, signal: AbortSignal): Promise<SignIn> {
  const guarded = createGuardedFetch(url, signal, fetch)
  const discovered = await discover(url, settings, guarded)
  const { issuer, metadata, resource } = discovered
  const { clientId = '', clientSecret = '' } = settings
  const scope = settings.scope ?? discovered.scope
  const wanted = scope === undefined ? {} : { scope }
  const provider = new ClientCredentialsProvider({ clientId, clientSecret, expectedIssuer: issuer, ...wanted })
  const tokens = await explainRefusal('The server did not grant the sign-in', () =>
    fetchToken(provider, issuer, { metadata, fetchFn: guarded, ...(resource === undefined ? {} : { resource }) }),
  )
  // The secret stays in the environment.
  return makeSignIn({ url, discovered, client: { client_id: clientId }, tokens, now: now() })
}

function isFinal(thrown: unknown): boolean {
  if (!(thrown instanceof OAuthError)) return false
  return ![ServerError, TemporarilyUnavailableError, TooManyRequestsError].some((passing) => thrown instanceof passing)
}
