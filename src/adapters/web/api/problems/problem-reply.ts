import type { Problem } from '../schemas/common.ts'

/** Thrown where a problem has been described already. */
export class ProblemReply extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(`The request failed: ${problem.code}.`)
    this.name = 'ProblemReply'
    this.problem = problem
  }
}
