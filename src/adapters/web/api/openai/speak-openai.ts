import type { MiddlewareHandler } from 'hono'
import type { WebEnv } from '../../web-env.ts'
import { type Problem, problemSchema } from '../schemas/common.ts'
import { toOpenAiError } from './openai-error.ts'

/** Whether clients of OpenAI's API ask there. */
const PLACES = /^\/v1\/(?:chat\/completions|embeddings|models(?:\/.*)?)$/

/** Tells clients of OpenAI's API in their own shape what was refused before a route saw the request. */
export const speakOpenAi: MiddlewareHandler<WebEnv> = async (context, next) => {
  await next()
  const { res, req } = context
  if (!PLACES.test(req.path) || res.headers.get('content-type')?.startsWith(PROBLEM_TYPE) !== true) return
  context.res = openAiReply(problemSchema.parse(await res.json()), Object.fromEntries(res.headers))
}

export function openAiReply(problem: Problem, headers: Readonly<Record<string, string>>): Response {
  return new Response(JSON.stringify(toOpenAiError(problem)), {
    status: problem.status,
    headers: { ...headers, 'content-type': 'application/json; charset=utf-8' },
  })
}

const PROBLEM_TYPE = 'application/problem+json'
