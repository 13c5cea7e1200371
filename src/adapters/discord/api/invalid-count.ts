import type { Clock } from '../../../ports/clock.ts'

/** Counts what Discord has to refuse (status 401, 403, 429), since it shuts out addresses from which too much of that comes. */
export interface InvalidCount {
  add(): void
  /** Whether Kiku had better make no calls for a while. */
  isHigh(): boolean
}

/** Discord allows 10,000 within ten minutes (https://discord.com/developers/docs/topics/rate-limits). */
const WINDOW_MS = 10 * 60_000
const MOST = 5_000

export function createInvalidCount(clock: Clock, most = MOST): InvalidCount {
  let count = 0
  let endsAt = Number.NEGATIVE_INFINITY
  return {
    add() {
      if (clock.elapsed() >= endsAt) {
        count = 0
        endsAt = clock.elapsed() + WINDOW_MS
      }
      count += 1
    },
    isHigh: () => count >= most && clock.elapsed() < endsAt,
  }
}
