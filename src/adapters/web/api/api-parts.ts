import type { AnswerEvent } from '../../../domain/answer.ts'
import type { Audience } from '../../../domain/audience.ts'
import type { SearchMode } from '../../../domain/message.ts'
import type { Clock } from '../../../ports/clock.ts'
import type { Telemetry } from '../../../ports/telemetry.ts'
import type { WebHost } from '../../../ports/web-host.ts'

/** Everything that the routes of the API use. */
export interface ApiParts {
  readonly host: WebHost
  /** Answers within a conversation that is not remembered, for clients that keep it themselves. */
  readonly converse: Converse
  /** Of Kiku's own sentences, where `auto` is what the request asks for. */
  readonly language: 'auto' | 'en' | 'ja'
  readonly clock: Clock
  readonly telemetry: Telemetry
  /** Longest question that is taken, in UTF-16 units: as the host has it. */
  readonly questionCharacters: number
  /** Largest file that is taken. */
  readonly uploadBytes: number
  /** File name endings that can be read, such as `.pdf`. */
  readonly fileEndings: readonly string[]
  /** Name of the cookie of a session, for the OpenAPI document. */
  readonly cookieName?: string
  readonly limits?: Partial<ApiLimits>
  /** Aborts with an `Interruption` when the surface stops. */
  readonly stopping: AbortSignal
}

/** Answers a question with what surrounds it. Stores nothing; counts against the quota of who asks. */
export type Converse = (request: ConverseRequest) => AsyncIterable<AnswerEvent>

export interface ConverseRequest {
  readonly text: string
  /** What was said before, oldest first. */
  readonly turns: readonly ConversedTurn[]
  readonly search: SearchMode
  readonly audience: Audience
  /** Of Kiku's own sentences where the text does not show one. */
  readonly language: 'en' | 'ja'
  /** Author id of who asks. */
  readonly asker: string
  /** Aborting it stops the answer. */
  readonly signal: AbortSignal
}

export interface ConversedTurn {
  readonly role: 'user' | 'assistant'
  readonly text: string
}

/** How long the API waits, in milliseconds. */
export interface ApiLimits {
  readonly searchMs: number
  readonly readMs: number
  readonly embedMs: number
  readonly insightMs: number
  /** Between two signs of life on a stream. */
  readonly keepAliveMs: number
  /** For a reader to take what was written to it. */
  readonly readerMs: number
  /** Between two pieces of an upload. */
  readonly uploadIdleMs: number
  /** For an answer that was stopped to tidy up. */
  readonly tidyMs: number
}

export const DEFAULT_API_LIMITS: ApiLimits = {
  searchMs: 10_000,
  readMs: 10_000,
  embedMs: 60_000,
  insightMs: 30_000,
  keepAliveMs: 15_000,
  readerMs: 30_000,
  uploadIdleMs: 30_000,
  tidyMs: 15_000,
}
