import type { AudienceLabel } from './audience.ts'

/** JSON Schema of an object. */
export type JsonSchema = Readonly<Record<string, unknown>>

/** Arguments of a call, as the tool's parameters describe them. */
export type ToolArguments = Readonly<Record<string, unknown>>

/** What a call may do to the world. What a server says of its own tools is a hint: whoever runs Kiku says what counts. */
export interface ToolEffects {
  /** Changes nothing. Everything else runs only when the asker has approved the very call. */
  readonly readOnly: boolean
  /** May lose something that cannot be had again. */
  readonly destructive: boolean
  /** Reaches beyond this machine and the servers that it was told of. */
  readonly openWorld: boolean
}

/** A tool as it is offered, indexed and shown. */
export interface ToolSpec {
  /** What models call: `calculator`, of a server `github__search_issues`. Unique; letters, digits, `_`, `-`, at most 64. */
  readonly id: string
  /** `kiku` for the tools that come along, else the name of the server in the configuration. */
  readonly server: string
  /** As its source calls it. */
  readonly name: string
  /** For people. */
  readonly title: string
  readonly description: string
  readonly parameters: JsonSchema
  /** What people say when they want it, in any language. */
  readonly examples: readonly string[]
  readonly effects: ToolEffects
  /** Who may use it. */
  readonly audience: AudienceLabel
}

/** What came of a call. */
export interface ToolResult {
  /** For the model: size-limited, never to be trusted. */
  readonly text: string
  /** Whether the tool itself says that it failed; `text` says why. */
  readonly isError: boolean
  /** Where the result can be seen, such as the address of a page that was fetched. */
  readonly location?: string
}

/** A tool that was looked at for a question. */
export interface ConsideredTool {
  readonly id: string
  /** Calibrated probability that it fits, 0 to 1. */
  readonly probability: number
}

export type ToolOutcome =
  | 'done'
  /** The tool said so, or it could not be reached, or was too slow. */
  | 'failed'
  /** It was not run: unknown, not permitted, or its arguments did not fit even after a repair. */
  | 'refused'
  /** It waits for the asker's approval. */
  | 'awaiting-approval'

/** One call, as the trace and the audit keep it. Arguments have been shown to the asker's model; results are not kept. */
export interface CalledTool {
  readonly id: string
  readonly arguments: ToolArguments
  readonly outcome: ToolOutcome
  /** Milliseconds. */
  readonly durationMs: number
  /** Error code, when it failed or was refused. */
  readonly code?: string
}

/** What the tool agent did for an answer. */
export interface ToolTrace {
  /** The likeliest first. */
  readonly considered: readonly ConsideredTool[]
  /** In the order in which they began. */
  readonly calls: readonly CalledTool[]
}

/** A call that may change something, and waits for the asker. */
export interface PendingCall {
  /** Names the approval; hard to guess. */
  readonly callId: string
  /** Id of the tool. */
  readonly tool: string
  readonly title: string
  readonly arguments: ToolArguments
  readonly destructive: boolean
  /** Epoch milliseconds; later it cannot be approved any more. */
  readonly expiresAt: number
}
