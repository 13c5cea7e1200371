import type { ToolRunnableConfig } from '@langchain/core/tools'
import { z } from 'zod'
import type { ToolContext } from '../src/ports/tool-source.ts'

const contextSchema = z.object({
  audience: z.object({ labels: z.array(z.string()) }),
  language: z.enum(['en', 'ja']),
  askedAt: z.number(),
  threadId: z.string(),
})

/** The part of a LangChain call's configuration that carries on whose behalf the tool runs. */
export function toConfigurable(context: ToolContext): { readonly kiku: ToolContext } {
  return { kiku: context }
}

/**
 * On whose behalf the tool runs.
 * @throws ZodError when nobody said so: a tool that knows no readers must not read anything for them
 */
export function contextOf(config: ToolRunnableConfig): ToolContext {
  return contextSchema.parse(config.configurable?.kiku)
}
