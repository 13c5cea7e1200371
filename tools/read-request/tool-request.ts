import type { ToolArguments } from '../../src/domain/tool.ts'

/** A call that a question spells out. */
export interface ToolRequest {
  /** Id of a built-in tool. */
  readonly tool: string
  readonly arguments: ToolArguments
}
