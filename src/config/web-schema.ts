import { z } from 'zod'
import { isAudienceLabel } from '../domain/audience.ts'

const text = z.string().trim().min(1)
const count = z.number().int().positive()
const audience = text.refine(isAudienceLabel, { params: { kiku: 'audience' } })
const labels = z.array(audience).max(100)
const texts = z.array(text.max(200)).max(1_000)
/** Without a slash at the end; extensions of browsers have origins of their own. */
const origin = z.string().regex(/^[a-z][a-z0-9+.-]*:\/\/[^\s/?#@]+$/i, 'an origin such as https://tools.example.com')
const address = z.url({ protocol: /^https?$/ })
/** Kiku stands at the root of its host. */
const publicUrl = z
  .string()
  .regex(/^https?:\/\/[^\s/?#@]+\/?$/i, 'an address without a path, such as https://kiku.example.com')
const hostName = z.string().regex(/^[\w.-]+$|^\[?[0-9a-f:.]+\]?$/i, 'a host name without port')
const email = z.string().regex(/^\S+@\S+$/, 'an email address')

const webToken = z.strictObject({
  /** `local` is the person at this machine. */
  name: z.string().regex(/^(?!local$)[\w-]{1,40}$/, 'letters, digits, _ and -, at most 40, other than local'),
  /** Of the token, so that the token itself stands nowhere. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/i, 'the SHA-256 of a token in hexadecimal'),
  /** What its bearer may read, `public` too only where it is named. */
  audience: labels.min(1),
  /** Owners manage sources and see insight. */
  role: z.enum(['owner', 'member']).default('member'),
  /** ISO 8601; later the token is refused. */
  expiresAt: z.iso.datetime({ offset: true }).optional(),
  requestsPerMinute: count.max(1_000_000).optional(),
})

/** Sign-in by an OpenID provider. The client's secret comes from the environment (KIKU_OIDC_CLIENT_SECRET). */
const oidc = z.strictObject({
  issuer: address,
  clientId: text,
  /** Verified email addresses of owners. */
  owners: z.array(email).max(1_000).default([]),
  ownerGroups: texts.default([]),
  /** Verified addresses, or domains as `@example.com`, that may sign in. None means all whom the provider lets in. */
  members: z
    .array(z.string().regex(/^\S*@\S+$/, 'an email address, or a domain as @example.com'))
    .max(10_000)
    .default([]),
  groupsClaim: text.default('groups'),
  /** What the members of a group may read besides. */
  groups: z.record(text.max(200), labels).default({}),
  /** What everybody may read who signs in; as `web.audience` says unless given. */
  audience: labels.optional(),
})

/** The page and the HTTP API. */
export const webSchema = z
  .strictObject({
    enabled: z.boolean().default(true),
    host: text.default('127.0.0.1'),
    /** 0 takes any that is free. */
    port: z.number().int().min(0).max(65_535).default(4_747),
    publicUrl: publicUrl.optional(),
    allowedHosts: z.array(hostName).max(100).default([]),
    allowedOrigins: z.array(origin).max(100).default([]),
    /** What the person at this machine may read besides `public`, and whoever signs in by OIDC. */
    audience: labels.default(['public']),
    tokens: z.array(webToken).max(1_000).default([]),
    oidc: oidc.optional(),
    sessionHours: z.number().positive().max(720).default(12),
    requestsPerMinute: count.max(1_000_000).default(600),
  })
  .prefault({})
