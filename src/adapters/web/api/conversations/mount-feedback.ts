import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { WebEnv } from '../../web-env.ts'
import { type ApiContext, visitorOf } from '../api-context.ts'
import type { ApiDesk } from '../api-desk.ts'
import { EXAMPLES } from '../document/examples.ts'
import { json, problems } from '../document/replies.ts'
import { ownMessageId } from '../own-place.ts'
import { ApiProblem } from '../problems/api-problem.ts'
import { declineSchema, feedbackSchema } from '../schemas/conversations.ts'
import { wellFormed } from '../well-formed.ts'

const feedbackRoute = createRoute({
  method: 'post',
  path: '/v1/feedback',
  summary: 'Says what you think of an answer',
  request: { body: { required: true, content: json(feedbackSchema, EXAMPLES.feedback) } },
  responses: { 204: { description: 'Noted; the last word counts' }, ...problems(404, 413, 415) },
})

const declineRoute = createRoute({
  method: 'post',
  path: '/v1/approvals',
  summary: 'Declines a call that waits for approval',
  description: 'Approving is asking again: `POST /v1/ask` with `approved`.',
  request: { body: { required: true, content: json(declineSchema) } },
  responses: { 204: { description: 'Declined' }, ...problems(404, 409, 410, 413, 415) },
})

export function mountFeedback(app: OpenAPIHono<WebEnv>, desk: ApiDesk): void {
  const { chat } = desk.host

  app.openapi(feedbackRoute, async (context) => {
    const { turnId, verdict, reason } = context.req.valid('json')
    await checkOwn(turnId, context, desk)
    if ((await chat.records.findAnswer(turnId)) === undefined) throw new ApiProblem('not-found')
    await chat.records.giveFeedback({
      turnId,
      authorId: visitorOf(context).id,
      verdict,
      at: desk.clock.now(),
      ...(reason === undefined || reason.trim() === '' ? {} : { reason: wellFormed(reason) }),
    })
    return context.body(null, 204)
  })

  app.openapi(declineRoute, async (context) => {
    const { turnId, callId } = context.req.valid('json')
    await checkOwn(turnId, context, desk)
    const by = visitorOf(context).id
    const { kind } = await chat.approvals.decide({ turnId, callId, by, isApproved: false })
    if (kind === 'expired') throw new ApiProblem('call-expired')
    if (kind === 'decided') throw new ApiProblem('call-decided')
    if (kind !== 'declined') throw new ApiProblem('not-found')
    return context.body(null, 204)
  })
}

/** @throws ApiProblem `not-found` for turns of others as for none */
async function checkOwn(turnId: string, context: ApiContext, { host }: ApiDesk): Promise<void> {
  const visitor = visitorOf(context)
  const isOwn = ownMessageId(turnId, visitor) !== undefined
  const question = isOwn ? await host.chat.records.findQuestion(turnId) : undefined
  if (question === undefined || question.author.id !== visitor.id) throw new ApiProblem('not-found')
}
