import { KikuError } from './errors.ts'

/** How long a wait may last, and who may end it earlier. */
export interface Deadline {
  readonly signal: AbortSignal
  readonly timeoutMs: number
  /** What is waited for, for the error's text and details. */
  readonly what: string
}

/**
 * Runs work that must end in time. The work receives a signal that aborts with the caller's or at the deadline, and is
 * left behind then even when it does not listen. A timer of its own, since Node 20 forgets an `AbortSignal.timeout` that
 * only an `AbortSignal.any` refers to.
 * @throws KikuError `deadline-exceeded`, or the reason of the caller's signal
 */
export async function withDeadline<T>(deadline: Deadline, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  deadline.signal.throwIfAborted()
  const controller = new AbortController()
  const onAbort = () => controller.abort(deadline.signal.reason)
  const timer = setTimeout(() => controller.abort(deadlineError(deadline)), deadline.timeoutMs)
  deadline.signal.addEventListener('abort', onAbort, { once: true })
  try {
    return await Promise.race([work(controller.signal), rejectOnAbort(controller.signal)])
  } finally {
    clearTimeout(timer)
    deadline.signal.removeEventListener('abort', onAbort)
  }
}

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    // The work may have had the caller's signal aborted before it first waited.
    if (signal.aborted) return reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}

function deadlineError({ what, timeoutMs }: Deadline): KikuError {
  return new KikuError('deadline-exceeded', `The ${what} took longer than ${timeoutMs} ms.`, {
    retryable: true,
    details: { what, timeoutMs },
  })
}
