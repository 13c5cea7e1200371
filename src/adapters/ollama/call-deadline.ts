import { setMaxListeners } from 'node:events'

/**
 * One call's own abort: follows the caller's signal, and a timer that runs only while somebody waits for the server.
 * `release` aborts too, so that a call that its reader left is ended on the server.
 */
export interface CallDeadline {
  readonly signal: AbortSignal
  /** Starts the timer anew; when it runs out the call is aborted with the error made here. */
  arm(ms: number, makeError: () => Error): void
  disarm(): void
  release(): void
}

export function createCallDeadline(parent: AbortSignal): CallDeadline {
  const controller = new AbortController()
  let timer: NodeJS.Timeout | undefined
  // A listener that goes with the call: `AbortSignal.any` would pile up on a parent that lives long.
  const follow = () => controller.abort(parent.reason)
  if (parent.aborted) follow()
  else parent.addEventListener('abort', follow, { once: true })
  // Many calls may share one caller's signal; each takes its listener away again.
  setMaxListeners(0, parent)
  return {
    signal: controller.signal,
    arm(ms, makeError) {
      clearTimeout(timer)
      timer = setTimeout(() => controller.abort(makeError()), ms)
    },
    disarm() {
      clearTimeout(timer)
    },
    release() {
      clearTimeout(timer)
      parent.removeEventListener('abort', follow)
      controller.abort(new DOMException('The call is over.', 'AbortError'))
    },
  }
}

/** Runs a call that must end within a time. Rejects with the error made here, or with the caller's reason. */
export async function withinDeadline<T>(
  ms: number,
  makeError: () => Error,
  parent: AbortSignal,
  call: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const deadline = createCallDeadline(parent)
  deadline.arm(ms, makeError)
  try {
    return await call(deadline.signal)
  } catch (thrown) {
    throw deadline.signal.aborted ? deadline.signal.reason : thrown
  } finally {
    deadline.release()
  }
}

/** Waits a while, or rejects with the signal's reason. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason)
      return
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop)
      resolve()
    }, ms)
    const stop = () => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    signal.addEventListener('abort', stop, { once: true })
  })
}
