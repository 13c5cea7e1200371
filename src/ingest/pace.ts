import { yieldToEvents } from './yield-to-events.ts'

/** Waits for the caller's turn to do a few milliseconds of work on the thread that also serves people. */
export type Pace = () => Promise<void>

/**
 * Lets one caller go per round of the event loop. Documents that are read side by side would otherwise each do their
 * share in the same round, and together hold it up.
 */
export function createPace(): Pace {
  let last: Promise<void> = Promise.resolve()
  return () => {
    last = last.then(yieldToEvents)
    return last
  }
}
