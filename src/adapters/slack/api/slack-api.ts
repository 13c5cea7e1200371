import type { z } from 'zod'

/** Slack's Web API for one installation: paced, patient with rate limits, impatient with silence. */
export interface SlackApi {
  /**
   * Calls a method (https://docs.slack.dev/reference/methods) and reads what is needed of its result.
   * A 429 is waited out for as long as `Retry-After` says, within the deadline, and holds up this method only. Failures of
   * the network and of Slack's servers are tried again where a repetition does no harm.
   * @throws KikuError `surface-refused` with `details.method` and `details.error`, Slack's name of the problem;
   * `surface-unreachable` when Slack was not reached, or did not answer: then `details.isAmbiguous` says whether the call
   * may have had its effect; `deadline-exceeded`; the reason of the signal
   */
  call<Result>(method: string, call: SlackCall<Result>): Promise<Result>
}

export interface SlackCall<Result> {
  readonly arguments: Readonly<Record<string, unknown>>
  readonly schema: z.ZodType<Result>
  readonly signal: AbortSignal
  /** Milliseconds for everything, waiting included. Default 15,000. */
  readonly timeoutMs?: number
  /** Milliseconds for waiting until Slack and Kiku's own pace allow the call, within `timeoutMs`. Default all of it. */
  readonly patienceMs?: number
  /** Whether Kiku may skip the call when it would have to wait, such as a status that the next one replaces. */
  readonly isOptional?: boolean
}

/** Who Kiku is in a workspace, as `auth.test` says. */
export interface SlackIdentity {
  readonly team: string
  readonly enterprise?: string
  /** Kiku's user, `U…`, and bot, `B…`. */
  readonly user: string
  readonly bot: string
  /** Address of the workspace, with a slash at the end. */
  readonly url: string
}

/** Slack's name of a problem, such as `channel_not_found`, when an error is Slack's refusal. */
export function refusalOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error) || error.code !== 'surface-refused') return
  if (!('details' in error) || typeof error.details !== 'object' || error.details === null) return
  return 'error' in error.details ? String(error.details.error) : undefined
}
