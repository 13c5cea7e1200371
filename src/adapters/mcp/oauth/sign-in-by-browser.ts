import { randomBytes } from 'node:crypto'
import { exchangeAuthorization, registerClient, startAuthorization } from '@modelcontextprotocol/sdk/client/auth.js'
import type { OAuthClientInformationMixed } from '@modelcontextprotocol/sdk/shared/auth.js'
import type { FetchLike } from '@modelcontextprotocol/sdk/shared/transport.js'
import { KikuError } from '../../../domain/errors.ts'
import { withDeadline } from '../../../domain/with-deadline.ts'
import { type Discovered, discover } from './discover.ts'
import { explainRefusal } from './explain-refusal.ts'
import { createGuardedFetch } from './guarded-fetch.ts'
import { listenForRedirect, type RedirectWords } from './listen-for-redirect.ts'
import { makeSignIn } from './make-sign-in.ts'
import type { ClientSettings, SignIn } from './sign-in.ts'

export interface BrowserSignIn {
  /** Of the server. */
  readonly url: string
  readonly settings: ClientSettings
  /** Shows the person the address to open. */
  readonly announce: (address: string) => void
  readonly words: RedirectWords
  /** Epoch milliseconds. */
  readonly now: () => number
  readonly fetch: FetchLike
  readonly timeoutMs?: number
}

const SIGN_IN_MS = 5 * 60_000
const STATE_BYTES = 32

/**
 * Has a person sign in with a browser: authorization code with PKCE, as a client that the authorization server knows or that
 * registers itself there (RFC 7636, RFC 7591, RFC 8252).
 * @throws KikuError `tool-failed`, `url-refused`, `config-invalid`, `deadline-exceeded`; the reason of the signal
 */
export function signInByBrowser(request: BrowserSignIn, signal: AbortSignal): Promise<SignIn> {
  const timeoutMs = request.timeoutMs ?? SIGN_IN_MS
  return withDeadline({ signal, timeoutMs, what: 'sign-in' }, async (inTime) => {
    const fetch = createGuardedFetch(request.url, inTime, request.fetch)
    const discovered = await discover(request.url, request.settings, fetch)
    const state = randomBytes(STATE_BYTES).toString('base64url')
    const port = request.settings.redirectPort ?? 0
    const listener = await listenForRedirect({ port, state, issuer: discovered.metadata.issuer }, request.words)
    const close = () => listener.close()
    inTime.addEventListener('abort', close, { once: true })
    try {
      inTime.throwIfAborted()
      return await signInAt(
        discovered,
        { redirectUrl: listener.url, code: listener.code, state },
        { ...request, fetch },
      )
    } finally {
      inTime.removeEventListener('abort', close)
      close()
    }
  })
}

interface Redirect {
  readonly redirectUrl: string
  readonly code: Promise<string>
  readonly state: string
}

/** @param request with a guarded `fetch` */
async function signInAt(
  discovered: Discovered,
  { redirectUrl, code, state }: Redirect,
  { url, settings, announce, now, fetch }: BrowserSignIn,
): Promise<SignIn> {
  const { issuer, metadata, resource } = discovered
  const scope = settings.scope ?? discovered.scope
  const client = clientOf(settings) ?? (await register(discovered, redirectUrl, scope, fetch))
  const about = { metadata, clientInformation: client, ...(resource === undefined ? {} : { resource }) }
  const { authorizationUrl, codeVerifier } = await explainRefusal('The server has no way to sign in that is safe', () =>
    startAuthorization(issuer, { ...about, redirectUrl, state, ...(scope === undefined ? {} : { scope }) }),
  )
  announce(authorizationUrl.href)
  const authorizationCode = await code
  const tokens = await explainRefusal('The server did not grant the sign-in', () =>
    exchangeAuthorization(issuer, {
      ...about,
      authorizationCode,
      codeVerifier,
      redirectUri: redirectUrl,
      fetchFn: fetch,
    }),
  )
  return makeSignIn({ url, discovered, client, tokens, now: now() })
}

export function clientOf({ clientId, clientSecret }: ClientSettings): OAuthClientInformationMixed | undefined {
  if (clientId === undefined) return undefined
  return { client_id: clientId, ...(clientSecret === undefined ? {} : { client_secret: clientSecret }) }
}

async function register(
  { issuer, metadata }: Discovered,
  redirectUrl: string,
  scope: string | undefined,
  fetch: FetchLike,
): Promise<OAuthClientInformationMixed> {
  if (metadata.registration_endpoint === undefined) {
    throw new KikuError('config-invalid', 'The server lets no program register itself.', {
      remedy: 'Register Kiku there by hand, and name it as oauth.clientId of the server.',
    })
  }
  const methods = metadata.token_endpoint_auth_methods_supported ?? ['none']
  const method = ['none', 'client_secret_basic', 'client_secret_post'].find((one) => methods.includes(one)) ?? 'none'
  return explainRefusal('The server did not let Kiku register', () =>
    registerClient(issuer, {
      metadata,
      clientMetadata: {
        client_name: 'Kiku',
        redirect_uris: [redirectUrl],
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        token_endpoint_auth_method: method,
      },
      ...(scope === undefined ? {} : { scope }),
      fetchFn: fetch,
    }),
  )
}
