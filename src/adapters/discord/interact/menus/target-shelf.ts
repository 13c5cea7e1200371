import type { Clock } from '../../../../ports/clock.ts'
import type { TargetMessage } from '../../receive/arrival.ts'

/**
 * Keeps messages for as long as somebody fills in a form about them, since a form tells no more than its id. In memory
 * only: words of others are kept no longer than it takes to answer.
 */
export interface TargetShelf {
  put(key: string, target: TargetMessage): void
  /** @returns undefined when it was too long ago, or in an earlier process */
  find(key: string): TargetMessage | undefined
}

const MOST_KEPT = 200
/** A form that is open for longer was forgotten. */
const LIFE_MS = 15 * 60_000

export function createTargetShelf(clock: Clock): TargetShelf {
  const kept = new Map<string, { readonly target: TargetMessage; readonly until: number }>()

  function dropOld(): void {
    const now = clock.now()
    for (const [key, { until }] of kept) {
      if (until > now && kept.size <= MOST_KEPT) return
      kept.delete(key)
    }
  }

  return {
    put(key, target) {
      // Behind the others, so that the oldest come first.
      kept.delete(key)
      kept.set(key, { target, until: clock.now() + LIFE_MS })
      dropOld()
    },
    find(key) {
      dropOld()
      return kept.get(key)?.target
    },
  }
}
