import { setMaxListeners } from 'node:events'
import { KikuError } from '../../domain/errors.ts'
import type { Side } from '../../domain/task.ts'

/** Gives one model to many callers, one batch at a time. Questions go before documents. */
export interface EncoderLanes<Job, Result> {
  /** @throws KikuError `embedder-failed` when too many wait; the reason of the signal; what the work throws */
  submit(side: Side, job: Job, signal: AbortSignal): Promise<Result>
  /** Everything that waits is refused. */
  close(): void
}

interface Waiting<Job, Result> {
  readonly job: Job
  readonly settle: (outcome: Promise<Result>) => void
}

const MAX_WAITING = 256

export function createEncoderLanes<Job, Result>(work: (job: Job) => Promise<Result>): EncoderLanes<Job, Result> {
  const lanes: Readonly<Record<Side, Waiting<Job, Result>[]>> = { query: [], key: [] }
  let isBusy = false
  let isClosed = false

  async function drain(): Promise<void> {
    if (isBusy) return
    isBusy = true
    for (let next = takeNext(); next !== undefined; next = takeNext()) {
      const outcome = work(next.job)
      next.settle(outcome)
      await outcome.catch(() => {})
    }
    isBusy = false
  }
  const takeNext = () => lanes.query.shift() ?? lanes.key.shift()

  return {
    async submit(side, job, signal) {
      signal.throwIfAborted()
      if (isClosed) throw new KikuError('cancelled', 'Kiku is shutting down.')
      if (lanes[side].length >= MAX_WAITING) throw tooMany()
      return new Promise<Result>((resolve, reject) => {
        const waiting = { job, settle: (outcome: Promise<Result>) => void outcome.then(resolve, reject).finally(leave) }
        // What the model works on already is not taken from it: a batch is short, loading the model again is not.
        const giveUp = () => {
          const at = lanes[side].indexOf(waiting)
          if (at >= 0) lanes[side].splice(at, 1)
          reject(signal.reason)
        }
        const leave = () => signal.removeEventListener('abort', giveUp)
        // Any number of texts may wait under one signal.
        setMaxListeners(0, signal)
        signal.addEventListener('abort', giveUp, { once: true })
        lanes[side].push(waiting)
        void drain()
      })
    },
    close() {
      isClosed = true
      const closing = new KikuError('cancelled', 'Kiku is shutting down.')
      for (const { settle } of [...lanes.query.splice(0), ...lanes.key.splice(0)]) settle(Promise.reject(closing))
    },
  }
}

function tooMany(): KikuError {
  return new KikuError('embedder-failed', 'Too many texts are waiting for the embedding model.', {
    retryable: true,
    remedy: 'Try again in a moment.',
  })
}
