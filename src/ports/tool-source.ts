import type { Audience } from '../domain/audience.ts'
import type { ToolArguments, ToolResult, ToolSpec } from '../domain/tool.ts'

/** On whose behalf and when a tool is called. */
export interface ToolContext {
  /** Who reads the reply: a tool may use and tell only what all of them may read. */
  readonly audience: Audience
  readonly language: 'en' | 'ja'
  /** Epoch milliseconds of the question. */
  readonly askedAt: number
  readonly threadId: string
}

export interface ToolInvocation {
  readonly spec: ToolSpec
  /** Checked against the parameters of the spec. */
  readonly arguments: ToolArguments
  readonly context: ToolContext
}

/** Offers tools: those that come along, or those of one MCP server. */
export interface ToolSource {
  /** `kiku`, or the name of the server. */
  readonly name: string
  /** What it offers now; empty while a server cannot be reached. */
  list(): readonly ToolSpec[]
  /** Calls whenever `list` has changed. */
  onChange(listener: () => void): void
  /**
   * Runs a tool. What the tool itself reports as its failure is a result.
   * @throws KikuError `tool-missing`, `tool-failed`, `deadline-exceeded`; the reason of the signal
   */
  call(invocation: ToolInvocation, signal: AbortSignal): Promise<ToolResult>
  /** Ends connections and processes. */
  close(): Promise<void>
}
