import { HTTPException } from 'hono/http-exception'
import { toKikuError } from '../../../../domain/errors.ts'
import type { WebHost } from '../../../../ports/web-host.ts'
import { type RequestProblemCode, requestProblem } from '../../server/request-problem.ts'
import { toProblem } from '../../server/to-problem.ts'
import type { Problem } from '../schemas/common.ts'
import { ApiProblem, type ApiProblemCode, type ApiProblemFacts } from './api-problem.ts'
import { API_PROBLEM_WORDS } from './api-problem-words.ts'
import { ProblemReply } from './problem-reply.ts'

/** Whatever a handler threw, as it is told over HTTP. */
export function describeProblem(thrown: unknown, language: 'en' | 'ja', explain: WebHost['explain']): Problem {
  if (thrown instanceof ProblemReply) return thrown.problem
  if (thrown instanceof ApiProblem) return apiProblem(thrown.code, language, thrown.facts)
  if (thrown instanceof HTTPException) return requestProblem(codeOf(thrown), language)
  return toProblem(toKikuError(thrown), language, explain)
}

export function apiProblem(
  code: ApiProblemCode | RequestProblemCode,
  language: 'en' | 'ja',
  { errors }: ApiProblemFacts = {},
): Problem {
  const where = errors === undefined ? {} : { errors: [...errors] }
  if (!isOwnCode(code)) return requestProblem(code, language, where)
  const [title, detail] = API_PROBLEM_WORDS[language][code]
  const retryable = code === 'question-running'
  return { type: 'about:blank', title, status: STATUS[code], code, detail, retryable, ...where }
}

/** Seconds after which a client may come again. */
export function retryAfterOf(thrown: unknown): number | undefined {
  if (thrown instanceof ApiProblem) return thrown.code === 'question-running' ? 1 : undefined
  const { seconds } = toKikuError(thrown).details
  return typeof seconds === 'number' ? Math.max(1, Math.ceil(seconds)) : undefined
}

function isOwnCode(code: ApiProblemCode | RequestProblemCode): code is ApiProblemCode {
  return Object.hasOwn(STATUS, code)
}

const STATUS: Readonly<Record<ApiProblemCode, number>> = {
  'question-running': 409,
  'id-reused': 409,
  'call-expired': 410,
  'call-decided': 409,
  'audience-refused': 403,
  'upload-invalid': 400,
  'model-unknown': 404,
  'parameter-unsupported': 400,
}

/** What the router itself refuses: JSON that cannot be read, and other kinds of content. */
function codeOf({ status }: HTTPException): RequestProblemCode {
  switch (status) {
    case 415:
      return 'type-unsupported'
    case 413:
      return 'body-too-large'
    case 404:
      return 'not-found'
    default:
      return 'request-invalid'
  }
}
