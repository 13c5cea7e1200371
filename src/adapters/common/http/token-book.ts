import { createHash, timingSafeEqual } from 'node:crypto'
import { type AudienceLabel, isAudienceLabel } from '../../../domain/audience.ts'
import { KikuError } from '../../../domain/errors.ts'
import type { Clock } from '../../../ports/clock.ts'

/** One bearer token, and what its bearer may read. */
export interface BearerToken {
  /** For logs and for turns among callers: letters, digits, `.`, `_`, `-`. Unique. */
  readonly name: string
  /** These labels and no other; `public` must be named too. */
  readonly audience: readonly AudienceLabel[]
  readonly credential: Credential
  /** Epoch milliseconds from which it is refused. */
  readonly expiresAt?: number
}

/** The token itself, or the SHA-256 of its UTF-8 bytes in hex, from which nobody can get it back. */
export type Credential =
  | { readonly kind: 'secret'; readonly secret: string }
  | { readonly kind: 'sha256'; readonly hash: string }

/** Knows tokens by their digests alone. */
export interface TokenBook<Token extends BearerToken> {
  /** Whose token an `Authorization` header holds; undefined where it is missing, wrong or expired. */
  find(header: string | undefined): Token | undefined
  /** Whose token this is; undefined where it is wrong or expired. */
  findSecret(secret: string): Token | undefined
  isExpired(token: Token): boolean
}

/** Shorter ones can be guessed. */
const LEAST_CHARACTERS = 32
const MOST_CHARACTERS = 512
/** A token may hold no others: https://www.rfc-editor.org/rfc/rfc6750#section-2.1 */
const SECRET = /^[\w.~+/-]+=*$/
const BEARER = /^bearer +([\w.~+/-]+=*) *$/i

/**
 * @param owner what the tokens open, for errors: `MCP server`
 * @throws KikuError `config-invalid` where there is no token, or one that is weak, malformed or not unique
 */
export function createTokenBook<Token extends BearerToken>(
  tokens: readonly Token[],
  owner: string,
  clock: Clock,
): TokenBook<Token> {
  const entries = tokens.map((token) => ({ token, digest: digestOf(token, owner) }))
  checkTokens(entries, owner)
  const isExpired = ({ expiresAt }: Token) => expiresAt !== undefined && clock.now() >= expiresAt
  const findSecret = (given: string) => {
    if (given.length > MOST_CHARACTERS) return undefined
    const digest = sha256(given)
    let found: Token | undefined
    // All are compared, each in constant time, so that the time tells nothing of which one nearly fits.
    for (const entry of entries) if (timingSafeEqual(entry.digest, digest)) found = entry.token
    return found === undefined || isExpired(found) ? undefined : found
  }
  return {
    isExpired,
    findSecret,
    find(header) {
      const given = header === undefined || header.length > MOST_CHARACTERS + 16 ? undefined : BEARER.exec(header)?.[1]
      return given === undefined ? undefined : findSecret(given)
    },
  }
}

function digestOf({ name, credential }: BearerToken, owner: string): Buffer {
  const invalid = (problem: string) => invalidToken(owner, name, problem)
  switch (credential.kind) {
    case 'sha256':
      if (!/^[0-9a-f]{64}$/i.test(credential.hash)) throw invalid('is given by something that is no SHA-256 in hex')
      return Buffer.from(credential.hash, 'hex')
    case 'secret':
      if (!SECRET.test(credential.secret)) throw invalid('has characters that a bearer token cannot have')
      if (credential.secret.length < LEAST_CHARACTERS) throw invalid(`is shorter than ${LEAST_CHARACTERS} characters`)
      if (credential.secret.length > MOST_CHARACTERS) throw invalid(`is longer than ${MOST_CHARACTERS} characters`)
      return sha256(credential.secret)
  }
}

function checkTokens(
  entries: readonly { readonly token: BearerToken; readonly digest: Buffer }[],
  owner: string,
): void {
  if (entries.length === 0) {
    throw new KikuError('config-invalid', `The ${owner} has no token, so nobody could use it.`, { remedy: REMEDY })
  }
  const names = new Set<string>()
  const digests = new Set<string>()
  for (const { token, digest } of entries) {
    const { name, audience } = token
    const invalid = (problem: string) => invalidToken(owner, name, problem)
    if (!/^[\w.-]{1,64}$/.test(name)) {
      throw invalidToken(owner, '?', 'has a name with other characters than letters, digits, . _ -')
    }
    if (names.has(name)) throw invalid('has the name of another one')
    if (digests.has(digest.toString('hex'))) throw invalid('is the same as another one')
    const label = audience.find((one: string): boolean => !isAudienceLabel(one))
    if (label !== undefined) throw invalid(`has ${JSON.stringify(label.slice(0, 80))} for an audience, which is none`)
    names.add(name)
    digests.add(digest.toString('hex'))
  }
}

const REMEDY = 'Make a token with `openssl rand -hex 32`, and give it a name and an audience in the configuration.'

function invalidToken(owner: string, name: string, problem: string): KikuError {
  return new KikuError('config-invalid', `The token ${name} of the ${owner} ${problem}.`, { remedy: REMEDY })
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest()
}
