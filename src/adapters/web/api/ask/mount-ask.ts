import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { Interruption } from '../../../../domain/interruption.ts'
import { languageOf } from '../../../../domain/language/scripts.ts'
import type { WebEnv } from '../../web-env.ts'
import { type ApiContext, visitorOf } from '../api-context.ts'
import { type ApiDesk, languageOfRequest, problemFor } from '../api-desk.ts'
import { EXAMPLES } from '../document/examples.ts'
import { inBoth, json, problems } from '../document/replies.ts'
import { ProblemReply } from '../problems/problem-reply.ts'
import { type AskBody, askReplySchema, askSchema, type StreamEvent, streamEventSchema } from '../schemas/answer.ts'
import { createEventStream, EVENT_STREAM_HEADERS, writeEvent } from '../stream/event-stream.ts'
import { withCall } from '../stream/open-calls.ts'
import { showLocationTo } from '../views/show-location.ts'
import { type BegunAnswer, beginAnswer } from './begin-answer.ts'
import { followAnswer } from './follow-answer.ts'
import { readQuestion } from './read-question.ts'

const route = createRoute({
  method: 'post',
  path: '/v1/ask',
  summary: 'Asks a question',
  description:
    'Answers as JSON, or with `Accept: text/event-stream` step by step: every event carries one `StreamEvent` as JSON, ' +
    '`begun` comes first, `done` or `failed` last, and comments keep the connection alive. Whoever leaves stops the answer. ' +
    'A question with an `id` is answered once: the same request again gives the stored answer, or 409 while it is being made. ' +
    'A repetition (`repeats`) takes the place of an answer that is still being made.',
  request: { body: { required: true, content: json(askSchema, EXAMPLES.question) } },
  responses: {
    200: {
      description: 'The answer',
      content: {
        ...json(askReplySchema, EXAMPLES.reply),
        'text/event-stream': {
          schema: z.string().describe('Events whose data are each a `StreamEvent`'),
          examples: inBoth(EXAMPLES.stream),
        },
      },
    },
    ...problems(404, 409, 410, 413, 415, 501, 502, 507),
  },
})

export function mountAsk(app: OpenAPIHono<WebEnv>, desk: ApiDesk): void {
  app.openAPIRegistry.register('StreamEvent', streamEventSchema)
  app.openapi(route, async (context) => {
    const body: AskBody = context.req.valid('json')
    const language = body.language ?? languageOfRequest(context, desk)
    const message = await readQuestion(body, { visitor: visitorOf(context), language }, desk)
    const begun = await beginAnswer(message, body.approved, desk)
    // Whoever has their browser in Japanese reads that best, and so do those who ask in it.
    const told = body.language ?? (language === 'ja' ? 'ja' : languageOf(message.text))
    if (wantsStream(context)) return streamAnswer(begun, told, context, desk)
    return context.json(await collectAnswer(begun, told, context, desk), 200)
  })
}

function streamAnswer(begun: BegunAnswer, language: 'en' | 'ja', context: ApiContext, desk: ApiDesk): Response {
  const call = desk.calls.begin(context)
  const show = showLocationTo(visitorOf(context))
  const stream = createEventStream({ ...desk.limits, onLeave: call.leave }, async ({ write }) => {
    const tell = (event: StreamEvent) => write(writeEvent(event.kind, event))
    await followAnswer(begun, { show, language, signal: call.signal, tell }, desk).finally(call.end)
  })
  return context.body(stream, 200, EVENT_STREAM_HEADERS)
}

/** @throws ProblemReply where there is no answer */
async function collectAnswer(
  begun: BegunAnswer,
  language: 'en' | 'ja',
  context: ApiContext,
  desk: ApiDesk,
): Promise<z.infer<typeof askReplySchema>> {
  const show = showLocationTo(visitorOf(context))
  return withCall(desk.calls, context, async (signal) => {
    let last: StreamEvent | undefined
    const tell = async (event: StreamEvent) => {
      last = event
    }
    await followAnswer(begun, { show, language, signal, tell }, desk)
    const { threadId, turnId } = begun
    if (last?.kind === 'done') return { threadId, turnId, answer: last.answer }
    throw new ProblemReply(last?.kind === 'failed' ? last.problem : problemFor(new Interruption(), language, desk))
  })
}

function wantsStream({ req }: ApiContext): boolean {
  return /(^|[,\s])text\/event-stream\s*(?:;(?!\s*q=0(?:\.0*)?\s*(?:,|$))|,|$)/i.test(req.header('accept') ?? '')
}
