import { type ApiContext, visitorOf } from './api-context.ts'
import { ApiProblem } from './problems/api-problem.ts'

/** @throws ApiProblem `forbidden` for everybody but owners */
export function checkOwner(context: ApiContext): void {
  if (visitorOf(context).role !== 'owner') throw new ApiProblem('forbidden')
}
