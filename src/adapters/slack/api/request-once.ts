import { AsyncLocalStorage } from 'node:async_hooks'
import { webApi } from '@slack/bolt'
import { silentLogger } from './silent-logger.ts'

/** What came of one request. */
export type Outcome =
  | { readonly kind: 'answered'; readonly result: unknown }
  | { readonly kind: 'limited'; readonly retryAfterMs: number }
  | { readonly kind: 'refused'; readonly error: string; readonly needed?: string }
  /** @property isAmbiguous whether Slack may have done what was asked for all the same */
  | { readonly kind: 'failed'; readonly isAmbiguous: boolean; readonly status?: number; readonly cause: unknown }

export interface RequestOptions {
  readonly token: string
  /** With a slash at the end. */
  readonly apiUrl: string
  readonly team?: string | undefined
  readonly fetch: typeof globalThis.fetch
}

export type RequestOnce = (
  method: string,
  call: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
) => Promise<Outcome>

/** More requests than this are never under way at once; the client's own queue would mix up whose signal is whose. */
export const MOST_REQUESTS = 500

const UNREADABLE_LIMIT_MS = 3000
// Slack answers with an error of this kind when its own machinery failed; part of the work may have been done.
const OWN_FAILURES = new Set(['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout'])
const LIMITS = new Set(['ratelimited', 'rate_limited'])
const ERROR_NAME = /^[\w.-]{1,100}$/
const NOT_REACHED =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|UND_ERR_CONNECT_TIMEOUT|CERT_\w+|ERR_TLS\w+|DEPTH_ZERO\w+|SELF_SIGNED\w+|UNABLE_TO\w+)$/

/**
 * Makes single requests with the SDK's client, without its patience: by default that tries ten times in half an hour,
 * waits for an answer for ever, and lets a 429 of one method hold up all others.
 */
export function createRequestOnce({ token, apiUrl, team, fetch }: RequestOptions): RequestOnce {
  const requests = new AsyncLocalStorage<Request>()
  const client = new webApi.WebClient(token, {
    slackApiUrl: apiUrl,
    logger: silentLogger,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    maxRequestConcurrency: MOST_REQUESTS,
    allowAbsoluteUrls: false,
    fetch: async (url, init) => {
      const request = requests.getStore()
      const { signal: _none, ...rest } = init ?? {}
      const response = await fetch(url, { ...rest, ...(request === undefined ? {} : { signal: request.signal }) })
      if (request !== undefined) request.status = response.status
      return response
    },
    ...(team === undefined ? {} : { teamId: team }),
  })
  return async (method, call, signal) => {
    const request: Request = { signal }
    try {
      return { kind: 'answered', result: await requests.run(request, () => client.apiCall(method, { ...call })) }
    } catch (error) {
      return readFailure(error, request.status)
    }
  }
}

interface Request {
  readonly signal: AbortSignal
  status?: number
}

function readFailure(thrown: unknown, status: number | undefined): Outcome {
  const { WebAPIPlatformError, WebAPIRateLimitedError } = webApi
  if (thrown instanceof WebAPIRateLimitedError) return { kind: 'limited', retryAfterMs: thrown.retryAfter * 1000 }
  if (status === 429) return { kind: 'limited', retryAfterMs: UNREADABLE_LIMIT_MS }
  if (thrown instanceof WebAPIPlatformError) return readRefusal(thrown.data, thrown)
  const isReached = status !== undefined || !codesOf(thrown).some((code) => NOT_REACHED.test(code))
  return { kind: 'failed', isAmbiguous: isReached, cause: thrown, ...(status === undefined ? {} : { status }) }
}

function readRefusal(data: webApi.WebAPICallResult & { error: string; needed?: unknown }, cause: unknown): Outcome {
  if (LIMITS.has(data.error)) {
    const seconds = data.response_metadata?.retryAfter
    return { kind: 'limited', retryAfterMs: seconds === undefined ? UNREADABLE_LIMIT_MS : seconds * 1000 }
  }
  // A proxy's page arrives as an "error" too; only names are taken, which can stand in logs.
  if (OWN_FAILURES.has(data.error) || !ERROR_NAME.test(data.error)) return { kind: 'failed', isAmbiguous: true, cause }
  const needed = typeof data.needed === 'string' && ERROR_NAME.test(data.needed.replaceAll(/[:,]/g, '.'))
  return { kind: 'refused', error: data.error, ...(needed ? { needed: String(data.needed) } : {}) }
}

/** The codes of an error and of what caused it, such as `ECONNREFUSED`. */
function codesOf(thrown: unknown, depth = 0): readonly string[] {
  if (!(thrown instanceof Error) || depth > 5) return []
  const own = 'code' in thrown && typeof thrown.code === 'string' ? [thrown.code] : []
  const several = thrown instanceof AggregateError ? thrown.errors.flatMap((error) => codesOf(error, depth + 1)) : []
  const original = 'original' in thrown ? codesOf(thrown.original, depth + 1) : []
  return [...own, ...several, ...original, ...codesOf(thrown.cause, depth + 1)]
}
