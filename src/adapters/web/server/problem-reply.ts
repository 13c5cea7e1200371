import type { Problem } from '../api/schemas/common.ts'

/** A problem as a reply (https://www.rfc-editor.org/rfc/rfc9457). */
export function problemReply(problem: Problem, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: { ...headers, 'content-type': 'application/problem+json; charset=utf-8' },
  })
}
