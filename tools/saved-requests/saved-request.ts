import { z } from 'zod'
import { isAudienceLabel, PUBLIC } from '../../src/domain/audience.ts'
import { checkTemplate } from './check-template.ts'

/** What a parameter may be. Texts are limited, so that nobody sends a book as a path. */
const parameterSchema = z.strictObject({
  description: z.string().trim().min(1).max(300),
  type: z.enum(['text', 'number', 'integer', 'boolean', 'choice']).default('text'),
  choices: z.array(z.string().min(1).max(100)).min(1).max(50).optional(),
  maxLength: z.int().min(1).max(2_000).default(200),
  required: z.boolean().default(true),
})

export type SavedParameter = z.output<typeof parameterSchema>

/** A header's name as HTTP permits it (RFC 9110 §5.1). */
const headerName = z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}$/)
/** No line ends: they would begin another header. */
const headerValue = z.string().regex(/^[\t\x20-\x7e]{0,1000}$/)

/**
 * An HTTP request as whoever runs Kiku saved it. Its address, and the texts of its body, hold parameters as `{name}`; each
 * is percent-encoded in the address. The origin is fixed.
 */
export const savedRequestSchema = z
  .strictObject({
    name: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'lower case letters, digits and _, at most 40'),
    title: z.string().trim().min(1).max(80).optional(),
    description: z.string().trim().min(1).max(1_000),
    examples: z.array(z.string().min(1).max(200)).max(20).default([]),
    method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']).default('GET'),
    url: z.string().min(1).max(2_000),
    parameters: z.record(z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,39}$/), parameterSchema).default({}),
    headers: z.record(headerName, headerValue).default({}),
    /** Header to the name of the secret that is its value, or `{secret}` within a value such as `Bearer {secret}`. */
    secretHeaders: z
      .record(headerName, z.strictObject({ secret: z.string().min(1).max(100), template: headerValue.optional() }))
      .default({}),
    body: z.json().optional(),
    audience: z.string().refine(isAudienceLabel, 'an audience label').default(PUBLIC),
    /** Whether it may lose something for ever; DELETE does unless said. */
    destructive: z.boolean().optional(),
  })
  .superRefine((request, context) => {
    for (const message of checkTemplate(request)) context.addIssue({ code: 'custom', message })
  })

export type SavedRequest = z.output<typeof savedRequestSchema>

/** What goes over the wire. Headers may hold secrets: never log them, never put them into an error. */
export interface OutgoingRequest {
  readonly method: SavedRequest['method']
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

export interface IncomingResponse {
  readonly status: number
  readonly mediaType?: string
  /** Decoded and limited by the sender. */
  readonly text: string
}

/**
 * Sends one request. Follows no redirects, since they would carry the secrets elsewhere; limits time and size.
 * @throws KikuError `tool-failed`, `deadline-exceeded`; the reason of the signal
 */
export type SendRequest = (request: OutgoingRequest, signal: AbortSignal) => Promise<IncomingResponse>

/** The value of a secret by its name; undefined when it is not set. */
export type ReadSecret = (name: string) => string | undefined
