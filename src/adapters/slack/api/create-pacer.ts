import type { Lane } from './method-traits.ts'

/** Says when a call may be made. Keeps no queue: a caller whose turn lies beyond its patience is told so at once. */
export interface Pacer {
  /** Milliseconds for which Slack has asked to leave something alone. */
  heldFor(hold: string, now: number): number
  /**
   * Takes the next free place in a lane.
   * @returns milliseconds until then; undefined, and nothing taken, when that is more than `mostWaitMs`
   */
  takePlace(lane: Lane, now: number, mostWaitMs: number): number | undefined
  /** Slack asked to leave something alone until a time. */
  hold(hold: string, until: number, now: number): void
}

/** @param most entries of channels, messages and holds kept before those are dropped that no longer matter */
export function createPacer({ most = 2000 }: { readonly most?: number } = {}): Pacer {
  // Of a lane: the time at which it would be free if all calls so far were made one interval apart.
  const freeAt = new Map<string, number>()
  const heldUntil = new Map<string, number>()
  return {
    heldFor: (hold, now) => Math.max(0, (heldUntil.get(hold) ?? 0) - now),
    takePlace({ name, intervalMs, burst }, now, mostWaitMs) {
      const free = Math.max(freeAt.get(name) ?? 0, now)
      const wait = Math.max(0, free - (burst - 1) * intervalMs - now)
      if (wait > mostWaitMs) return undefined
      freeAt.set(name, free + intervalMs)
      dropPassed(freeAt, now, most)
      return wait
    },
    hold(hold, until, now) {
      heldUntil.set(hold, Math.max(heldUntil.get(hold) ?? 0, until))
      dropPassed(heldUntil, now, most)
    },
  }
}

function dropPassed(times: Map<string, number>, now: number, most: number): void {
  if (times.size <= most) return
  for (const [name, time] of times) if (time < now) times.delete(name)
}
