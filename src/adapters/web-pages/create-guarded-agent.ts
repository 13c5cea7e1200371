import { isIP, type LookupFunction } from 'node:net'
import { Agent, buildConnector } from 'undici'
import { KikuError } from '../../domain/errors.ts'
import type { AddressPolicy } from './address-policy.ts'
import { checkAddress } from './check-url.ts'

interface ResolvedAddress {
  readonly address: string
  readonly family: number
}

/** Finds all addresses of a host name. */
export type ResolveHost = (host: string) => Promise<readonly ResolvedAddress[]>

export interface GuardedAgentOptions {
  readonly policy: AddressPolicy
  readonly resolveHost: ResolveHost
  readonly timeoutMs: number
}

/**
 * An HTTP agent that judges every address at the moment of connecting. What was judged is what is connected to, so
 * neither a redirect nor a name that resolves differently the second time (DNS rebinding) leads around it.
 */
export function createGuardedAgent({ policy, resolveHost, timeoutMs }: GuardedAgentOptions): Agent {
  return new Agent({
    connect: (options, callback) => {
      const host = options.hostname.replace(/^\[|\]$/g, '')
      try {
        // A host that is an address already is never looked up.
        if (isIP(host) !== 0) checkAddress({ address: host, host, port: options.port }, policy)
      } catch (error) {
        callback(asError(error), null)
        return
      }
      const lookup = createGuardedLookup(policy, resolveHost, options.port)
      buildConnector({ lookup, timeout: timeoutMs, maxCachedSessions: 0 })(options, callback)
    },
    connections: 2,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    maxHeaderSize: 32_768,
  })
}

function createGuardedLookup(policy: AddressPolicy, resolveHost: ResolveHost, port: string): LookupFunction {
  return (host, options, callback) => {
    resolveHost(host)
      .then((addresses) => {
        // One bad address refuses the name: a server that mixes both is trying something.
        for (const { address } of addresses) checkAddress({ address, host, port }, policy)
        const [first] = addresses
        if (first === undefined) throw new KikuError('url-failed', `The name ${host} has no address.`)
        if (options.all === true) callback(null, [...addresses])
        else callback(null, first.address, first.family)
      })
      .catch((error: unknown) => callback(asError(error), '', 0))
  }
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown))
}
