import type { Problem } from '../api/schemas/common.ts'
import { REQUEST_PROBLEMS_EN, type RequestProblemCode } from './request-problems-en.ts'
import { REQUEST_PROBLEMS_JA } from './request-problems-ja.ts'

export type { RequestProblemCode }

export interface RequestProblemFacts {
  /** Until a further request may come. */
  readonly seconds?: number
  /** Methods that the address takes. */
  readonly allowed?: readonly string[]
  /** Where in the request. */
  readonly errors?: NonNullable<Problem['errors']>
}

/** A request that does not fit, as it is told over HTTP, `{seconds}` and `{allowed}` filled in. */
export function requestProblem(
  code: RequestProblemCode,
  language: 'en' | 'ja',
  { seconds, allowed = [], errors }: RequestProblemFacts = {},
): Problem {
  const [title, detail] = (language === 'ja' ? REQUEST_PROBLEMS_JA : REQUEST_PROBLEMS_EN)[code]
  const filled = detail.replace('{seconds}', String(seconds ?? 1)).replace('{allowed}', allowed.join(', '))
  return {
    type: 'about:blank',
    title,
    status: STATUS[code],
    code,
    detail: filled,
    retryable: code === 'rate-limited' || code === 'body-slow',
    ...(errors === undefined ? {} : { errors: [...errors] }),
  }
}

const STATUS: Readonly<Record<RequestProblemCode, number>> = {
  'request-invalid': 400,
  unauthorized: 401,
  'token-refused': 401,
  forbidden: 403,
  'foreign-request': 403,
  'host-unknown': 403,
  'proxy-unexpected': 403,
  'not-found': 404,
  'method-not-allowed': 405,
  'body-slow': 408,
  'body-too-large': 413,
  'type-unsupported': 415,
  'rate-limited': 429,
}
