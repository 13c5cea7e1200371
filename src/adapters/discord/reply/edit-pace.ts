import type { Clock } from '../../../ports/clock.ts'

/** Keeps what is shown while answers are written rare enough that what is final finds room. */
export interface EditPace {
  /**
   * Takes the next place in a lane.
   * @param lane what Discord counts together, such as the edits of a channel
   * @returns 0 when it may be used now; else milliseconds to wait, and none is taken
   */
  take(lane: string): number
  /** Something was written, and that took so many milliseconds: long ones mean that Discord made it wait. */
  note(lane: string, tookMs: number): void
}

/** Discord takes about five posts and five edits in five seconds of a channel; some of them are left for what is final. */
const QUICKEST_MS = 1_100
const SLOWEST_MS = 6_000
/** What takes this long has waited for its turn, or Discord is slow. */
const SLOW_MS = 800
const SLOWER = 1.5
const QUICKER = 0.9
/** Lanes that are remembered. */
const MOST = 1_000

export function createEditPace(clock: Clock): EditPace {
  const lanes = new Map<string, { nextAt: number; intervalMs: number }>()
  const find = (lane: string) => {
    const known = lanes.get(lane) ?? { nextAt: Number.NEGATIVE_INFINITY, intervalMs: QUICKEST_MS }
    lanes.delete(lane)
    lanes.set(lane, known)
    const [oldest] = lanes.keys()
    if (lanes.size > MOST && oldest !== undefined) lanes.delete(oldest)
    return known
  }
  return {
    take(lane) {
      const known = find(lane)
      const now = clock.elapsed()
      if (now < known.nextAt) return known.nextAt - now
      known.nextAt = now + known.intervalMs
      return 0
    },
    note(lane, tookMs) {
      const known = find(lane)
      const isSlow = tookMs > SLOW_MS
      const wanted = isSlow ? Math.max(known.intervalMs * SLOWER, tookMs) : known.intervalMs * QUICKER
      known.intervalMs = Math.min(SLOWEST_MS, Math.max(QUICKEST_MS, wanted))
      const restMs = isSlow ? known.intervalMs / 2 : known.intervalMs - tookMs
      known.nextAt = Math.max(known.nextAt, clock.elapsed() + restMs)
    },
  }
}
