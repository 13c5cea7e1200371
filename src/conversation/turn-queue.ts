import { KikuError } from '../domain/errors.ts'

/** Decides whose question is answered next when more arrive than can be answered at once. */
export interface TurnQueue {
  /** Whether a question would have to wait. */
  isBusy(): boolean
  /**
   * Waits for a place. Authors take turns, so that one who asks ten questions does not hold up the others.
   * @param onMove told how many are admitted before this one, itself included: at once when it must wait, then when it moves
   * @returns what gives the place back; calling it twice does no harm
   * @throws KikuError `queue-full`, or the reason of the signal
   */
  enter(authorId: string, signal: AbortSignal, onMove?: (position: number) => void): Promise<() => void>
}

export interface TurnQueueOptions {
  /** Questions answered at the same time. */
  readonly concurrency: number
  /** Questions that may wait, of all authors together. */
  readonly mostWaiting?: number
  /** Questions of one author that may wait. */
  readonly mostPerAuthor?: number
}

interface Waiter {
  readonly admit: () => void
  readonly onMove: ((position: number) => void) | undefined
  /** As told last; 0 before. */
  position: number
}

export function createTurnQueue({ concurrency, mostWaiting = 100, mostPerAuthor = 5 }: TurnQueueOptions): TurnQueue {
  /** Waiting questions by author; the map's order is the order in which authors come up. */
  const waiting = new Map<string, Waiter[]>()
  let running = 0
  let waitingCount = 0

  function admitNext(): void {
    const [first] = waiting
    if (first === undefined || running >= concurrency) return
    const [authorId, waiters] = first
    const waiter = waiters.shift()
    waiting.delete(authorId)
    if (waiters.length > 0) waiting.set(authorId, waiters)
    waitingCount -= 1
    waiter?.admit()
    tellPositions()
  }

  /** Plays the coming rounds: one question of each author in turn. */
  function tellPositions(): void {
    let position = 0
    for (let round = 0; position < waitingCount; round += 1) {
      for (const waiters of waiting.values()) {
        const waiter = waiters[round]
        if (waiter === undefined) continue
        position += 1
        if (waiter.position !== position) waiter.onMove?.(position)
        waiter.position = position
      }
    }
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

  function withdraw(authorId: string, waiter: Waiter): void {
    const waiters = waiting.get(authorId) ?? []
    const at = waiters.indexOf(waiter)
    if (at < 0) return
    waiters.splice(at, 1)
    waitingCount -= 1
    if (waiters.length === 0) waiting.delete(authorId)
    tellPositions()
  }

  return {
    isBusy: () => running >= concurrency || waitingCount > 0,
    enter(authorId, signal, onMove) {
      if (signal.aborted) return Promise.reject(signal.reason)
      if (running < concurrency && waitingCount === 0) return Promise.resolve(takePlace())
      const waiters = waiting.get(authorId) ?? []
      if (waitingCount >= mostWaiting || waiters.length >= mostPerAuthor) return Promise.reject(queueFull())
      return new Promise((resolve, reject) => {
        const waiter: Waiter = {
          admit() {
            signal.removeEventListener('abort', onAbort)
            resolve(takePlace())
          },
          onMove,
          position: 0,
        }
        const onAbort = () => {
          withdraw(authorId, waiter)
          reject(signal.reason)
        }
        signal.addEventListener('abort', onAbort, { once: true })
        waiters.push(waiter)
        waiting.set(authorId, waiters)
        waitingCount += 1
        tellPositions()
      })
    },
  }
}

function queueFull(): KikuError {
  return new KikuError('queue-full', 'Too many questions are waiting.', { retryable: true })
}
