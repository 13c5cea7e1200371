import type { EmbedRequest } from 'ollama'
import { pause, withinDeadline } from './call-deadline.ts'
import type { HostPool } from './host-pool.ts'
import { createRetryPlan } from './retry-plan.ts'
import { outcomeOf, takeHost } from './take-host.ts'
import { modelTimeout, translateError } from './translate-error.ts'

export interface EmbedLimits {
  /** Longest wait for one request, which includes loading the model, and for a place in the queue before that. */
  readonly timeoutMs: number
  /** Pause before the first repetition; doubles, with jitter. */
  readonly backoffMs: number
  /** Between 0 and 1. */
  readonly random: () => number
}

/** Sends one embedding request, again a bounded number of times where the failure may pass. */
export async function embedOverPool(
  pool: HostPool,
  request: EmbedRequest,
  limits: EmbedLimits,
  signal: AbortSignal,
): Promise<readonly (readonly number[])[]> {
  const plan = createRetryPlan()
  for (;;) {
    const lease = await takeHost(
      {
        pool,
        name: request.model,
        serves: () => true,
        mayTry: plan.mayTry,
        lastError: plan.lastError(),
        waitMs: limits.timeoutMs,
      },
      signal,
    )
    const context = { model: request.model, host: lease.host.client.address.label }
    try {
      const vectors = await withinDeadline(
        limits.timeoutMs,
        () => modelTimeout('first-token', limits.timeoutMs, context),
        signal,
        (own) => lease.host.client.embed(request, own),
      )
      lease.settle('ok')
      return vectors
    } catch (thrown) {
      if (signal.aborted) throw signal.reason
      const error = translateError(thrown, context)
      lease.settle(outcomeOf(error))
      plan.recordFailure(lease.host, error)
    } finally {
      lease.release()
    }
    await pause(plan.nextPause(pool.hosts, limits), signal)
  }
}
