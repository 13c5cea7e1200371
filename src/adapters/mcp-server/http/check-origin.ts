import type { IncomingMessage } from 'node:http'

export interface OriginRules {
  /** Host name or address on which the server listens. */
  readonly host: string
  /** Further names under which clients reach it, such as that of a proxy before it; without port. */
  readonly allowedHosts: readonly string[]
  /** Origins of web pages that may call it, such as `https://tools.example.com`. */
  readonly allowedOrigins: readonly string[]
}

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]']

/**
 * Whether a request was meant for this server. A web page that has its own name point to this machine (DNS rebinding) sends
 * that name as `Host`, and always says its `Origin`
 * (https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#security-warning).
 */
export function isMeantForUs({ headers, socket }: IncomingMessage, rules: OriginRules): boolean {
  const { host, origin } = headers
  if (origin !== undefined && !isAllowedOrigin(origin, rules)) return false
  const name = nameOf(host)
  if (name === undefined) return false
  // An address cannot be rebound; only that at which the request arrived is taken.
  const known = [...LOOPBACK, rules.host, ...rules.allowedHosts, socket.localAddress ?? '']
  return known.some((one) => nameOf(bracketed(one)) === name)
}

export function isAllowedOrigin(origin: string, { allowedOrigins }: OriginRules): boolean {
  return allowedOrigins.some((allowed) => allowed.replace(/\/$/, '').toLowerCase() === origin.toLowerCase())
}

/** The name without port, as addresses are compared. */
function nameOf(host: string | undefined): string | undefined {
  if (host === undefined || !/^[\w.:[\]-]+$/.test(host) || !URL.canParse(`http://${host}`)) return undefined
  return new URL(`http://${host}`).hostname.replace(/\.$/, '')
}

/** IPv6 addresses stand in brackets; those that hold an IPv4 one are meant as such. */
function bracketed(host: string): string {
  const address = host.replace(/^::ffff:(?=\d+\.)/i, '')
  return address.includes(':') && !address.startsWith('[') ? `[${address}]` : address
}
