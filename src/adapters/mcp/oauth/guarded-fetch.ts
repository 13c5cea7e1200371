import type { FetchLike } from '@modelcontextprotocol/sdk/shared/transport.js'
import ipaddr from 'ipaddr.js'
import { KikuError } from '../../../domain/errors.ts'
import { withDeadline } from '../../../domain/with-deadline.ts'

const REQUEST_MS = 20_000
const MOST_BYTES = 256 * 1024

/**
 * For requests to addresses that a server named: only where `checkAddress` permits, never long, never large, and redirected
 * nowhere unseen.
 * @param url of the server
 */
export function createGuardedFetch(url: string, signal: AbortSignal, fetch: FetchLike): FetchLike {
  return (target, init) => {
    checkAddress(target, url)
    return withDeadline({ signal, timeoutMs: REQUEST_MS, what: 'sign-in at an MCP server' }, async (inTime) => {
      const response = await fetch(target, { ...init, redirect: 'manual', signal: inTime })
      const { status, headers } = response
      const body = await readBody(response)
      return new Response(body.length === 0 ? null : body, { status, headers })
    })
  }
}

/**
 * A server may name others to sign in at, and so have this machine call whatever it can reach. They must be encrypted, and
 * outside of private networks where the server itself is; the certificate keeps a name from leading elsewhere. A server on
 * this machine may name others on it, and any server itself.
 * @throws KikuError `url-refused`
 */
export function checkAddress(target: string | URL, url: string): void {
  const named = new URL(target)
  const own = new URL(url)
  if (named.origin === own.origin) return
  const isWithin = placeOf(named) === 'public' || placeOf(named) === placeOf(own)
  const isSafe = named.protocol === 'https:' || (named.protocol === 'http:' && placeOf(named) === 'here')
  const isPlain = named.username === '' && named.password === ''
  if (isWithin && isSafe && isPlain) return
  throw new KikuError('url-refused', `The server names ${named.origin} to sign in at, which is not permitted.`)
}

function placeOf({ hostname }: URL): 'here' | 'private' | 'public' {
  const bare = hostname.replace(/^\[|\]$/g, '')
  if (/(^|\.)localhost$/.test(bare)) return 'here'
  if (!ipaddr.isValid(bare)) return 'public'
  const range = ipaddr.process(bare).range()
  if (range === 'loopback') return 'here'
  return range === 'unicast' ? 'public' : 'private'
}

async function readBody(response: Response): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of response.body ?? []) {
    bytes += part.length
    // Leaving the loop ends the response.
    if (bytes > MOST_BYTES) throw new KikuError('url-failed', 'What the server says of signing in is too long.')
    parts.push(part)
  }
  return new Uint8Array(Buffer.concat(parts))
}
