import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { AudienceLabel } from '../../../../domain/audience.ts'
import type { OidcOptions } from '../access-options.ts'
import { personLabel, type Visitor } from '../visitor.ts'

/** What a provider says of somebody (https://openid.net/specs/openid-connect-core-1_0.html#StandardClaims). */
const claimsSchema = z.looseObject({
  sub: z.string().min(1).max(255),
  name: z.string().optional().catch(undefined),
  preferred_username: z.string().optional().catch(undefined),
  email: z.string().optional().catch(undefined),
  // Some send it as a text.
  email_verified: z
    .union([z.boolean(), z.literal('true').transform(() => true)])
    .optional()
    .catch(undefined),
})

const groupsSchema = z.union([z.array(z.string()), z.string().transform((one) => [one])]).catch([])

const MOST_GROUPS = 1_000
const NAME_CHARACTERS = 80

/**
 * Who has signed in, by what the provider says of them.
 * @param audience what everybody may read whose groups say nothing
 * @returns undefined where they may not come in
 */
export function readPerson(
  given: Readonly<Record<string, unknown>>,
  options: OidcOptions,
  audience: readonly AudienceLabel[],
): Visitor | undefined {
  const claims = claimsSchema.parse(given)
  const email = claims.email_verified === true ? claims.email?.trim().toLowerCase() : undefined
  const groups = groupsSchema.parse(given[options.groupsClaim]).slice(0, MOST_GROUPS)
  const isOwner = hasEmail(options.owners, email) || groups.some((group) => options.ownerGroups.includes(group))
  const granted = groups.flatMap((group) => (Object.hasOwn(options.groups, group) ? (options.groups[group] ?? []) : []))
  const isWelcome = options.members.length === 0 || isOwner || granted.length > 0 || hasEmail(options.members, email)
  if (!isWelcome) return undefined
  const id = `web:oidc.${digestOf(options.issuer, claims.sub)}`
  return {
    id,
    name: nameOf(claims),
    labels: [...new Set([...(options.audience ?? audience), ...granted, personLabel({ id })])],
    role: isOwner ? 'owner' : 'member',
    by: 'session',
  }
}

/** @param allowed addresses, and domains as `@example.com` */
function hasEmail(allowed: readonly string[], email: string | undefined): boolean {
  if (email === undefined) return false
  const domain = email.slice(email.lastIndexOf('@'))
  return allowed.some((one) => one.toLowerCase() === email || (one.startsWith('@') && one.toLowerCase() === domain))
}

/** A subject is unique at its issuer, never given to another, and may hold anything. */
function digestOf(issuer: string, subject: string): string {
  return createHash('sha256').update(`${issuer}\n${subject}`).digest('base64url').slice(0, 22)
}

function nameOf({ name, preferred_username, email, sub }: z.infer<typeof claimsSchema>): string {
  const found = [name, preferred_username, email].find((one) => one !== undefined && one.trim() !== '') ?? sub
  return Array.from(found.replace(/[\p{Cc}\p{Cf}]/gu, '').trim())
    .slice(0, NAME_CHARACTERS)
    .join('')
}
