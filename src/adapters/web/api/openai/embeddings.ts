import { setImmediate as yieldToOthers } from 'node:timers/promises'
import { createRoute, type OpenAPIHono, type z } from '@hono/zod-openapi'
import { estimateTokens } from '../../../../domain/language/estimate-tokens.ts'
import { withDeadline } from '../../../../domain/with-deadline.ts'
import type { Embedder } from '../../../../ports/embedder.ts'
import type { WebEnv } from '../../web-env.ts'
import type { ApiDesk } from '../api-desk.ts'
import { EXAMPLES } from '../document/examples.ts'
import { json } from '../document/replies.ts'
import { ApiProblem } from '../problems/api-problem.ts'
import { EMBEDDING_LIMITS, embeddingsRequestSchema, embeddingsSchema } from '../schemas/openai.ts'
import { withCall } from '../stream/open-calls.ts'
import { wellFormed } from '../well-formed.ts'
import { openAiProblems } from './openai-error.ts'

/** Texts after which others get their turn, where the embedder runs in this process. */
const SLICE = 16

const route = createRoute({
  method: 'post',
  path: '/v1/embeddings',
  summary: 'Embeds texts, as OpenAI’s API does',
  description: 'With the embedder that Kiku searches with. Texts that are longer than it reads are shortened.',
  request: { body: { required: true, content: json(embeddingsRequestSchema, EXAMPLES.embeddings) } },
  responses: { 200: { description: 'Vectors of length 1', content: json(embeddingsSchema) }, ...openAiProblems() },
})

export function mountEmbeddings(app: OpenAPIHono<WebEnv>, desk: ApiDesk): void {
  const { embedder } = desk.host
  app.openapi(route, async (context) => {
    const request = context.req.valid('json')
    if (request.model !== embedder.id) throw new ApiProblem('model-unknown')
    if ((request.dimensions ?? embedder.dimension) !== embedder.dimension) throw unsupported('dimensions')
    const texts = (typeof request.input === 'string' ? [request.input] : request.input).map(wellFormed)
    if (texts.reduce((sum, text) => sum + text.length, 0) > EMBEDDING_LIMITS.together) {
      throw new ApiProblem('body-too-large')
    }
    const vectors = await withCall(desk.calls, context, (signal) =>
      withDeadline({ signal, timeoutMs: desk.limits.embedMs, what: 'embedding' }, (inTime) =>
        embedInSlices(texts, request, embedder, inTime),
      ),
    )
    const tokens = texts.reduce((sum, text) => sum + estimateTokens(text), 0)
    const reply: z.infer<typeof embeddingsSchema> = {
      object: 'list',
      data: vectors.map((vector, index) => ({
        object: 'embedding',
        index,
        embedding: request.encoding_format === 'base64' ? toBase64(vector) : Array.from(vector),
      })),
      model: embedder.id,
      usage: { prompt_tokens: tokens, total_tokens: tokens },
    }
    return context.json(reply, 200)
  })
}

async function embedInSlices(
  texts: readonly string[],
  { task, side }: Pick<z.output<typeof embeddingsRequestSchema>, 'side' | 'task'>,
  embedder: Embedder,
  signal: AbortSignal,
): Promise<Float32Array[]> {
  const vectors: Float32Array[] = []
  for (let start = 0; start < texts.length; start += SLICE) {
    signal.throwIfAborted()
    vectors.push(...(await embedder.embed(texts.slice(start, start + SLICE), { task, side }, signal)))
    await yieldToOthers()
  }
  return vectors
}

function toBase64(vector: Float32Array): string {
  const bytes = Buffer.alloc(vector.length * 4)
  for (const [index, number] of vector.entries()) bytes.writeFloatLE(number, index * 4)
  return bytes.toString('base64')
}

function unsupported(path: string): ApiProblem {
  return new ApiProblem('parameter-unsupported', { errors: [{ path, message: '' }] })
}
