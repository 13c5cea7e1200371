import { withDeadline } from '../domain/with-deadline.ts'
import type { Clock } from '../ports/clock.ts'

/** Readings that take a while, made once for all who ask for the same within a short time. */
export interface SharedReadings<T> {
  /**
   * Takes what is kept, joins what is under way, or begins. What nobody waits for any more is stopped.
   * @throws the reason of the signal; KikuError `deadline-exceeded`; what the reading throws, which is not kept
   */
  read(key: string, make: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T>
}

interface Reading<T> {
  readonly result: Promise<T>
  readonly controller: AbortController
  waiting: number
  /** By the clock's elapsed time; absent while it is under way. */
  endedAt?: number
}

export function createSharedReadings<T>({
  clock,
  keptMs,
  mostKept,
  deadlineMs,
}: {
  readonly clock: Pick<Clock, 'elapsed'>
  readonly keptMs: number
  readonly mostKept: number
  readonly deadlineMs: number
}): SharedReadings<T> {
  const readings = new Map<string, Reading<T>>()

  function begin(key: string, make: (signal: AbortSignal) => Promise<T>): Reading<T> {
    const controller = new AbortController()
    const reading: Reading<T> = { result: make(controller.signal), controller, waiting: 0 }
    reading.result.then(
      () => {
        reading.endedAt = clock.elapsed()
      },
      () => forget(key, reading),
    )
    for (const oldest of readings.keys()) {
      if (readings.size < mostKept) break
      readings.delete(oldest)
    }
    readings.set(key, reading)
    return reading
  }

  function findFresh(key: string): Reading<T> | undefined {
    const reading = readings.get(key)
    const isFresh = reading?.endedAt === undefined || clock.elapsed() - reading.endedAt < keptMs
    if (isFresh) return reading
    readings.delete(key)
    return undefined
  }

  function forget(key: string, reading: Reading<T>): void {
    if (readings.get(key) === reading) readings.delete(key)
  }

  return {
    async read(key, make, signal) {
      signal.throwIfAborted()
      const reading = findFresh(key) ?? begin(key, make)
      reading.waiting += 1
      try {
        return await withDeadline({ signal, timeoutMs: deadlineMs, what: 'reading of answers' }, () => reading.result)
      } finally {
        reading.waiting -= 1
        if (reading.waiting === 0 && reading.endedAt === undefined) {
          forget(key, reading)
          reading.controller.abort(new Error('Nobody waits for it any more.'))
        }
      }
    },
  }
}
