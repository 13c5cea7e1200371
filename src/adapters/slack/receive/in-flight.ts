import { KikuError } from '../../../domain/errors.ts'

/** Counts deliveries from their arrival to their acknowledgement. */
export interface InFlight {
  /** @returns a function that ends the stay, once. @throws KikuError `queue-full` when there are too many, or it is closed */
  enter(): () => void
  close(timeoutMs: number): Promise<void>
}

export function createInFlight(most: number): InFlight {
  let count = 0
  let isClosed = false
  let onEmpty: (() => void) | undefined

  return {
    enter() {
      if (isClosed || count >= most) {
        throw new KikuError('queue-full', 'No delivery is taken now.', {
          retryable: true,
          details: { count, isClosed },
        })
      }
      count += 1
      let isInside = true
      return () => {
        if (!isInside) return
        isInside = false
        count -= 1
        if (count === 0) onEmpty?.()
      }
    },
    async close(timeoutMs) {
      isClosed = true
      if (count === 0) return
      let timer: NodeJS.Timeout | undefined
      await new Promise<void>((resolve) => {
        onEmpty = resolve
        timer = setTimeout(resolve, timeoutMs)
      })
      clearTimeout(timer)
    },
  }
}
