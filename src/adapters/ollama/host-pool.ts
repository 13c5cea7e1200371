import type { Clock } from '../../ports/clock.ts'
import type { Telemetry } from '../../ports/telemetry.ts'
import { type CallOutcome, type CircuitBreaker, createCircuitBreaker } from './circuit-breaker.ts'
import type { OllamaClient } from './ollama-client.ts'

/** One server with what is known of its load and health. */
export interface PooledHost {
  readonly client: OllamaClient
  readonly breaker: CircuitBreaker
}

/** The right to one call on one host. */
export interface HostLease {
  readonly host: PooledHost
  /** Records how the call went for the breaker; only the first time counts. */
  settle(outcome: CallOutcome): void
  /** Gives the slot back; again is harmless. */
  release(): void
}

type LeaseRefusal = 'queue-full' | 'no-host'

/**
 * Shares calls among hosts. Ollama queues requests without bound behind one or a few slots, so the queue is here:
 * bounded, abortable, first come first served, and served by whichever wanted host is free first.
 */
export interface HostPool {
  readonly hosts: readonly PooledHost[]
  /**
   * Waits for a slot on the least loaded host among those wanted.
   * @returns `queue-full` when too many wait already, `no-host` when no wanted host is in order.
   * Rejects with the signal's reason.
   */
  acquire(isWanted: (host: PooledHost) => boolean, signal: AbortSignal): Promise<HostLease | LeaseRefusal>
}

interface Slotted extends PooledHost {
  active: number
}

interface Waiter {
  readonly isWanted: (host: PooledHost) => boolean
  readonly resolve: (lease: HostLease | LeaseRefusal) => void
}

export function createHostPool({
  clients,
  slotsPerHost,
  maxWaiting,
  clock,
  telemetry,
}: {
  readonly clients: readonly OllamaClient[]
  /** Calls at once on one host, at least 1. */
  readonly slotsPerHost: number
  /** Calls that may wait for a slot, over all hosts. */
  readonly maxWaiting: number
  readonly clock: Clock
  readonly telemetry: Telemetry
}): HostPool {
  const waiters = new Set<Waiter>()
  const hosts: readonly Slotted[] = clients.map((client) => ({
    client,
    active: 0,
    breaker: createCircuitBreaker({
      clock,
      onChange: (state) => telemetry.warn('ollama-breaker-changed', { host: client.address.label, state }),
    }),
  }))

  function tryLease(isWanted: Waiter['isWanted']): HostLease | LeaseRefusal | undefined {
    const inOrder = hosts.filter((host) => isWanted(host) && host.breaker.permits())
    if (inOrder.length === 0) return 'no-host'
    const free = inOrder.filter((host) => host.active < slotsPerHost).sort((a, b) => a.active - b.active)
    return free[0] === undefined ? undefined : lease(free[0])
  }

  function lease(host: Slotted): HostLease {
    host.active += 1
    const settle = host.breaker.begin()
    let isReleased = false
    return {
      host,
      settle,
      release() {
        if (isReleased) return
        isReleased = true
        settle('neutral')
        host.active -= 1
        serveWaiters()
      },
    }
  }

  // Also tells waiters that no host is left for them, since no later release would.
  function serveWaiters(): void {
    for (const waiter of waiters) {
      const outcome = tryLease(waiter.isWanted)
      if (outcome === undefined) continue
      waiters.delete(waiter)
      waiter.resolve(outcome)
    }
  }

  return {
    hosts,
    async acquire(isWanted, signal) {
      signal.throwIfAborted()
      // Whoever waits is served at each release, so a slot that is free now is one that nobody waits for.
      const outcome = tryLease(isWanted)
      if (outcome !== undefined) return outcome
      if (waiters.size >= maxWaiting) return 'queue-full'
      return waitForTurn(isWanted, signal)
    },
  }

  function waitForTurn(isWanted: Waiter['isWanted'], signal: AbortSignal): Promise<HostLease | LeaseRefusal> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        waiters.delete(waiter)
        reject(signal.reason)
      }
      const waiter: Waiter = {
        isWanted,
        resolve: (outcome) => {
          signal.removeEventListener('abort', leave)
          resolve(outcome)
        },
      }
      waiters.add(waiter)
      signal.addEventListener('abort', leave, { once: true })
    })
  }
}
