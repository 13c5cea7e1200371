import type { Problem } from '../../api/schemas/common.ts'

/** A request that did not work, as problem+json tells it, or as the page itself found out. */
export class ProblemError extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.title)
    this.name = 'ProblemError'
    this.problem = problem
  }
}

/** Codes of the page itself: the server was not reached, or answered with something else than Kiku would. */
export type LocalCode = 'offline' | 'reply-unreadable'

export function localProblem(code: LocalCode): Problem {
  return { type: 'about:blank', title: '', status: 0, code, retryable: true }
}

/** Whatever was thrown, as a problem that can be shown. */
export function toProblem(thrown: unknown): Problem {
  if (thrown instanceof ProblemError) return thrown.problem
  return localProblem(thrown instanceof TypeError ? 'offline' : 'reply-unreadable')
}

/** Reads a problem document; of anything else, such as a page of a proxy, only the status is kept. */
export function readProblem(status: number, body: unknown): Problem {
  if (typeof body === 'object' && body !== null && 'code' in body && 'title' in body) {
    const { title, code } = body
    const detail = 'detail' in body && typeof body.detail === 'string' ? { detail: body.detail } : {}
    const retryable = 'retryable' in body && body.retryable === true
    return { type: 'about:blank', title: String(title), status, code: String(code), retryable, ...detail }
  }
  return { ...localProblem('reply-unreadable'), status, retryable: status >= 500 }
}
