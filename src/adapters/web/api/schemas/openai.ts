import { z } from 'zod'
import { decisionSchema } from './answer.ts'
import { citationSchema } from './common.ts'

/** A failure as clients of OpenAI's API know it (https://platform.openai.com/docs/guides/error-codes). */
export const openAiErrorSchema = z
  .object({
    error: z.object({
      message: z.string(),
      type: z.enum([
        'invalid_request_error',
        'authentication_error',
        'permission_error',
        'rate_limit_error',
        'server_error',
      ]),
      param: z.string().nullable(),
      code: z.string().nullable(),
    }),
  })
  .meta({ id: 'OpenAiError' })

const contentPart = z.object({ type: z.string(), text: z.string().optional() })

const chatMessage = z.object({
  role: z
    .enum(['system', 'developer', 'user', 'assistant', 'tool', 'function'])
    .describe('`system`, `developer` and `tool` messages are taken, but not obeyed: Kiku has instructions of its own'),
  content: z.union([z.string(), z.array(contentPart).max(64)]).nullish(),
})

/** The part of https://platform.openai.com/docs/api-reference/chat/create that Kiku reads; the rest is ignored. */
export const chatCompletionRequestSchema = z
  .object({
    model: z.string().max(300).describe('`kiku`, or the name of the model that answers now'),
    messages: z
      .array(chatMessage)
      .min(1)
      .max(256)
      .describe('The last `user` message is the question; those of user and assistant before it are its context'),
    stream: z.boolean().nullish(),
    stream_options: z.object({ include_usage: z.boolean().nullish() }).nullish(),
    n: z.int().nullish().describe('1'),
    response_format: z.object({ type: z.string() }).nullish().describe('`text`'),
    tool_choice: z
      .union([z.string(), z.record(z.string(), z.unknown())])
      .nullish()
      .describe('`auto` or `none`'),
    modalities: z.array(z.string()).nullish().describe('`text`'),
    kiku: z
      .object({ search: z.enum(['auto', 'always', 'never']).default('auto') })
      .nullish()
      .describe('What only Kiku knows'),
  })
  .meta({ id: 'ChatCompletionRequest' })

const usage = z
  .object({ prompt_tokens: z.int(), completion_tokens: z.int(), total_tokens: z.int() })
  .describe('Estimates')

/** Where an answer comes from, for clients that know Kiku. */
const kikuSchema = z
  .object({
    citations: z.array(citationSchema).describe('Numbered as in the content'),
    decision: decisionSchema,
  })
  .meta({ id: 'ChatCompletionSources' })

export const chatCompletionSchema = z
  .object({
    id: z.string(),
    object: z.literal('chat.completion'),
    created: z.int(),
    model: z.string(),
    choices: z.array(
      z.object({
        index: z.int(),
        message: z.object({
          role: z.literal('assistant'),
          content: z.string(),
          refusal: z.null(),
          kiku: kikuSchema,
        }),
        logprobs: z.null(),
        finish_reason: z.literal('stop'),
      }),
    ),
    usage,
  })
  .meta({ id: 'ChatCompletion' })

export const chatCompletionChunkSchema = z
  .object({
    id: z.string(),
    object: z.literal('chat.completion.chunk'),
    created: z.int(),
    model: z.string(),
    choices: z.array(
      z.object({
        index: z.int(),
        delta: z.object({
          role: z.literal('assistant').optional(),
          content: z.string().optional(),
          kiku: kikuSchema.optional(),
        }),
        logprobs: z.null(),
        finish_reason: z.literal('stop').nullable(),
      }),
    ),
    usage: usage.nullable().optional(),
  })
  .meta({ id: 'ChatCompletionChunk' })

/** Longest text, most texts and most characters together that are embedded in one request. */
export const EMBEDDING_LIMITS = { characters: 32_000, texts: 128, together: 200_000 } as const

const text = z.string().max(EMBEDDING_LIMITS.characters)

/** https://platform.openai.com/docs/api-reference/embeddings/create, with the task and the side of a retrieval besides. */
export const embeddingsRequestSchema = z
  .object({
    model: z.string().max(300).describe('As /v1/models lists it'),
    input: z.union([text, z.array(text).min(1).max(EMBEDDING_LIMITS.texts)]).describe('Texts, not tokens'),
    encoding_format: z.enum(['float', 'base64']).default('float').describe('`base64`: little-endian 32-bit floats'),
    dimensions: z.int().optional().describe('Only what the model has'),
    task: z.enum(['qa', 'convsearch', 'chat', 'lrlm', 'tool', 'icl']).default('qa').describe('What is retrieved for'),
    side: z.enum(['query', 'key']).default('query').describe('What is asked, or what is found'),
  })
  .meta({ id: 'EmbeddingsRequest' })

export const embeddingsSchema = z
  .object({
    object: z.literal('list'),
    data: z.array(
      z.object({
        object: z.literal('embedding'),
        index: z.int(),
        embedding: z.union([z.array(z.number()), z.string()]),
      }),
    ),
    model: z.string(),
    usage: z.object({ prompt_tokens: z.int(), total_tokens: z.int() }).describe('Estimates'),
  })
  .meta({ id: 'Embeddings' })

export const modelSchema = z
  .object({ id: z.string(), object: z.literal('model'), created: z.int(), owned_by: z.string() })
  .meta({ id: 'Model' })

export const modelListSchema = z
  .object({ object: z.literal('list'), data: z.array(modelSchema) })
  .meta({ id: 'ModelList' })

export type ChatCompletionBody = z.output<typeof chatCompletionRequestSchema>
export type ChatCompletionView = z.infer<typeof chatCompletionSchema>
export type ChatCompletionChunkView = z.infer<typeof chatCompletionChunkSchema>
export type ChatSourcesView = z.infer<typeof kikuSchema>
