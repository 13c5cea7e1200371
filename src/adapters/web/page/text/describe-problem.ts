import type { Problem } from '../../api/schemas/common.ts'
import type { Words } from './english.ts'

export interface ProblemText {
  readonly title: string
  readonly remedy?: string
}

/** What a person is told about a failure: the server's own sentences, or the page's where the server said nothing. */
export function describeProblem({ code, title, detail, status }: Problem, { problems }: Words): ProblemText {
  if (code === 'offline') return problems.offline
  if (status === 401) return problems.signedOut
  if (status === 404 && title === '') return problems.notFound
  if (title === '') return problems.unreadable(status)
  return { title, ...(detail === undefined ? {} : { remedy: detail }) }
}
