import type { z } from 'zod'
import { json } from '../document/replies.ts'
import type { Problem } from '../schemas/common.ts'
import { openAiErrorSchema } from '../schemas/openai.ts'

export type OpenAiError = z.infer<typeof openAiErrorSchema>

/** A problem in the shape that clients of OpenAI's API read. */
export function toOpenAiError({ title, detail, status, code, errors }: Problem): OpenAiError {
  const where = errors?.[0]
  const message = [title, where?.message, detail]
    .filter((sentence) => sentence !== undefined && sentence !== '')
    .join(' ')
  return { error: { message, type: typeOf(status), param: where?.path || null, code } }
}

/** The failures of the routes that speak as OpenAI's API does. */
export function openAiProblems(...own: readonly number[]): Record<never, never> {
  const statuses = [400, 401, 403, 404, 413, 415, 429, 500, 502, 503, 504, ...own]
  return Object.fromEntries(
    statuses.map((status) => [status, { description: typeOf(status), content: json(openAiErrorSchema) }]),
  )
}

function typeOf(status: number): OpenAiError['error']['type'] {
  if (status === 401) return 'authentication_error'
  if (status === 403) return 'permission_error'
  if (status === 429) return 'rate_limit_error'
  return status >= 500 ? 'server_error' : 'invalid_request_error'
}
