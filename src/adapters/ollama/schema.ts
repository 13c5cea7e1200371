import { z } from 'zod'

// Only the fields that Kiku reads; servers of other versions may send more or leave optional ones out.

/** `GET /api/tags` */
export const tagsSchema = z.object({
  models: z.array(
    z.object({
      name: z.string(),
      digest: z.string().default(''),
      // Set on models that run elsewhere, in Ollama's cloud.
      remote_host: z.string().nullish(),
      details: z.object({ family: z.string().nullish(), parameter_size: z.string().nullish() }).nullish(),
      // Absent before Ollama listed them here.
      capabilities: z.array(z.string()).nullish(),
    }),
  ),
})
export type InstalledModel = z.infer<typeof tagsSchema>['models'][number]

/** `POST /api/show` */
export const showSchema = z.object({
  parameters: z.string().nullish(),
  model_info: z.record(z.string(), z.unknown()).nullish(),
  capabilities: z.array(z.string()).nullish(),
})
export type ModelDescription = z.infer<typeof showSchema>

/** `GET /api/version` */
export const versionSchema = z.object({ version: z.string() })

const logprobSchema = z.object({ token: z.string(), logprob: z.number() })

/** One line of `POST /api/chat` */
export const chatChunkSchema = z.object({
  message: z
    .object({
      content: z.string().nullish(),
      thinking: z.string().nullish(),
      tool_calls: z
        .array(
          z.object({
            id: z.string().nullish(),
            function: z.object({ name: z.string(), arguments: z.record(z.string(), z.unknown()).nullish() }),
          }),
        )
        .nullish(),
    })
    .nullish(),
  logprobs: z.array(logprobSchema.extend({ top_logprobs: z.array(logprobSchema).nullish() })).nullish(),
  done: z.boolean(),
  done_reason: z.string().nullish(),
  // Left out when zero.
  prompt_eval_count: z.number().nullish(),
  eval_count: z.number().nullish(),
})
export type ChatChunk = z.infer<typeof chatChunkSchema>

/** `POST /api/embed` */
export const embedSchema = z.object({ embeddings: z.array(z.custom<readonly number[]>(isNumbers)) })

// A schema per number takes 60 ms for 32 vectors of 4096, which the event loop should not wait for.
function isNumbers(value: unknown): boolean {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'number')
}

/** Body of every error. */
export const errorSchema = z.object({ error: z.string() })
