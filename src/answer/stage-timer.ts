import type { Timings } from '../domain/answer.ts'
import type { Clock } from '../ports/clock.ts'

/** Measures the stages of one answer in milliseconds. */
export interface StageTimer {
  /** Runs a stage and adds its duration under its name. */
  time<T>(stage: string, work: () => Promise<T> | T): Promise<T>
  /** Passes a stream through and adds its duration, the reader's own time included. */
  timeStream<Event, Result>(stage: string, stream: AsyncGenerator<Event, Result>): AsyncGenerator<Event, Result>
  /** The durations so far, with `total`. */
  read(): Timings
}

export function createStageTimer(clock: Clock): StageTimer {
  const startedAt = clock.elapsed()
  const durations: Record<string, number> = {}
  const add = (stage: string, since: number) => {
    durations[stage] = round((durations[stage] ?? 0) + clock.elapsed() - since)
  }
  return {
    async time(stage, work) {
      const since = clock.elapsed()
      try {
        return await work()
      } finally {
        add(stage, since)
      }
    },
    async *timeStream(stage, stream) {
      const since = clock.elapsed()
      try {
        return yield* stream
      } finally {
        add(stage, since)
      }
    },
    read: () => ({ ...durations, total: round(clock.elapsed() - startedAt) }),
  }
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 100) / 100
}
