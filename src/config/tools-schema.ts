import { z } from 'zod'
import { isAudienceLabel } from '../domain/audience.ts'

const text = z.string().trim().min(1)
const count = z.number().int().positive()
const audience = text.refine(isAudienceLabel, { params: { kiku: 'audience' } })
/** Values may name variables of the environment, `${GITHUB_TOKEN}`, so that no secret stands in the file. */
const values = z.record(text.max(200), z.string().max(8_000))
const name = z.string().regex(/^[\w-]{1,40}$/, 'letters, digits, _ and -, at most 40')

/** What a server says of its tools is a hint; what counts is said here. */
const trust = {
  /** Tools, by the server's names, in which `*` stands for anything. None means all. */
  allow: z.array(text).max(500).default([]),
  deny: z.array(text).max(500).default([]),
  /** Tools that change nothing, and so need no approval. */
  readOnly: z.array(text).max(500).default([]),
  /** Whether the server is believed where it says that a tool only reads. */
  trustAnnotations: z.boolean().default(false),
  /** Who may use the tools. */
  audience: audience.default('public'),
  timeoutSeconds: z.number().positive().max(3_600).default(20),
}

/** How to sign in at a server, where it does not say all of it itself. */
const oauth = z
  .strictObject({
    /** `client-credentials` signs in as a program, without a person. */
    grant: z.enum(['authorization-code', 'client-credentials']).default('authorization-code'),
    clientId: text.max(2_000).optional(),
    clientSecret: text.max(8_000).optional(),
    issuer: z.url({ protocol: /^https?$/ }).optional(),
    scope: text.max(2_000).optional(),
    redirectPort: count.max(65_535).optional(),
  })
  .refine(({ clientId, clientSecret }) => clientSecret === undefined || clientId !== undefined, 'clientId is missing')
  .refine(
    ({ grant, clientSecret }) => grant === 'authorization-code' || clientSecret !== undefined,
    'client-credentials needs clientId and clientSecret',
  )

/** As other programs that talk to MCP servers write them, with what Kiku wants to know besides. */
const mcpServer = z.union([
  z.strictObject({
    type: z.literal('stdio').optional(),
    command: text,
    args: z.array(z.string()).max(200).default([]),
    env: values.default({}),
    cwd: text.optional(),
    disabled: z.boolean().default(false),
    ...trust,
  }),
  z.strictObject({
    type: z.enum(['http', 'streamable-http', 'streamableHttp']).optional(),
    url: z.url({ protocol: /^https?$/ }),
    headers: values.default({}),
    oauth: oauth.optional(),
    disabled: z.boolean().default(false),
    ...trust,
  }),
])

/** `kiku` is where tools that come along are from, and those are trusted. */
const serverName = name.refine((given) => given !== 'kiku', 'another name: Kiku itself has this one')

export const mcpServersSchema = z.record(serverName, mcpServer).default({})

/** Checked where the tools are made, which know what a request may be. */
const savedRequest = z.looseObject({ name: text })

export const toolsSchema = z
  .strictObject({
    enabled: z.boolean().default(true),
    /** Ids of tools that are not offered. */
    deny: z.array(text).max(500).default([]),
    timeZone: text.default('auto'),
    /** Tools that a model is told of. */
    offered: count.max(40).default(6),
    steps: count.max(20).default(5),
    calls: count.max(50).default(8),
    seconds: z.number().positive().max(3_600).default(60),
    approvalHours: z.number().positive().max(168).default(24),
    requests: z.array(savedRequest).max(100).default([]),
  })
  .prefault({})

const mcpToken = z.strictObject({
  name,
  /** Of the token, so that the token itself stands nowhere. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/i, 'the SHA-256 of a token in hexadecimal'),
  /** What its bearer may read, `public` too only where it is named. */
  audience: z.array(audience).min(1).max(100),
  /** ISO 8601; later the token is refused. */
  expiresAt: z.iso.datetime({ offset: true }).optional(),
})

/** Kiku as an MCP server. */
export const mcpSchema = z
  .strictObject({
    host: text.default('127.0.0.1'),
    port: count.max(65_535).default(3_939),
    allowedHosts: z.array(text).max(100).default([]),
    allowedOrigins: z.array(text).max(100).default([]),
    callsPerMinute: count.max(100_000).default(60),
    tokens: z.array(mcpToken).max(100).default([]),
  })
  .prefault({})
