import { KikuError } from '../../../domain/errors.ts'
import type { Outcome } from './request-once.ts'

type Refusal = Outcome & { readonly kind: 'refused' }
type Failure = Outcome & { readonly kind: 'failed' }

const TOKEN_PROBLEMS = new Set(['invalid_auth', 'not_authed', 'account_inactive', 'token_revoked', 'token_expired'])

/** Slack said no. */
export function describeRefusal(method: string, { error, needed }: Refusal): KikuError {
  const remedy = remedyFor(error, needed)
  return new KikuError('surface-refused', `Slack refused ${method}: ${error}.`, {
    ...(remedy === undefined ? {} : { remedy }),
    details: { method, error, ...(needed === undefined ? {} : { needed }) },
  })
}

function remedyFor(error: string, needed: string | undefined): string | undefined {
  if (TOKEN_PROBLEMS.has(error)) return 'Install the app again and put its bot token into SLACK_BOT_TOKEN.'
  if (error === 'missing_scope') return `Add the scope ${needed ?? 'that is missing'} to the app and install it again.`
  if (error === 'not_in_channel') return 'Invite Kiku to the channel.'
  return undefined
}

/** Slack was not reached, or did not answer. */
export function describeFailure(method: string, { isAmbiguous, status, cause }: Failure): KikuError {
  const what = isAmbiguous ? `Slack did not answer ${method}.` : `Slack could not be reached for ${method}.`
  return new KikuError('surface-unreachable', what, {
    retryable: true,
    remedy: 'Check the network of this machine and https://slack-status.com.',
    cause,
    details: { method, isAmbiguous, ...(status === undefined ? {} : { status }) },
  })
}

/** The call was made, yet what Slack said of it cannot be read. */
export function unexpectedResult(method: string, cause: unknown): KikuError {
  return new KikuError('surface-unreachable', `Slack answered ${method} with something unexpected.`, {
    cause,
    details: { method, isAmbiguous: true },
  })
}

/** Who makes a call wait: Slack with a 429, or Kiku's own pace. */
export type Holder = 'slack' | 'pace'

/** There is no time left for a call that would have to wait. */
export function outOfTime(method: string, holder: Holder): KikuError {
  return new KikuError('deadline-exceeded', `There was no time left to wait for ${method}.`, {
    retryable: true,
    details: { method, holder },
  })
}

/** An optional call that would have had to wait. */
export function skipped(method: string, holder: Holder): KikuError {
  return new KikuError('deadline-exceeded', `${method} was skipped, since it would have had to wait.`, {
    details: { method, holder, isSkipped: true },
  })
}

export function tooMany(method: string): KikuError {
  return new KikuError('queue-full', 'Too many calls to Slack are under way.', { retryable: true, details: { method } })
}
