import { lookup } from 'node:dns/promises'
import { KikuError } from '../../domain/errors.ts'
import { type Clock, systemClock } from '../../ports/clock.ts'
import type { PageFetcher } from '../../ports/page-fetcher.ts'
import { silentTelemetry, type Telemetry } from '../../ports/telemetry.ts'
import { createAddressPolicy } from './address-policy.ts'
import { createGuardedAgent, type ResolveHost } from './create-guarded-agent.ts'
import { fetchPage } from './fetch-page.ts'
import { createRobotsRules } from './robots-rules.ts'
import { translateFailure } from './translate-failure.ts'

export interface PageFetcherOptions {
  /** Sent with every request; what stands before the first `/` is the name that robots.txt files address. */
  readonly userAgent?: string
  /** Largest page after decompression. */
  readonly maxBytes?: number
  /** For the whole fetch: names, robots.txt, redirects, body. */
  readonly timeoutMs?: number
  readonly maxRedirects?: number
  /** Addresses (`127.0.0.1`) and ranges (`10.0.0.0/8`) that may be fetched although they are not public, on any port. */
  readonly allowPrivateAddresses?: readonly string[]
  readonly resolveHost?: ResolveHost
  readonly clock?: Clock
  readonly telemetry?: Telemetry
}

/** Fetches one page at a time per call. Each call has connections of its own, which end with it. */
export function createPageFetcher(options: PageFetcherOptions = {}): PageFetcher {
  const { maxBytes = 32 * 1_024 * 1_024, timeoutMs = 30_000, maxRedirects = 5 } = options
  const { userAgent = 'Kiku/0.1', resolveHost = resolveWithSystem } = options
  const { clock = systemClock, telemetry = silentTelemetry } = options
  const policy = createAddressPolicy(options.allowPrivateAddresses ?? [])
  const robots = createRobotsRules({ agent: userAgent.split('/')[0] ?? userAgent, now: () => clock.now() })
  const closing = new AbortController()

  return {
    async fetch(url, signal) {
      const agent = createGuardedAgent({ policy, resolveHost, timeoutMs })
      const timeout = AbortSignal.timeout(timeoutMs)
      const ended = AbortSignal.any([signal, closing.signal, timeout])
      const start = clock.elapsed()
      try {
        const page = await fetchPage(url, { agent, policy, robots, userAgent, maxBytes, maxRedirects, signal: ended })
        telemetry.debug('page-fetched', { byteSize: page.bytes.length, durationMs: clock.elapsed() - start })
        return page
      } catch (thrown) {
        const error = translateFailure(thrown, { url, ended, timeout, timeoutMs })
        telemetry.debug('page-fetch-failed', { code: error.code, durationMs: clock.elapsed() - start })
        throw error
      } finally {
        await agent.destroy()
      }
    },
    async close() {
      closing.abort(new KikuError('cancelled', 'Kiku is shutting down.'))
    },
  }
}

async function resolveWithSystem(host: string) {
  return lookup(host, { all: true })
}
