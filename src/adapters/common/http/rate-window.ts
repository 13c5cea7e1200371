import type { Clock } from '../../../ports/clock.ts'

/** Lets so many through in a time. */
export interface RateWindow {
  /** @returns 0 when this one may pass, else the seconds until one may */
  take(): number
  /** What `take` would say, without counting anything. */
  peek(): number
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
  /** When those within the window passed, the oldest first; those before `first` are out of it. */
  let passed: number[] = []
  let first = 0

  function secondsUntilFree(now: number): number {
    while (first < passed.length && now - (passed[first] ?? now) >= windowMs) first += 1
    if (first > 64 && first * 2 > passed.length) {
      passed = passed.slice(first)
      first = 0
    }
    if (passed.length - first < limit) return 0
    return Math.max(1, Math.ceil((windowMs - (now - (passed[first] ?? now))) / 1000))
  }

  return {
    peek: () => secondsUntilFree(clock.elapsed()),
    take() {
      const now = clock.elapsed()
      const seconds = secondsUntilFree(now)
      if (seconds === 0) passed.push(now)
      return seconds
    },
  }
}
