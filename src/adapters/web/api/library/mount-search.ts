import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { withDeadline } from '../../../../domain/with-deadline.ts'
import type { WebEnv } from '../../web-env.ts'
import { type ApiContext, visitorOf } from '../api-context.ts'
import { type ApiDesk, audienceOf } from '../api-desk.ts'
import { EXAMPLES } from '../document/examples.ts'
import { json, problems } from '../document/replies.ts'
import { ApiProblem } from '../problems/api-problem.ts'
import { searchReplySchema, searchSchema } from '../schemas/library.ts'
import { withCall } from '../stream/open-calls.ts'
import { showLocationTo } from '../views/show-location.ts'
import { viewEvidence } from '../views/view-evidence.ts'
import { wellFormed } from '../well-formed.ts'

const found = { description: 'What was found, the best first', content: json(searchReplySchema, EXAMPLES.found) }

const postRoute = createRoute({
  method: 'post',
  path: '/v1/search',
  summary: 'Searches documents and past talk',
  request: { body: { required: true, content: json(searchSchema, EXAMPLES.search) } },
  responses: { 200: found, ...problems(413, 415) },
})

const getRoute = createRoute({
  method: 'get',
  path: '/v1/search',
  summary: 'Searches documents and past talk',
  request: {
    query: z.object({
      q: z.string().min(1),
      limit: z.coerce.number().int().min(1).max(50).default(10),
    }),
  },
  responses: { 200: found, ...problems(413) },
})

export function mountSearch(app: OpenAPIHono<WebEnv>, desk: ApiDesk): void {
  app.openapi(postRoute, async (context) => {
    const { query, limit } = context.req.valid('json')
    return context.json(await search(query, limit, context, desk), 200)
  })
  app.openapi(getRoute, async (context) => {
    const { q, limit } = context.req.valid('query')
    return context.json(await search(q, limit, context, desk), 200)
  })
}

async function search(
  query: string,
  limit: number,
  context: ApiContext,
  desk: ApiDesk,
): Promise<z.infer<typeof searchReplySchema>> {
  if (query.length > desk.questionCharacters) throw new ApiProblem('body-too-large')
  const { host, clock, limits, turns } = desk
  const startedAt = clock.elapsed()
  const request = { text: wellFormed(query), audience: audienceOf(context, desk), limit }
  const evidence = await withCall(desk.calls, context, (signal) =>
    withDeadline({ signal, timeoutMs: limits.searchMs, what: 'search' }, async (inTime) => {
      await turns.next()
      inTime.throwIfAborted()
      return host.chat.library.search(request, inTime)
    }),
  )
  const show = showLocationTo(visitorOf(context))
  return { evidence: evidence.map((one) => viewEvidence(one, show)), durationMs: clock.elapsed() - startedAt }
}
