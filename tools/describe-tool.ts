import type { StructuredToolInterface } from '@langchain/core/tools'
import { z } from 'zod'
import { type AudienceLabel, PUBLIC } from '../src/domain/audience.ts'
import type { JsonSchema, ToolEffects, ToolSpec } from '../src/domain/tool.ts'

/** The name of the source of the tools that come along. */
export const BUILT_IN = 'kiku'

/** Looks at what Kiku holds or works something out: nothing changes and nothing leaves the machine. */
export const LOOKS_ONLY: ToolEffects = { readOnly: true, destructive: false, openWorld: false }

/** A tool that comes along, with what LangChain's own description of it has no place for. */
export interface BuiltInTool {
  readonly spec: ToolSpec
  /** Arguments must pass it before the tool runs. */
  readonly schema: z.ZodObject
  readonly runnable: StructuredToolInterface
}

export interface ToolDescription {
  readonly title: string
  /** What people say when they want it, in English and Japanese. */
  readonly examples: readonly string[]
  readonly effects: ToolEffects
  /** Who may use it; everybody unless said. */
  readonly audience?: AudienceLabel
  readonly schema: z.ZodObject
  readonly runnable: StructuredToolInterface
}

/** Makes the spec of a tool from its LangChain tool and its schema, so that both always say the same. */
export function describeTool({ schema, runnable, audience = PUBLIC, ...rest }: ToolDescription): BuiltInTool {
  const { name, description } = runnable
  const parameters = toParameters(schema)
  return { schema, runnable, spec: { ...rest, id: name, server: BUILT_IN, name, description, parameters, audience } }
}

/** JSON Schema of what a caller passes, without the address of the dialect: it costs tokens and says nothing to a model. */
function toParameters(schema: z.ZodObject): JsonSchema {
  const { $schema: _dialect, ...parameters } = z.toJSONSchema(schema, { io: 'input' })
  return parameters
}
