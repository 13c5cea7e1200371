import { z } from 'zod'
import { KikuError } from '../../../domain/errors.ts'

const METHOD = 'apps.connections.open'

/** Refusals that pass by themselves (https://docs.slack.dev/reference/methods/apps.connections.open#errors). */
const PASSING = new Set(['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout', 'ratelimited'])

// The client takes a page that is no JSON, such as a proxy's, for the name of a problem.
const refusalSchema = z.object({ data: z.object({ error: z.string().regex(/^[a-z_]{1,60}$/) }) })
const rateLimitSchema = z.object({ code: z.literal('slack_webapi_rate_limited_error'), retryAfter: z.number() })

/** Says what kept a connection from opening, from whatever the client threw; that can be nothing at all. */
export function explainSocketFailure(thrown: unknown): KikuError {
  if (thrown instanceof KikuError) return thrown
  const refusal = refusalSchema.safeParse(thrown).data?.data.error
  if (refusal !== undefined && !PASSING.has(refusal)) return refused(refusal)
  const retryAfter = rateLimitSchema.safeParse(thrown).data?.retryAfter
  if (retryAfter !== undefined) {
    return new KikuError('rate-limited', 'Slack asks to wait before another connection is opened.', {
      retryable: true,
      details: { method: METHOD, retryAfterMs: retryAfter * 1_000 },
    })
  }
  return new KikuError('surface-unreachable', 'No connection to Slack could be opened.', {
    retryable: true,
    remedy: 'Check the network of this machine and https://slack-status.com.',
    cause: thrown,
    details: { method: METHOD, ...(refusal === undefined ? {} : { error: refusal }) },
  })
}

function refused(error: string): KikuError {
  return new KikuError('surface-refused', `Slack refused the app-level token: ${error}.`, {
    remedy: remedyFor(error),
    details: { method: METHOD, error },
  })
}

function remedyFor(error: string): string {
  if (error === 'missing_scope') return 'Make an app-level token with the scope connections:write.'
  if (error === 'not_allowed_token_type')
    return 'Put the app-level token, which begins with xapp-, into SLACK_APP_TOKEN.'
  return 'Make an app-level token in the settings of the app, switch Socket Mode on, and set SLACK_APP_TOKEN.'
}
