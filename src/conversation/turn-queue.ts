import { KikuError } from '../domain/errors.ts'

/** Decides whose question is answered next when more arrive than can be answered at once. */
export interface TurnQueue {
  /** Whether a question would have to wait. */
  isBusy(): boolean
  /**
   * Waits for a place. Authors take turns, so that one who asks ten questions does not hold up the others.
   * @returns what gives the place back; calling it twice does no harm
   * @throws KikuError `queue-full`, or the reason of the signal
   */
  enter(authorId: string, signal: AbortSignal): Promise<() => void>
}

export interface TurnQueueOptions {
  /** Questions answered at the same time. */
  readonly concurrency: number
  /** Questions that may wait, of all authors together. */
  readonly mostWaiting?: number
  /** Questions of one author that may wait. */
  readonly mostPerAuthor?: number
}

export function createTurnQueue({ concurrency, mostWaiting = 100, mostPerAuthor = 5 }: TurnQueueOptions): TurnQueue {
  /** Waiting questions by author; the map's order is the order in which authors come up. */
  const waiting = new Map<string, (() => void)[]>()
  let running = 0
  let waitingCount = 0

  function admitNext(): void {
    const [first] = waiting
    if (first === undefined || running >= concurrency) return
    const [authorId, admissions] = first
    const admit = admissions.shift()
    waiting.delete(authorId)
    if (admissions.length > 0) waiting.set(authorId, admissions)
    waitingCount -= 1
    admit?.()
  }

  function takePlace(): () => void {
    running += 1
    let isLeft = false
    return () => {
      if (isLeft) return
      isLeft = true
      running -= 1
      admitNext()
    }
  }

  function withdraw(authorId: string, admit: () => void): void {
    const admissions = waiting.get(authorId) ?? []
    const at = admissions.indexOf(admit)
    if (at < 0) return
    admissions.splice(at, 1)
    waitingCount -= 1
    if (admissions.length === 0) waiting.delete(authorId)
  }

  return {
    isBusy: () => running >= concurrency || waitingCount > 0,
    enter(authorId, signal) {
      if (signal.aborted) return Promise.reject(signal.reason)
      if (running < concurrency && waitingCount === 0) return Promise.resolve(takePlace())
      const admissions = waiting.get(authorId) ?? []
      if (waitingCount >= mostWaiting || admissions.length >= mostPerAuthor) return Promise.reject(queueFull())
      return new Promise((resolve, reject) => {
        const admit = () => {
          signal.removeEventListener('abort', onAbort)
          resolve(takePlace())
        }
        const onAbort = () => {
          withdraw(authorId, admit)
          reject(signal.reason)
        }
        signal.addEventListener('abort', onAbort, { once: true })
        admissions.push(admit)
        waiting.set(authorId, admissions)
        waitingCount += 1
      })
    },
  }
}

function queueFull(): KikuError {
  return new KikuError('queue-full', 'Too many questions are waiting.', { retryable: true })
}
