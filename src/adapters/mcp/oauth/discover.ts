import {
  discoverAuthorizationServerMetadata,
  discoverOAuthProtectedResourceMetadata,
  extractWWWAuthenticateParams,
} from '@modelcontextprotocol/sdk/client/auth.js'
import type { AuthorizationServerMetadata } from '@modelcontextprotocol/sdk/shared/auth.js'
import { checkResourceAllowed, resourceUrlFromServerUrl } from '@modelcontextprotocol/sdk/shared/auth-utils.js'
import type { FetchLike } from '@modelcontextprotocol/sdk/shared/transport.js'
import { KikuError } from '../../../domain/errors.ts'
import { explainRefusal } from './explain-refusal.ts'
import { checkAddress } from './guarded-fetch.ts'
import type { ClientSettings } from './sign-in.ts'

/** Where and for what to sign in at a server. */
export interface Discovered {
  readonly issuer: string
  readonly metadata: AuthorizationServerMetadata
  readonly resource?: string
  /** What the server asks for. */
  readonly scope?: string
}

/**
 * Asks a server where to sign in. What it names must be for this very server, and where it may send anybody.
 * Source: modelcontextprotocol.io/specification/2025-11-25/basic/authorization (Authorization Server Discovery), RFC 9728, RFC 8414
 * @param fetch guarded
 * @throws KikuError `tool-failed`, `url-refused`, `deadline-exceeded`
 */
export async function discover(url: string, settings: ClientSettings, fetch: FetchLike): Promise<Discovered> {
  const asked = await explainRefusal('The server cannot be reached', () =>
    fetch(url, { headers: { Accept: 'text/event-stream' } }),
  )
  const { resourceMetadataUrl, scope: wanted } = extractWWWAuthenticateParams(asked)
  if (resourceMetadataUrl !== undefined) checkOrigin(resourceMetadataUrl, url)
  const named = resourceMetadataUrl === undefined ? {} : { resourceMetadataUrl }
  // Older servers have none and are their own authorization server.
  const about = await discoverOAuthProtectedResourceMetadata(url, named, fetch).catch(() => undefined)
  if (about !== undefined) checkResource(about.resource, url)
  const issuer = about?.authorization_servers?.[0] ?? new URL('/', url).href
  checkIssuer(issuer, url, settings)
  const metadata = await explainRefusal('The server says nowhere how to sign in', () =>
    discoverAuthorizationServerMetadata(issuer, { fetchFn: fetch }),
  )
  if (metadata === undefined) throw new KikuError('tool-failed', 'The server says nowhere how to sign in.')
  checkAddress(metadata.authorization_endpoint, url)
  checkAddress(metadata.token_endpoint, url)
  const scope = wanted ?? about?.scopes_supported?.join(' ')
  return {
    issuer,
    metadata,
    ...(about === undefined ? {} : { resource: about.resource }),
    ...(scope === undefined || scope === '' ? {} : { scope }),
  }
}

function checkOrigin(named: URL, url: string): void {
  if (named.origin === new URL(url).origin) return
  throw new KikuError('url-refused', `The server describes itself at ${named.origin}, which is another place.`)
}

// Else a server could have the secret of the configuration shown to whom it likes.
function checkIssuer(issuer: string, url: string, { issuer: trusted, clientSecret }: ClientSettings): void {
  if (!URL.canParse(issuer)) throw new KikuError('tool-failed', 'The server says nowhere how to sign in.')
  const isTrusted = trusted !== undefined && new URL(trusted).href === new URL(issuer).href
  const isOwn = new URL(issuer).origin === new URL(url).origin
  if (isTrusted || (trusted === undefined && (isOwn || clientSecret === undefined))) return
  throw new KikuError('url-refused', `The server names ${new URL(issuer).origin} to sign in at.`, {
    remedy: 'If that is right, set oauth.issuer of the server to its address.',
  })
}

// Else a token for one server could be had by another, which calls it its own.
function checkResource(resource: string, url: string): void {
  const requestedResource = resourceUrlFromServerUrl(url)
  if (URL.canParse(resource) && checkResourceAllowed({ requestedResource, configuredResource: resource })) return
  throw new KikuError('url-refused', 'The server asks for a sign-in that is for another server.')
}
