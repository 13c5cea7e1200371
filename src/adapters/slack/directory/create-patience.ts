import { type KikuError, toKikuError } from '../../../domain/errors.ts'
import type { Clock } from '../../../ports/clock.ts'
import type { Telemetry } from '../../../ports/telemetry.ts'
import { refusalOf } from '../api/slack-api.ts'

/** Refusals that are about Kiku, not about who is asked for: every other question of the method would fail as well. */
const GENERAL = new Set([
  'missing_scope',
  'not_allowed_token_type',
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'no_permission',
  'access_denied',
  'org_login_required',
  'team_access_not_granted',
])
const GENERAL_MS = 60_000
const REFUSED_MS = 30_000
const UNREACHABLE_MS = 5_000

type Load<Value> = (key: string, signal: AbortSignal) => Promise<Value | undefined>

/** Remembers which methods Slack refuses, so that nobody asks in vain, and says so in the log, once in a while. */
export interface Patience {
  guard<Value>(method: string, load: Load<Value>): Load<Value>
  failureTtlMs(error: unknown): number
}

export function createPatience({
  clock,
  telemetry,
}: {
  readonly clock: Clock
  readonly telemetry: Telemetry
}): Patience {
  const refused = new Map<string, { readonly until: number; readonly error: KikuError }>()
  return {
    guard: (method, load) => async (key, signal) => {
      const earlier = refused.get(method)
      if (earlier !== undefined && clock.elapsed() < earlier.until) throw earlier.error
      try {
        return await load(key, signal)
      } catch (thrown) {
        const refusal = refusalOf(thrown)
        if (refusal === undefined || !GENERAL.has(refusal)) {
          telemetry.debug('slack-lookup-failed', { method, code: toKikuError(thrown).code, refusal })
        } else if (!isBlocked(method)) {
          refused.set(method, { until: clock.elapsed() + GENERAL_MS, error: toKikuError(thrown) })
          telemetry.warn('slack-lookup-refused', { method, refusal })
        }
        throw thrown
      }
    },
    failureTtlMs(error) {
      const refusal = refusalOf(error)
      if (refusal === undefined) return UNREACHABLE_MS
      return GENERAL.has(refusal) ? GENERAL_MS : REFUSED_MS
    },
  }

  function isBlocked(method: string): boolean {
    const earlier = refused.get(method)
    return earlier !== undefined && clock.elapsed() < earlier.until
  }
}
