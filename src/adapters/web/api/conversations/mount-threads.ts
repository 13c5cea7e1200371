import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import type { Thread } from '../../../../domain/thread.ts'
import { withDeadline } from '../../../../domain/with-deadline.ts'
import type { WebEnv } from '../../web-env.ts'
import { type ApiContext, visitorOf } from '../api-context.ts'
import type { ApiDesk } from '../api-desk.ts'
import { EXAMPLES } from '../document/examples.ts'
import { json, problems } from '../document/replies.ts'
import { isOwnThread } from '../own-place.ts'
import { ApiProblem } from '../problems/api-problem.ts'
import { forgottenSchema, renameThreadSchema, threadListSchema, threadSchema } from '../schemas/conversations.ts'
import { wellFormed } from '../well-formed.ts'
import { viewThread } from './view-thread.ts'

const params = z.object({ id: z.string().max(300) })

const listRoute = createRoute({
  method: 'get',
  path: '/v1/threads',
  summary: 'Lists your threads, the latest first',
  request: {
    query: z.object({
      cursor: z.string().max(500).optional().describe('`next` of the page before'),
      limit: z.coerce.number().int().min(1).max(100).default(30),
    }),
  },
  responses: { 200: { description: 'One page of them', content: json(threadListSchema) }, ...problems() },
})

const readRoute = createRoute({
  method: 'get',
  path: '/v1/threads/{id}',
  summary: 'Reads one of your threads',
  description:
    'The last 200 questions with their answers. An answer that draws on something you may not read any more is left out.',
  request: { params },
  responses: {
    200: { description: 'The thread, oldest first', content: json(threadSchema, EXAMPLES.thread) },
    ...problems(404),
  },
})

const renameRoute = createRoute({
  method: 'patch',
  path: '/v1/threads/{id}',
  summary: 'Gives a thread a title; an empty one takes it away',
  request: { params, body: { required: true, content: json(renameThreadSchema, EXAMPLES.rename) } },
  responses: { 204: { description: 'Done' }, ...problems(404, 413, 415) },
})

const forgetRoute = createRoute({
  method: 'delete',
  path: '/v1/threads/{id}',
  summary: 'Forgets a thread with everything in it',
  request: { params },
  responses: { 200: { description: 'How much is gone', content: json(forgottenSchema) }, ...problems(404) },
})

export function mountThreads(app: OpenAPIHono<WebEnv>, desk: ApiDesk): void {
  const { host, running, limits } = desk

  app.openapi(listRoute, async (context) => {
    const { cursor, limit } = context.req.valid('query')
    const { id } = visitorOf(context)
    const { threads, next } = await host.threads.list({
      authorId: id,
      surface: 'web',
      limit,
      ...(cursor === undefined ? {} : { cursor }),
    })
    const list = threads.map((one) => ({
      id: one.id,
      title: one.title,
      createdAt: one.createdAt,
      updatedAt: one.updatedAt,
      questions: one.questions,
    }))
    return context.json({ threads: list, ...(next === undefined ? {} : { next }) }, 200)
  })

  app.openapi(readRoute, async (context) => {
    const thread = await findOwn(context.req.valid('param').id, context, desk)
    return context.json(await viewThread(thread, context, desk), 200)
  })

  app.openapi(renameRoute, async (context) => {
    const thread = await findOwn(context.req.valid('param').id, context, desk)
    await host.threads.rename(thread.id, wellFormed(context.req.valid('json').title))
    return context.body(null, 204)
  })

  app.openapi(forgetRoute, async (context) => {
    const { id } = await findOwn(context.req.valid('param').id, context, desk)
    const ending: Promise<void>[] = []
    running.stopWhere(({ threadId, ended }) => threadId === id && ending.push(ended) > 0, 'deleted')
    // What is still being written down would be there again afterwards.
    const deadline = { signal: desk.stopping, timeoutMs: limits.tidyMs, what: 'end of the answers' }
    if (ending.length > 0) await withDeadline(deadline, () => Promise.all(ending)).catch(() => {})
    const { turns } = await host.chat.memory.forgetThread(id)
    return context.json({ turns }, 200)
  })
}

/** @throws ApiProblem `not-found` for threads of others as for none */
async function findOwn(threadId: string, context: ApiContext, { host }: ApiDesk): Promise<Thread> {
  const thread = await host.chat.records.findThread(threadId)
  if (thread === undefined || !isOwnThread(thread, visitorOf(context))) throw new ApiProblem('not-found')
  return thread
}
