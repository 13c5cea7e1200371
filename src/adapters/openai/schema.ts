import { z } from 'zod'

/** `POST /embeddings`; some servers send base64 whatever was asked for. */
export const embeddingsSchema = z.object({
  data: z.array(
    z.object({
      index: z.number().int().nonnegative(),
      embedding: z.union([z.string(), z.custom<readonly number[]>(isNumbers)]),
    }),
  ),
})

// A schema per number takes 60 ms for 32 vectors of 4096, which the event loop should not wait for.
function isNumbers(value: unknown): boolean {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'number')
}

/** Body of an error: OpenAI nests the text, others do not. */
export const errorSchema = z.object({
  error: z.union([z.string(), z.object({ message: z.string() })]).optional(),
  message: z.string().optional(),
})
