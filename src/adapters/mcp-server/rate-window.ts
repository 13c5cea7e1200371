import type { Clock } from '../../ports/clock.ts'

/** Lets so many through in a time. */
export interface RateWindow {
  /** @returns 0 when this one may pass, else the seconds until one may */
  take(): number
}

export function createRateWindow({
  limit,
  windowMs,
  clock,
}: {
  readonly limit: number
  readonly windowMs: number
  readonly clock: Clock
}): RateWindow {
  /** When those within the window passed, the oldest first. */
  let passed: number[] = []
  return {
    take() {
      const now = clock.elapsed()
      passed = passed.filter((time) => now - time < windowMs)
      if (passed.length < limit) {
        passed.push(now)
        return 0
      }
      return Math.max(1, Math.ceil((windowMs - (now - (passed[0] ?? now))) / 1000))
    },
  }
}
