import { KikuError } from '../domain/errors.ts'

/** Runs jobs one after another. */
export interface JobQueue {
  /**
   * Holds a place for a job that is about to come.
   * @returns what gives the place up or, by `push`, is given up for it
   * @throws KikuError `queue-full`
   */
  reserve(): { release(): void }
  push(job: QueuedJob): void
  /** Stops the job, whether it waits or runs. Resolves when it has ended. */
  stop(id: string, reason: Error): Promise<void>
  /** Stops the running job and begins no other. */
  close(reason: Error): Promise<void>
}

export interface QueuedJob {
  readonly id: string
  /** Never rejects. */
  run(signal: AbortSignal): Promise<void>
}

interface RunningJob {
  readonly id: string
  readonly controller: AbortController
  readonly ended: Promise<void>
}

export function createJobQueue(mostWaiting: number): JobQueue {
  const waiting: QueuedJob[] = []
  let reserved = 0
  let running: RunningJob | undefined
  let isClosed = false

  function runNext(): void {
    if (running !== undefined || isClosed) return
    const next = waiting.shift()
    if (next === undefined) return
    const controller = new AbortController()
    const ended = next.run(controller.signal).finally(() => {
      running = undefined
      runNext()
    })
    running = { id: next.id, controller, ended }
  }

  return {
    reserve() {
      if (waiting.length + reserved >= mostWaiting) throw queueFull(mostWaiting)
      reserved += 1
      let isHeld = true
      return {
        release() {
          if (isHeld) reserved -= 1
          isHeld = false
        },
      }
    },
    push(job) {
      waiting.push(job)
      runNext()
    },
    async stop(id, reason) {
      const at = waiting.findIndex((job) => job.id === id)
      const [job] = at < 0 ? [] : waiting.splice(at, 1)
      if (job !== undefined) return job.run(AbortSignal.abort(reason))
      if (running?.id !== id) return
      running.controller.abort(reason)
      await running.ended
    },
    async close(reason) {
      isClosed = true
      running?.controller.abort(reason)
      await running?.ended
    },
  }
}

function queueFull(mostWaiting: number): KikuError {
  return new KikuError('queue-full', `${mostWaiting} sources wait to be read already.`, {
    remedy: 'Try again when some of them have been read.',
    retryable: true,
  })
}
