/** Every way in which Kiku can fail, by the name that logs, tests and translations use. */
export type ErrorCode =
  | 'misuse'
  | 'config-invalid'
  | 'data-locked'
  | 'disk-full'
  | 'disk-read-only'
  | 'store-corrupt'
  | 'store-failed'
  | 'model-missing'
  | 'model-busy'
  | 'model-unreachable'
  | 'model-timeout'
  | 'model-failed'
  | 'model-incapable'
  | 'prompt-too-long'
  | 'embedder-mismatch'
  | 'embedder-failed'
  | 'document-unsupported'
  | 'document-unreadable'
  | 'document-encrypted'
  | 'document-too-large'
  | 'source-missing'
  | 'url-refused'
  | 'url-failed'
  | 'tool-missing'
  | 'tool-failed'
  | 'question-empty'
  | 'question-too-long'
  | 'queue-full'
  | 'rate-limited'
  | 'channel-limited'
  | 'surface-unreachable'
  | 'surface-refused'
  | 'deadline-exceeded'
  | 'cancelled'
  | 'internal'

export interface KikuErrorOptions {
  /** Whether the same call may succeed later without anyone changing anything. */
  readonly retryable?: boolean
  /** What the reader can do about it, as one imperative sentence. */
  readonly remedy?: string
  readonly cause?: unknown
  /** Facts for logs and translations. Never secrets, never message content. */
  readonly details?: Readonly<Record<string, string | number | boolean>>
}

/** The one error type that crosses module borders. `message` says what is wrong, `remedy` what to do. */
export class KikuError extends Error {
  readonly code: ErrorCode
  readonly retryable: boolean
  readonly remedy: string | undefined
  readonly details: Readonly<Record<string, string | number | boolean>>

  constructor(code: ErrorCode, message: string, options: KikuErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'KikuError'
    this.code = code
    this.retryable = options.retryable ?? false
    this.remedy = options.remedy
    this.details = options.details ?? {}
  }
}

/** Turns anything thrown into a `KikuError`; an abort becomes `cancelled` or `deadline-exceeded`. */
export function toKikuError(thrown: unknown): KikuError {
  if (thrown instanceof KikuError) return thrown
  const name = thrown instanceof Error ? thrown.name : ''
  if (name === 'TimeoutError') {
    return new KikuError('deadline-exceeded', 'The time limit was reached.', { retryable: true, cause: thrown })
  }
  if (name === 'AbortError') return new KikuError('cancelled', 'The request was cancelled.', { cause: thrown })
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  return new KikuError('internal', message, { cause: thrown })
}
