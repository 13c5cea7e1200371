import { z } from 'zod'

/** What the front matter of a prompt file says. */
export const PromptFrontMatter = z.strictObject({
  name: z.enum(['answer', 'answer-direct', 'rewrite-question', 'route-ret', 'use-tools']),
  variables: z.array(z.string().regex(/^[a-z][A-Za-z]*$/)),
})
export type PromptFrontMatter = z.infer<typeof PromptFrontMatter>
