import type { z } from '@hono/zod-openapi'
import type { RequestProblemCode } from '../../server/request-problem.ts'
import type { ApiProblemCode } from '../problems/api-problem.ts'
import { apiProblem } from '../problems/describe-problem.ts'
import { type Problem, problemSchema } from '../schemas/common.ts'

/** One example in each language. */
export interface Examples<Value> {
  readonly en: Value
  readonly ja: Value
}

/** JSON as a body of a request or a reply. */
export function json<Schema extends z.ZodType>(schema: Schema, examples?: Examples<unknown>) {
  return { 'application/json': { schema, ...(examples === undefined ? {} : { examples: inBoth(examples) }) } }
}

export function inBoth({ en, ja }: Examples<unknown>) {
  return { english: { summary: 'English', value: en }, japanese: { summary: '日本語', value: ja } }
}

/** The problems that any route may answer with, and those of its own. Handlers throw them, so that their types need not tell. */
export function problems(...own: readonly (keyof typeof WHY)[]): Record<never, never> {
  const statuses = [...new Set([...ANY_ROUTE, ...own])].sort((left, right) => left - right)
  return Object.fromEntries(statuses.map((status) => [status, problemReply(status)]))
}

const ANY_ROUTE = [400, 401, 403, 429, 500, 503, 504] as const

const WHY = {
  400: ['request-invalid', 'The request does not fit, or holds no question.'],
  401: ['unauthorized', 'Whoever asks has not shown who they are, or the token is not valid.'],
  403: ['forbidden', 'Not for this visitor, or the request came from another website.'],
  404: ['not-found', 'There is no such thing, or it is somebody else’s.'],
  408: ['body-slow', 'The body took too long to arrive.'],
  409: ['question-running', 'Under way already, decided already, or the id has another question.'],
  410: ['call-expired', 'Too late.'],
  413: ['body-too-large', 'Too large, or too long.'],
  415: ['type-unsupported', 'Content of another kind.'],
  422: ['request-invalid', 'The address may not be opened, or the file cannot be read.'],
  429: ['rate-limited', 'Too often; `retry-after` says when to come again.'],
  500: ['request-invalid', 'Something went wrong in Kiku.'],
  501: ['request-invalid', 'The model cannot do this.'],
  502: ['request-invalid', 'A model or a tool failed.'],
  503: ['request-invalid', 'Too much is under way, or a part of Kiku cannot be reached now.'],
  504: ['request-invalid', 'It took too long.'],
  507: ['request-invalid', 'The disk is full.'],
} as const satisfies Readonly<Record<number, readonly [RequestProblemCode | ApiProblemCode, string]>>

function problemReply(status: keyof typeof WHY) {
  const [code, description] = WHY[status]
  const hasExample = apiProblem(code, 'en').status === status
  const examples: Examples<Problem> = { en: apiProblem(code, 'en'), ja: apiProblem(code, 'ja') }
  return {
    description,
    content: {
      'application/problem+json': { schema: problemSchema, ...(hasExample ? { examples: inBoth(examples) } : {}) },
    },
  }
}
