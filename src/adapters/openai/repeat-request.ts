import { KikuError } from '../../domain/errors.ts'

/**
 * Repeats a request that may succeed later, up to three times, with pauses that double and carry jitter; a server's
 * own `retry-after` counts where it is at most ten seconds. A server that is not there,
 * or that took all its time, is not asked again.
 */
export async function repeatRequest<T>(
  request: () => Promise<T>,
  { backoffMs, random }: { readonly backoffMs: number; readonly random: () => number },
  signal: AbortSignal,
): Promise<T> {
  for (let repetition = 0; ; repetition += 1) {
    try {
      return await request()
    } catch (thrown) {
      if (signal.aborted || !mayRepeat(thrown) || repetition === REPETITIONS) throw thrown
      const wanted = thrown.details.retryAfterMs
      if (typeof wanted === 'number' && wanted > LONGEST_RETRY_AFTER_MS) throw thrown
      await pause(typeof wanted === 'number' ? wanted : backoffMs * 2 ** repetition * (0.5 + random() / 2), signal)
    }
  }
}

const REPETITIONS = 3
const LONGEST_RETRY_AFTER_MS = 10_000

function mayRepeat(thrown: unknown): thrown is KikuError {
  if (!(thrown instanceof KikuError) || !thrown.retryable) return false
  return thrown.code !== 'model-unreachable' && thrown.details.timedOut !== true
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop)
      resolve()
    }, ms)
    signal.addEventListener('abort', stop, { once: true })
  })
}
