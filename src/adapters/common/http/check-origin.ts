import type { IncomingMessage } from 'node:http'

export interface HostRules {
  /** Host name or address on which the server listens. */
  readonly host: string
  /** Further names under which clients reach it, such as that of a proxy before it; without port. */
  readonly allowedHosts: readonly string[]
}

export interface OriginRules extends HostRules {
  /** Origins of web pages that may call it, such as `https://tools.example.com`. */
  readonly allowedOrigins: readonly string[]
}

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]']

/**
 * Whether a request was meant for this server. A web page that has its own name point to this machine (DNS rebinding) sends
 * that name as `Host`, and always says its `Origin`
 * (https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#security-warning).
 */
export function isMeantForUs(request: IncomingMessage, rules: OriginRules): boolean {
  const { origin } = request.headers
  if (origin !== undefined && !isAllowedOrigin(origin, rules)) return false
  return isOurHost(request, rules)
}

/** Whether the `Host` of a request is one of ours. */
export function isOurHost({ headers, socket }: IncomingMessage, { host, allowedHosts }: HostRules): boolean {
  const name = nameOf(headers.host)
  if (name === undefined) return false
  // An address cannot be rebound; only that at which the request arrived is taken.
  const known = [...LOOPBACK, host, ...allowedHosts, socket.localAddress ?? '']
  return known.some((one) => nameOf(bracketed(one)) === name)
}

export function isAllowedOrigin(origin: string, { allowedOrigins }: Pick<OriginRules, 'allowedOrigins'>): boolean {
  return allowedOrigins.some((allowed) => allowed.replace(/\/$/, '').toLowerCase() === origin.toLowerCase())
}

/** Whether a host name or address is of this machine alone. */
export function isLoopback(host: string): boolean {
  const name = nameOf(bracketed(host))
  return name !== undefined && (LOOPBACK.includes(name) || /^127(\.\d{1,3}){3}$/.test(name))
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
