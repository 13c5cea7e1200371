import type { KikuError } from '../../domain/errors.ts'
import type { PooledHost } from './host-pool.ts'

/** Remembers what one call tried and says where and when it may try again. */
export interface RetryPlan {
  mayTry(host: PooledHost): boolean
  lastError(): KikuError | undefined
  recordFailure(host: PooledHost, error: KikuError): void
  /**
   * Milliseconds to wait before the next try, 0 when another host is untried.
   * @throws KikuError the last failure, when there is nothing left to try.
   */
  nextPause(
    serving: readonly PooledHost[],
    limits: { readonly backoffMs: number; readonly random: () => number },
  ): number
}

/**
 * Every host once; then, for failures that pass, all hosts that failed so again: up to three more rounds where the
 * server was busy, one where it broke off or its runner died.
 */
export function createRetryPlan(): RetryPlan {
  const tried = new Set<PooledHost>()
  const givenUp = new Set<PooledHost>()
  let last: KikuError | undefined
  let rounds = 0
  const mayTry = (host: PooledHost) => !tried.has(host) && !givenUp.has(host)
  return {
    mayTry,
    lastError: () => last,
    recordFailure(host, error) {
      last = error
      tried.add(host)
      if (extraRounds(error) === 0) givenUp.add(host)
    },
    nextPause(serving, { backoffMs, random }) {
      if (last === undefined || isFinal(last)) throw last
      if (serving.some((host) => mayTry(host) && host.breaker.permits())) return 0
      if (rounds >= extraRounds(last) || serving.every((host) => givenUp.has(host))) throw last
      rounds += 1
      tried.clear()
      // Half fixed, half random, so that callers refused together do not return together.
      return backoffMs * 2 ** (rounds - 1) * (0.5 + random() / 2)
    },
  }
}

/** Whether another host would say the same. */
function isFinal(error: KikuError): boolean {
  switch (error.code) {
    case 'model-busy':
    case 'model-unreachable':
    case 'model-missing':
    case 'model-timeout':
      return false
    case 'model-failed':
      return !error.retryable
    default:
      return true
  }
}

/** How often the same host may be asked again for the same thing. */
function extraRounds(error: KikuError): number {
  switch (error.code) {
    case 'model-busy':
      return 3
    case 'model-failed':
      return error.retryable ? 1 : 0
    case 'model-unreachable':
      return BROKEN_CONNECTIONS.has(String(error.details.reason)) ? 1 : 0
    default:
      return 0
  }
}

// A connection that was kept open and that the server closed meanwhile. Refused ones stay refused.
const BROKEN_CONNECTIONS = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'])
