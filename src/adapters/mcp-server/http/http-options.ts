import type { BearerToken } from '../../common/http/token-book.ts'
import type { McpParts, RunningMcp } from '../mcp-parts.ts'

export interface HttpOptions extends McpParts {
  readonly listenOn: ListenAddress
  readonly tokens: readonly BearerToken[]
  /** Names other than its own under which clients reach the server, such as that of a proxy; without port. */
  readonly allowedHosts?: readonly string[]
  /** Web pages that may call it; none unless named. Clients that are no browser send no origin. */
  readonly allowedOrigins?: readonly string[]
  /** Calls of tools by one token; requests of any kind may be ten times as many. */
  readonly callsPerMinute?: number
  readonly bounds?: Partial<HttpBounds>
}

export interface ListenAddress {
  /** `127.0.0.1` unless given. */
  readonly host?: string
  /** 0 takes any that is free. */
  readonly port: number
}

/** How much one server holds. */
export interface HttpBounds {
  readonly bodyBytes: number
  readonly connections: number
  readonly sessionsPerToken: number
  readonly sessionIdleMs: number
  readonly sessionAgeMs: number
  /** Between two looks for sessions that are over. */
  readonly sweepMs: number
  /** What a stop waits for replies to be sent. */
  readonly drainMs: number
}

const HOUR_MS = 3_600_000

export const DEFAULT_HTTP_BOUNDS: HttpBounds = {
  bodyBytes: 256 * 1024,
  connections: 256,
  sessionsPerToken: 32,
  sessionIdleMs: HOUR_MS,
  sessionAgeMs: 24 * HOUR_MS,
  sweepMs: 15_000,
  drainMs: 1_000,
}

/** A server that listens. */
export interface RunningHttpMcp extends RunningMcp {
  /** Such as `http://127.0.0.1:3333/mcp`. */
  readonly url: string
}
