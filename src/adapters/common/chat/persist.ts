import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '../../../ports/clock.ts'

export interface Persistence {
  readonly clock: Pick<Clock, 'elapsed'>
  readonly firstWaitMs: number
  readonly isWorthWaiting: (error: unknown) => boolean
}

/** A platform may be away for a while; an answer that was written should not be lost to that. */
const PATIENCE_MS = 30 * 60_000
const LONGEST_WAIT_MS = 15_000

/** Repeats a piece of work until it succeeds, with longer and longer waits. @throws what it threw last; the reason of the signal */
export async function persist(
  { clock, firstWaitMs, isWorthWaiting }: Persistence,
  signal: AbortSignal,
  work: () => Promise<void>,
): Promise<void> {
  const end = clock.elapsed() + PATIENCE_MS
  for (let waitMs = firstWaitMs; ; waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS)) {
    try {
      return await work()
    } catch (error) {
      if (!isWorthWaiting(error) || clock.elapsed() + waitMs > end) throw error
      await sleep(waitMs, undefined, { signal }).catch(() => {})
      signal.throwIfAborted()
    }
  }
}
