import { randomUUID } from 'node:crypto'
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import type { AnswerEvent } from '../../../../domain/answer.ts'
import { KikuError } from '../../../../domain/errors.ts'
import { languageOf } from '../../../../domain/language/scripts.ts'
import type { WebEnv } from '../../web-env.ts'
import { type ApiContext, visitorOf } from '../api-context.ts'
import { type ApiDesk, audienceOf, languageOfRequest } from '../api-desk.ts'
import { EXAMPLES } from '../document/examples.ts'
import { json } from '../document/replies.ts'
import { ApiProblem } from '../problems/api-problem.ts'
import {
  type ChatCompletionBody,
  chatCompletionChunkSchema,
  chatCompletionRequestSchema,
  chatCompletionSchema,
} from '../schemas/openai.ts'
import { EVENT_STREAM_HEADERS } from '../stream/event-stream.ts'
import { showLocationTo } from '../views/show-location.ts'
import { KIKU_MODEL } from './models.ts'
import { openAiProblems } from './openai-error.ts'
import { checkParameters, readConversation } from './read-conversation.ts'
import { streamCompletion } from './stream-completion.ts'
import { type CompletionFrame, promptTokensOf, wholeCompletion } from './write-completion.ts'

const route = createRoute({
  method: 'post',
  path: '/v1/chat/completions',
  summary: 'Answers in a conversation, as OpenAI’s API does',
  description:
    'For clients of OpenAI’s API, which keep their conversations themselves: nothing of them is remembered here. Sources ' +
    'stand at the end of the content, and in `kiku` of the message (of the last chunk, in a stream). A stream shows the ' +
    'draft as it is written; where the check against the sources changes it, the checked answer follows it. Sampling ' +
    'parameters and tools of the client are ignored.',
  request: { body: { required: true, content: json(chatCompletionRequestSchema, EXAMPLES.chat) } },
  responses: {
    200: {
      description: 'The answer',
      content: {
        ...json(chatCompletionSchema),
        'text/event-stream': {
          schema: z.string().describe('Data are each a `ChatCompletionChunk`; `[DONE]` comes last'),
        },
      },
    },
    ...openAiProblems(),
  },
})

export function mountChatCompletions(app: OpenAPIHono<WebEnv>, desk: ApiDesk): void {
  app.openAPIRegistry.register('ChatCompletionChunk', chatCompletionChunkSchema)
  app.openapi(route, async (context) => {
    const body = context.req.valid('json')
    checkModel(body.model, desk)
    checkParameters(body)
    const { text, turns } = readConversation(body.messages, desk.questionCharacters)
    const language = languageOf(text, languageOfRequest(context, desk))
    const frame = frameOf(body, language, context, desk)
    const call = desk.calls.begin(context)
    try {
      const conversation = desk.converse({
        text,
        turns,
        search: body.kiku?.search ?? 'auto',
        audience: audienceOf(context, desk),
        language,
        asker: visitorOf(context).id,
        signal: call.signal,
      })
      const events = desk.turns.stream(conversation)
      if (body.stream === true) {
        const completion = await streamCompletion(events, frame, call, desk)
        return context.body(completion, 200, EVENT_STREAM_HEADERS)
      }
      const answer = await lastAnswer(events)
      call.end()
      return context.json(wholeCompletion(answer, frame), 200)
    } catch (thrown) {
      call.end()
      throw thrown
    }
  })
}

/** @throws ApiProblem `model-unknown` */
function checkModel(model: string, { host }: ApiDesk): void {
  if (model !== KIKU_MODEL && model !== host.state().model?.name) throw new ApiProblem('model-unknown')
}

function frameOf(body: ChatCompletionBody, language: 'en' | 'ja', context: ApiContext, desk: ApiDesk): CompletionFrame {
  return {
    id: `chatcmpl-${randomUUID()}`,
    created: Math.floor(desk.clock.now() / 1000),
    model: body.model,
    language,
    show: showLocationTo(visitorOf(context)),
    promptTokens: promptTokensOf(body),
    includesUsage: body.stream === true && body.stream_options?.include_usage === true,
  }
}

async function lastAnswer(events: AsyncIterable<AnswerEvent>) {
  for await (const event of events) {
    if (event.kind === 'done') return event.answer
    if (event.kind === 'failed') throw event.error
  }
  throw new KikuError('internal', 'An answer ended without an end.')
}
