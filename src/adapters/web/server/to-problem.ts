import type { ErrorCode, KikuError } from '../../../domain/errors.ts'
import type { WebHost } from '../../../ports/web-host.ts'
import type { Problem } from '../api/schemas/common.ts'

/** A failure as it is told over HTTP: the sentences for people, nothing of the error's own text. */
export function toProblem(error: KikuError, language: 'en' | 'ja', explain: WebHost['explain']): Problem {
  const { message, remedy } = explain(error, language)
  return {
    type: 'about:blank',
    title: message,
    status: STATUS[error.code],
    code: error.code,
    ...(remedy === undefined ? {} : { detail: remedy }),
    retryable: error.retryable,
  }
}

/** What HTTP calls each failure (https://www.rfc-editor.org/rfc/rfc9110#name-status-codes). */
const STATUS: Readonly<Record<ErrorCode, number>> = {
  misuse: 400,
  'config-invalid': 500,
  'data-locked': 503,
  'disk-full': 507,
  'disk-read-only': 503,
  'store-corrupt': 500,
  'store-failed': 503,
  'model-missing': 503,
  'model-busy': 503,
  'model-unreachable': 503,
  'model-timeout': 504,
  'model-failed': 502,
  'model-incapable': 501,
  'prompt-too-long': 413,
  'embedder-mismatch': 503,
  'embedder-failed': 502,
  'document-unsupported': 415,
  'document-unreadable': 422,
  'document-encrypted': 422,
  'document-too-large': 413,
  'source-missing': 404,
  'url-refused': 422,
  'url-failed': 422,
  'tool-missing': 503,
  'tool-failed': 502,
  'question-empty': 400,
  'question-too-long': 413,
  'queue-full': 503,
  'rate-limited': 429,
  'channel-limited': 429,
  'surface-unreachable': 503,
  'surface-refused': 403,
  'deadline-exceeded': 504,
  // Only seen where Kiku itself stops: whoever left reads no reply.
  cancelled: 503,
  internal: 500,
}
