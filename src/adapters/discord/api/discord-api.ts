import type { z } from 'zod'

/**
 * Discord's REST API (https://discord.com/developers/docs/reference) through discord.js' own client, which keeps to the
 * buckets and waits out what is limited. Mentions are never allowed to ping (`allowed_mentions`), whatever is sent.
 */
export interface DiscordApi {
  /**
   * @throws KikuError `surface-refused` with `details.status` and `details.error`, Discord's number of the problem such as
   * 50013 (https://discord.com/developers/docs/topics/opcodes-and-status-codes#json); `surface-unreachable` when Discord
   * was not reached or did not answer: then `details.isAmbiguous` says whether the call may have had its effect;
   * `deadline-exceeded`; the reason of the signal
   */
  call<Result>(request: DiscordRequest<Result>): Promise<Result>
}

export interface DiscordRequest<Result> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** From `Routes` of discord.js. */
  readonly route: `/${string}`
  readonly query?: URLSearchParams
  readonly body?: unknown
  /** Of what comes back; nothing reads as undefined. */
  readonly schema: z.ZodType<Result>
  readonly signal: AbortSignal
  /** Milliseconds for everything, waiting included. Default 15,000. */
  readonly timeoutMs?: number
  /** Whether the route holds an interaction's token, which stands in for the bot's. */
  readonly isByInteraction?: boolean
  /** Whether a repetition does no harm, so that a lost connection may be tried again: a GET, an edit, a post with a nonce. */
  readonly isRepeatable?: boolean
}

/** Discord's numbers of problems that Kiku knows what to do about. */
export const PROBLEMS = {
  unknownChannel: 10003,
  unknownMessage: 10008,
  unknownWebhook: 10015,
  unknownInteraction: 10062,
  alreadyAcknowledged: 40060,
  missingAccess: 50001,
  cannotMessageUser: 50007,
  missingPermissions: 50013,
  invalidWebhookToken: 50027,
  invalidForm: 50035,
  threadArchived: 50083,
  threadExists: 160004,
} as const

/** Discord's number of a problem when an error is Discord's refusal. */
export function refusalOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error) || error.code !== 'surface-refused') return
  if (!('details' in error) || typeof error.details !== 'object' || error.details === null) return
  return 'error' in error.details ? Number(error.details.error) : undefined
}

/** Who Kiku is, as `/applications/@me` and `/users/@me` say. */
export interface DiscordIdentity {
  readonly applicationId: string
  /** Kiku's user. */
  readonly user: string
  readonly name: string
  /** Whether the application may read what is written without naming it (the Message Content intent). */
  readonly hasMessageContent: boolean
}
