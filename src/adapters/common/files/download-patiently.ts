import { setTimeout as delay } from 'node:timers/promises'
import type { Response } from 'undici'
import { KikuError } from '../../../domain/errors.ts'
import { withDeadline } from '../../../domain/with-deadline.ts'
import { readBytes } from './read-bytes.ts'

export interface DownloadLimits {
  /** What was announced. */
  readonly size: number
  readonly maxBytes: number
  readonly timeoutMs: number
  /** What is waited for, for the error's text. */
  readonly what: string
}

const RETRY_MS = 250

/**
 * Reads one file, once more where the first try failed of something that passes.
 * @param request gets the answer to be read; what it throws and calls retryable, and whatever is no KikuError, is tried again
 * @throws KikuError `document-too-large`, `url-failed`, `deadline-exceeded`, or of `request`; the reason of the signal
 */
export async function downloadPatiently(
  { size, maxBytes, timeoutMs, what }: DownloadLimits,
  request: (signal: AbortSignal) => Promise<Response>,
  signal: AbortSignal,
): Promise<{ readonly response: Response; readonly bytes: Uint8Array }> {
  if (size > maxBytes) throw tooLarge(maxBytes)
  return withDeadline({ signal, timeoutMs, what }, async (ended) => {
    // Ends a body that nobody wants to read to its end, such as one that is too large.
    const done = new AbortController()
    const onEnd = () => done.abort(ended.reason)
    ended.addEventListener('abort', onEnd, { once: true })
    const read = async () => {
      const response = await request(done.signal)
      const bytes = await readBytes(response, maxBytes)
      if (bytes === undefined) throw tooLarge(maxBytes)
      return { response, bytes }
    }
    try {
      return await tryTwice(read, done.signal)
    } finally {
      ended.removeEventListener('abort', onEnd)
      done.abort()
    }
  })
}

async function tryTwice<Result>(read: () => Promise<Result>, signal: AbortSignal): Promise<Result> {
  try {
    return await read()
  } catch (thrown) {
    signal.throwIfAborted()
    if (thrown instanceof KikuError && !thrown.retryable) throw thrown
  }
  await delay(RETRY_MS, undefined, { signal })
  return read().catch((thrown: unknown) => {
    signal.throwIfAborted()
    throw thrown instanceof KikuError ? thrown : broken(thrown)
  })
}

function tooLarge(maxBytes: number): KikuError {
  return new KikuError('document-too-large', 'The file is larger than Kiku reads.', { details: { maxBytes } })
}

function broken(cause: unknown): KikuError {
  return new KikuError('url-failed', 'The connection broke while the file was downloaded.', { retryable: true, cause })
}
