import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { withDeadline } from '../../../../domain/with-deadline.ts'
import type { WebEnv } from '../../web-env.ts'
import { visitorOf } from '../api-context.ts'
import { type ApiDesk, audienceOf } from '../api-desk.ts'
import { json, problems } from '../document/replies.ts'
import { ApiProblem } from '../problems/api-problem.ts'
import { openedDocumentSchema } from '../schemas/library.ts'
import { withCall } from '../stream/open-calls.ts'
import { showLocationTo } from '../views/show-location.ts'
import { viewLocator } from '../views/view-evidence.ts'

const route = createRoute({
  method: 'get',
  path: '/v1/passages/{key}',
  summary: 'Opens a passage in its document',
  request: {
    params: z.object({ key: z.coerce.number().int().min(Number.MIN_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER) }),
    query: z.object({ around: z.coerce.number().int().min(0).max(50).default(5) }),
  },
  responses: {
    200: { description: 'The passage and those around it, in reading order', content: json(openedDocumentSchema) },
    ...problems(404),
  },
})

export function mountPassages(app: OpenAPIHono<WebEnv>, desk: ApiDesk): void {
  app.openapi(route, async (context) => {
    const { key } = context.req.valid('param')
    const { around } = context.req.valid('query')
    const audience = audienceOf(context, desk)
    // What tools said is no passage.
    const opened =
      key < 0
        ? undefined
        : await withCall(desk.calls, context, (signal) =>
            withDeadline({ signal, timeoutMs: desk.limits.readMs, what: 'opening of a passage' }, (inTime) =>
              desk.host.passages.open({ key, around }, audience, inTime),
            ),
          )
    if (opened === undefined) throw new ApiProblem('not-found')
    const { title, location, passages, hasBefore, hasAfter } = opened
    const view = {
      title,
      location: showLocationTo(visitorOf(context))(location),
      passages: passages.map((one) => ({
        key: one.key,
        namespace: one.namespace,
        title: one.title,
        text: one.text,
        locator: viewLocator(one.locator),
      })),
      hasBefore,
      hasAfter,
    }
    return context.json(view, 200)
  })
}
