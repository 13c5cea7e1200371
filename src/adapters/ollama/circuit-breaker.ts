import type { Clock } from '../../ports/clock.ts'

/**
 * Keeps calls away from a host that keeps failing. Open after `FAILURES` failures in a row, for a time that doubles
 * with each failed trial; then one trial call at a time may pass, whose success closes it.
 * A policy library would wrap a promise; a stream succeeds at its first token, long before it ends.
 */
export interface CircuitBreaker {
  /** Whether a call may begin now. */
  permits(): boolean
  /** Records that a permitted call begins. @returns how to record its outcome; only the first time counts. */
  begin(): (outcome: CallOutcome) => void
  /** Records that the host was seen to answer, which ends a pause that began because it could not be reached. */
  noteReachable(): void
}

/** `neutral`: the call says nothing of the host, such as one that its caller cancelled. */
export type CallOutcome = 'ok' | 'failed' | 'unreachable' | 'neutral'

export function createCircuitBreaker({
  clock,
  onChange = () => {},
}: {
  readonly clock: Clock
  readonly onChange?: (state: 'open' | 'closed') => void
}): CircuitBreaker {
  let failures = 0
  let pauses = 0
  let openUntil = 0
  let trialRunning = false
  let wasUnreachable = false

  const isOpen = () => pauses > 0
  const open = () => {
    openUntil = clock.elapsed() + Math.min(FIRST_PAUSE_MS * 2 ** pauses, LONGEST_PAUSE_MS)
    pauses += 1
    if (pauses === 1) onChange('open')
  }
  const close = () => {
    if (isOpen()) onChange('closed')
    failures = 0
    pauses = 0
  }
  return {
    permits: () => !isOpen() || (!trialRunning && clock.elapsed() >= openUntil),
    begin() {
      const isTrial = isOpen()
      if (isTrial) trialRunning = true
      let isSettled = false
      return (outcome) => {
        if (isSettled) return
        isSettled = true
        if (isTrial) trialRunning = false
        if (outcome === 'ok') close()
        if (outcome === 'ok' || outcome === 'neutral') return
        wasUnreachable = outcome === 'unreachable'
        failures += 1
        // Calls that began before it opened fail late and in numbers; only a trial may lengthen the pause.
        if (isTrial || (!isOpen() && failures >= FAILURES)) open()
      }
    },
    noteReachable() {
      if (wasUnreachable) close()
    },
  }
}

const FAILURES = 3
const FIRST_PAUSE_MS = 5_000
const LONGEST_PAUSE_MS = 60_000
