import type { AudienceLabel } from '../domain/audience.ts'
import type { JsonSchema } from './chat-model.ts'

/** What Kiku knows of a tool before it calls it. */
export interface ToolSpec {
  /** Unique name, `server.tool` for tools of MCP servers. */
  readonly name: string
  readonly description: string
  readonly parameters: JsonSchema
  readonly audience: AudienceLabel
  readonly readOnly: boolean
}

/** Lists tools and calls them: the built-in ones, or those of one MCP server. */
export interface ToolSource {
  readonly name: string
  list(signal: AbortSignal): Promise<readonly ToolSpec[]>
  call(name: string, input: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<string>
}
