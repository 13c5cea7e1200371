import type { Timers } from './timers.ts'

/** Waits for things to happen, and says what did happen when they do not. */
export interface Waiter {
  /** Looks again at whoever waits. */
  notify(): void
  /**
   * Resolves with what the condition gives as soon as that is true, or something.
   * @param label what is awaited, for the account of a failure
   * @param timeoutMs default 10,000
   */
  waitFor<Result>(
    condition: () => Result | undefined | null | false | 0 | '',
    label: string,
    timeoutMs?: number,
  ): Promise<Result>
}

const TIMEOUT_MS = 10_000
/** What a condition looks at may change without the server's knowing. */
const POLL_MS = 20

/** @param describe an account of what happened */
export function createWaiter({
  timers,
  describe,
}: {
  readonly timers: Timers
  readonly describe: () => string
}): Waiter {
  const waiting = new Set<() => void>()
  return {
    notify: () => {
      for (const check of [...waiting]) check()
    },
    waitFor(condition, label, timeoutMs = TIMEOUT_MS) {
      return new Promise((resolve, reject) => {
        const deadline = Date.now() + timeoutMs
        let callOff = () => {}
        const finish = (settle: () => void) => {
          waiting.delete(check)
          callOff()
          settle()
        }
        const check = () => {
          try {
            const result = condition()
            if (result) finish(() => resolve(result))
            else if (timers.isClosed)
              finish(() => reject(new Error(`The Slack peer was closed while waiting: ${label}.`)))
            else if (Date.now() >= deadline)
              finish(() => reject(new Error(`This never came: ${label}.\n${describe()}`)))
          } catch (error) {
            finish(() => reject(error))
          }
        }
        const poll = () => {
          callOff = timers.after(POLL_MS, () => {
            check()
            if (waiting.has(check)) poll()
          })
        }
        waiting.add(check)
        check()
        if (waiting.has(check)) poll()
      })
    },
  }
}
