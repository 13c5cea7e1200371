import type { KikuError } from '../../domain/errors.ts'
import { createCallDeadline } from './call-deadline.ts'
import type { CallOutcome } from './circuit-breaker.ts'
import type { HostLease, HostPool, PooledHost } from './host-pool.ts'
import { modelBusy, unreachable } from './translate-error.ts'

export interface TakeHostOptions {
  readonly pool: HostPool
  readonly name: string
  readonly serves: (host: PooledHost) => boolean
  readonly mayTry: (host: PooledHost) => boolean
  /** Why the try before failed: a better answer than 'no host'. */
  readonly lastError: KikuError | undefined
  /** Longest wait in the queue. */
  readonly waitMs: number
}

/**
 * Waits for a slot on a host that has the model.
 * @throws KikuError `model-busy` when the queue is full or the wait too long, `model-unreachable` when no host is in
 * order. Rejects with the signal's reason.
 */
export async function takeHost(options: TakeHostOptions, signal: AbortSignal): Promise<HostLease> {
  const { pool, serves, mayTry, name, lastError } = options
  const context = { model: name, host: pool.hosts.map(({ client }) => client.address.label).join(', ') }
  const deadline = createCallDeadline(signal)
  deadline.arm(options.waitMs, () => modelBusy(undefined, context))
  try {
    const outcome = await pool.acquire((host) => serves(host) && mayTry(host), deadline.signal)
    if (outcome === 'queue-full') throw modelBusy(lastError, context)
    if (outcome === 'no-host') throw lastError ?? unreachable(undefined, 'it failed several times in a row', context)
    return outcome
  } finally {
    deadline.release()
  }
}

/** What a failed call says of its host: only failures of the host itself count against it. */
export function outcomeOf(error: KikuError): CallOutcome {
  switch (error.code) {
    case 'model-unreachable':
      return 'unreachable'
    case 'model-timeout':
      return 'failed'
    case 'model-failed':
      return error.retryable ? 'failed' : 'ok'
    default:
      return 'ok'
  }
}
