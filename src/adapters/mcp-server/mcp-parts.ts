import type { KikuError } from '../../domain/errors.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Telemetry } from '../../ports/telemetry.ts'
import type { McpHost } from './mcp-host.ts'

/** What a server of either transport is made of. */
export interface McpParts {
  readonly host: McpHost
  /** Of Kiku, as clients are told. */
  readonly version: string
  /** Of Kiku's own sentences where the caller's words do not show one. */
  readonly language: 'en' | 'ja'
  /** The error as a user sees it: `toUserError`. Asked once for each error. */
  readonly explain: (error: KikuError, language: 'en' | 'ja') => KikuError
  readonly clock: Clock
  readonly telemetry: Telemetry
  readonly limits?: Partial<McpLimits>
}

export interface McpLimits {
  /** Characters of a question or query. */
  readonly questionCharacters: number
  /** Characters of text that one result holds; its structured form holds as many again. */
  readonly outputCharacters: number
  /** How long one call may take. */
  readonly searchMs: number
  readonly askMs: number
  readonly openMs: number
  /** Calls under way of one caller. */
  readonly concurrentCalls: number
  /** A sign of life after so long without news: many clients give a silent call up after a minute. */
  readonly heartbeatMs: number
  /** What a stop waits for work that has been told to end. */
  readonly stopMs: number
}

export const DEFAULT_MCP_LIMITS: McpLimits = {
  questionCharacters: 8_000,
  // Some clients take at most 25,000 tokens of a result, and a Japanese character can be a token.
  outputCharacters: 20_000,
  searchMs: 20_000,
  askMs: 200_000,
  openMs: 10_000,
  concurrentCalls: 8,
  heartbeatMs: 10_000,
  stopMs: 5_000,
}

/** A server at work. */
export interface RunningMcp {
  /** Resolves when it is over: the client has left, or `stop` was called. */
  readonly ended: Promise<void>
  /** Cancels what is under way and releases everything. May be called again. */
  stop(): Promise<void>
}
