import type { Timings } from '../domain/answer.ts'
import type { Clock } from '../ports/clock.ts'
import { type Instruments, noInstruments } from '../ports/instruments.ts'

/** Measures the stages of one answer in milliseconds. */
export interface StageTimer {
  /** Runs a stage and adds its duration under its name. */
  time<T>(stage: string, work: () => Promise<T> | T): Promise<T>
  /** Passes a stream through and adds its duration, the reader's own time included. */
  timeStream<Event, Result>(stage: string, stream: AsyncGenerator<Event, Result>): AsyncGenerator<Event, Result>
  /** The durations so far, with `total`. */
  read(): Timings
}

/** @param instruments each stage is a span and an observation of these too */
export function createStageTimer(clock: Clock, instruments: Instruments = noInstruments): StageTimer {
  const startedAt = clock.elapsed()
  const durations: Record<string, number> = {}
  const add = (stage: string, since: number) => {
    const duration = clock.elapsed() - since
    durations[stage] = round((durations[stage] ?? 0) + duration)
    instruments.observe('kiku_stage_seconds', duration / 1_000, { stage })
  }
  async function measure<T>(stage: string, work: () => Promise<T> | T): Promise<T> {
    const since = clock.elapsed()
    try {
      return await work()
    } finally {
      add(stage, since)
    }
  }
  async function* measureStream<Event, Result>(stage: string, stream: AsyncGenerator<Event, Result>) {
    const since = clock.elapsed()
    try {
      return yield* stream
    } finally {
      add(stage, since)
    }
  }
  return {
    time: (stage, work) => instruments.span(`stage.${stage}`, {}, () => measure(stage, work)),
    timeStream: (stage, stream) => instruments.stream(`stage.${stage}`, {}, () => measureStream(stage, stream)),
    read: () => ({ ...durations, total: round(clock.elapsed() - startedAt) }),
  }
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 100) / 100
}
