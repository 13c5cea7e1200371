import type { Clock } from '../../../ports/clock.ts'
import { createRateWindow, type RateWindow } from '../../common/http/rate-window.ts'

/** One window for each of many names. */
export interface RateWindows {
  of(name: string, limit: number): RateWindow
}

/** More than there are people; beyond it the window that was not asked for the longest is forgotten. */
const MOST = 10_000

export function createRateWindows({
  windowMs,
  clock,
}: {
  readonly windowMs: number
  readonly clock: Clock
}): RateWindows {
  const windows = new Map<string, RateWindow>()
  return {
    of(name, limit) {
      const window = windows.get(name) ?? createRateWindow({ limit, windowMs, clock })
      windows.delete(name)
      windows.set(name, window)
      const [oldest] = windows.keys()
      if (windows.size > MOST && oldest !== undefined) windows.delete(oldest)
      return window
    },
  }
}
