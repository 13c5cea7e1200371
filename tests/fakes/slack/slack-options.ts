import type { Rates } from './rate-limits.ts'

/** What Slack bears. Every one can be made smaller, so that tests reach it soon. */
export interface SlackLimits {
  /** Milliseconds from the start of a stream until it ends by itself. Reported: about five minutes. */
  readonly streamLifeMs: number
  /** Characters of one streamed message; more is refused with `msg_too_long`. */
  readonly streamCharacters: number
  /** Bytes (UTF-8) of one streamed message. Reported to be near 11,000; not enforced unless a test asks for it. */
  readonly streamBytes: number
  /** Milliseconds for which a trigger opens a view. */
  readonly triggerLifeMs: number
  /** Posts to one `response_url`, and milliseconds for which it lives. */
  readonly responses: number
  readonly responseLifeMs: number
}

export const DOCUMENTED_LIMITS: SlackLimits = {
  streamLifeMs: 5 * 60_000,
  streamCharacters: 12_000,
  streamBytes: Number.POSITIVE_INFINITY,
  triggerLifeMs: 3_000,
  responses: 5,
  responseLifeMs: 30 * 60_000,
}

export interface SlackServerOptions {
  /** How events and clicks reach the app. `http` needs the app's address. Default a socket, which the app opens. */
  readonly transport?: 'socket' | { readonly kind: 'http'; readonly url: string }
  readonly botToken?: string
  readonly appToken?: string
  readonly signingSecret?: string
  /** Scopes that the bot's token has. Default all that any method needs. */
  readonly scopes?: readonly string[]
  /** Names of events as a manifest has them, such as `message.im`. Default everything. */
  readonly subscriptions?: readonly string[]
  readonly limits?: Partial<SlackLimits>
  /** Rate limits by method. Default none; `DOCUMENTED_RATES` has Slack's. */
  readonly rates?: Rates
  /** Whether the app hears of its own messages, edits and reactions, as it does from Slack. Default true. */
  readonly echoes?: boolean
  /** Milliseconds until a delivery without acknowledgement counts as failed. Default 3,000, as Slack's. */
  readonly ackTimeoutMs?: number
  /** Milliseconds before each further try of an event. Slack's are 0, a minute, five; here 50, 200, 500. */
  readonly retryDelaysMs?: readonly number[]
  /** Calls, deliveries and the like that are kept. Default 10,000 of each. */
  readonly keepCalls?: number
  /** Messages that a channel keeps. Default all. */
  readonly keepMessages?: number
  /** 0 for any free port. */
  readonly port?: number
}
