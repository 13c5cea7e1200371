import type { OAuthClientInformationMixed, OAuthTokens } from '@modelcontextprotocol/sdk/shared/auth.js'
import type { Discovered } from './discover.ts'
import { SignIn } from './sign-in.ts'

export interface Granted {
  readonly url: string
  readonly discovered: Discovered
  readonly client: OAuthClientInformationMixed
  readonly tokens: OAuthTokens
  /** Epoch milliseconds. */
  readonly now: number
}

export function makeSignIn({ url, discovered, client, tokens, now }: Granted): SignIn {
  const { issuer, metadata, resource } = discovered
  // Only what is kept of each.
  return SignIn.parse({ url, issuer, metadata, resource, client, ...readTokens(tokens, now) })
}

/** @param now epoch milliseconds */
export function readTokens(
  { access_token, refresh_token, expires_in }: OAuthTokens,
  now: number,
): Pick<SignIn, 'accessToken' | 'refreshToken' | 'expiresAt'> {
  return {
    accessToken: access_token,
    ...(refresh_token === undefined ? {} : { refreshToken: refresh_token }),
    ...(expires_in === undefined ? {} : { expiresAt: now + expires_in * 1_000 }),
  }
}
