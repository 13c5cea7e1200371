import type { AccessOptions, OidcOptions } from '../adapters/web/access/access-options.ts'
import type { Config } from '../config.ts'

type WebConfig = Config['web']

const HOUR_MS = 3_600_000

/** Who may use the page and the API, as it is configured. */
export function accessOf({ web }: Config): AccessOptions {
  const { publicUrl, allowedHosts, allowedOrigins, audience, requestsPerMinute, sessionHours, oidc } = web
  return {
    ...{ allowedHosts, allowedOrigins, audience, requestsPerMinute, sessionMs: sessionHours * HOUR_MS },
    ...(publicUrl === undefined ? {} : { publicUrl }),
    tokens: web.tokens.map(readToken),
    ...(oidc === undefined ? {} : { oidc: readOidc(oidc, web.oidcClientSecret?.reveal()) }),
  }
}

function readToken({ name, audience, role, sha256: hash, expiresAt, requestsPerMinute }: WebConfig['tokens'][number]) {
  return {
    ...{ name, audience, role, credential: { kind: 'sha256', hash } as const },
    ...(expiresAt === undefined ? {} : { expiresAt: Date.parse(expiresAt) }),
    ...(requestsPerMinute === undefined ? {} : { requestsPerMinute }),
  }
}

function readOidc(
  { audience, ...oidc }: NonNullable<WebConfig['oidc']>,
  clientSecret: string | undefined,
): OidcOptions {
  return {
    ...oidc,
    ...(audience === undefined ? {} : { audience }),
    ...(clientSecret === undefined ? {} : { clientSecret }),
  }
}
