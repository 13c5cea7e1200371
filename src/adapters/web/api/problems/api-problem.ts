import type { RequestProblemCode } from '../../server/request-problem.ts'

/** What the API itself refuses, beyond what is wrong with any request. */
export type ApiProblemCode =
  | 'question-running'
  | 'id-reused'
  | 'call-expired'
  | 'call-decided'
  | 'audience-refused'
  | 'upload-invalid'
  | 'model-unknown'
  | 'parameter-unsupported'

export interface ApiProblemFacts {
  readonly errors?: readonly { readonly path: string; readonly message: string }[]
}

/** Thrown by handlers; told as a problem in the language of the request. */
export class ApiProblem extends Error {
  readonly code: ApiProblemCode | RequestProblemCode
  readonly facts: ApiProblemFacts

  constructor(code: ApiProblemCode | RequestProblemCode, facts: ApiProblemFacts = {}) {
    super(`The request was refused: ${code}.`)
    this.name = 'ApiProblem'
    this.code = code
    this.facts = facts
  }
}
