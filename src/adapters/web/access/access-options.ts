import type { AudienceLabel } from '../../../domain/audience.ts'
import type { BearerToken } from '../../common/http/token-book.ts'

/** Who may come in. With neither tokens nor OIDC only this machine may, and whoever sits at it is the owner. */
export interface AccessOptions {
  /** Where people reach Kiku, such as `https://kiku.example.com`, where that is not where it listens. */
  readonly publicUrl?: string
  /** Names other than its own under which it is reached, such as that of a proxy; without port. */
  readonly allowedHosts: readonly string[]
  /** Pages of other sites that may use the API with a token, such as `https://tools.example.com`. */
  readonly allowedOrigins: readonly string[]
  /** What the person at this machine may read, and everybody who signs in by OIDC unless that says otherwise. */
  readonly audience: readonly AudienceLabel[]
  readonly tokens: readonly WebToken[]
  readonly oidc?: OidcOptions
  /** Until a session is over; it is over after a third of this where it is not used. */
  readonly sessionMs: number
  /** Of one visitor, whose token says nothing else. */
  readonly requestsPerMinute: number
}

export interface WebToken extends BearerToken {
  readonly role: 'owner' | 'member'
  readonly requestsPerMinute?: number
}

/** Sign-in by an OpenID provider (https://openid.net/specs/openid-connect-core-1_0.html). */
export interface OidcOptions {
  readonly issuer: string
  readonly clientId: string
  /** Without it Kiku is a public client, which PKCE alone protects. */
  readonly clientSecret?: string
  /** Verified email addresses of owners. */
  readonly owners: readonly string[]
  /** Groups whose members are owners. */
  readonly ownerGroups: readonly string[]
  /** Verified email addresses, or domains as `@example.com`, that may sign in; all whom the provider lets in where empty. */
  readonly members: readonly string[]
  /** The claim that lists the groups of a person. */
  readonly groupsClaim: string
  /** What the members of a group may read besides. */
  readonly groups: Readonly<Record<string, readonly AudienceLabel[]>>
  /** What everybody may read who signs in. */
  readonly audience?: readonly AudienceLabel[]
}

/** Whether somebody has to show who they are. */
export function needsSignIn({ tokens, oidc }: Pick<AccessOptions, 'tokens' | 'oidc'>): boolean {
  return tokens.length > 0 || oidc !== undefined
}
