import { z } from 'zod'

/** An `InteractionRef` as it is kept. */
export const keptRefSchema = z.object({ id: z.string(), token: z.string(), at: z.number() })

/** An `ArrivedFile` as it is kept. */
export const keptFileSchema = z.object({
  id: z.string(),
  name: z.string(),
  mediaType: z.string(),
  size: z.number(),
  url: z.string(),
})
