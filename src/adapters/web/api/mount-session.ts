import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { withDeadline } from '../../../domain/with-deadline.ts'
import type { WebEnv } from '../web-env.ts'
import { visitorOf } from './api-context.ts'
import { type ApiDesk, audienceOf } from './api-desk.ts'
import { checkOwner } from './check-owner.ts'
import { json, problems } from './document/replies.ts'
import { sessionSchema } from './schemas/conversations.ts'
import { insightSchema } from './schemas/insight.ts'
import { withCall } from './stream/open-calls.ts'
import { viewInsight } from './views/view-insight.ts'

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000

const sessionRoute = createRoute({
  method: 'get',
  path: '/v1/session',
  summary: 'Who is asking, and what Kiku can do now',
  responses: { 200: { description: 'You and Kiku', content: json(sessionSchema) }, ...problems() },
})

const insightRoute = createRoute({
  method: 'get',
  path: '/v1/insight',
  summary: 'What was asked and how it went',
  description: 'For owners. Questions are given in words only where you may read their thread.',
  request: {
    query: z.object({
      days: z.coerce.number().int().min(1).max(92).default(30).describe('Local days, today included'),
      utcOffsetMinutes: z.coerce
        .number()
        .int()
        .min(-840)
        .max(840)
        .default(0)
        .describe('Minutes that local time is ahead of UTC'),
    }),
  },
  responses: { 200: { description: 'Figures and lists', content: json(insightSchema) }, ...problems() },
})

export function mountSession(app: OpenAPIHono<WebEnv>, desk: ApiDesk): void {
  const { host, language, questionCharacters, uploadBytes, fileEndings } = desk

  app.openapi(sessionRoute, (context) => {
    const { name, role, by } = visitorOf(context)
    const { version, model, sources, ownSources, passages } = host.state()
    const session = {
      visitor: { name, role, isSignedIn: by !== 'none' },
      labels: [...audienceOf(context, desk).labels],
      language,
      version,
      model: model === null ? null : { name: model.name, isReachable: model.isReachable },
      sources,
      ownSources,
      passages,
      limits: { questionCharacters, uploadBytes },
      fileEndings: [...fileEndings],
    }
    return context.json(session, 200)
  })

  app.openapi(insightRoute, async (context) => {
    checkOwner(context)
    const { days, utcOffsetMinutes } = context.req.valid('query')
    const until = desk.clock.now()
    const offsetMs = utcOffsetMinutes * MINUTE_MS
    const today = Math.floor((until + offsetMs) / DAY_MS) * DAY_MS - offsetMs
    const request = { since: today - (days - 1) * DAY_MS, until, utcOffsetMinutes }
    const audience = audienceOf(context, desk)
    const report = await withCall(desk.calls, context, (signal) =>
      withDeadline({ signal, timeoutMs: desk.limits.insightMs, what: 'insight' }, (inTime) =>
        host.insight.read(request, audience, inTime),
      ),
    )
    return context.json(viewInsight(report), 200)
  })
}
