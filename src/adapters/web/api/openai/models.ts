import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import type { WebEnv } from '../../web-env.ts'
import type { ApiDesk } from '../api-desk.ts'
import { json } from '../document/replies.ts'
import { ApiProblem } from '../problems/api-problem.ts'
import { modelListSchema, modelSchema } from '../schemas/openai.ts'
import { openAiProblems } from './openai-error.ts'

/** Whoever asks for it is answered by Kiku, whatever model writes. */
export const KIKU_MODEL = 'kiku'

const listRoute = createRoute({
  method: 'get',
  path: '/v1/models',
  summary: 'Lists models, as OpenAI’s API does',
  responses: { 200: { description: 'Kiku and its embedder', content: json(modelListSchema) }, ...openAiProblems() },
})

const readRoute = createRoute({
  method: 'get',
  path: '/v1/models/{model}',
  summary: 'One of the models',
  request: { params: z.object({ model: z.string().max(300) }) },
  responses: { 200: { description: 'The model', content: json(modelSchema) }, ...openAiProblems() },
})

export function mountModels(app: OpenAPIHono<WebEnv>, { host, clock }: ApiDesk): void {
  const created = Math.floor(clock.now() / 1000)
  const list = () =>
    [KIKU_MODEL, host.embedder.id].map((id) => ({ id, object: 'model' as const, created, owned_by: 'kiku' }))

  app.openapi(listRoute, (context) => context.json({ object: 'list' as const, data: list() }, 200))
  app.openapi(readRoute, (context) => {
    const { model } = context.req.valid('param')
    const found = list().find(({ id }) => id === model)
    if (found === undefined) throw new ApiProblem('model-unknown')
    return context.json(found, 200)
  })
}
