import { expect, it } from 'vitest'
import { explainSocketFailure } from '../../../../src/adapters/slack/receive/explain-socket-failure.ts'
import { KikuError } from '../../../../src/domain/errors.ts'

const refusal = (error: string) => Object.assign(new Error('An API error occurred'), { data: { ok: false, error } })

it.each([
  ['invalid_auth', 'surface-refused'],
  ['missing_scope', 'surface-refused'],
  ['not_allowed_token_type', 'surface-refused'],
  ['internal_error', 'surface-unreachable'],
  ['service_unavailable', 'surface-unreachable'],
])('explains the refusal %s as %s', (error, code) => {
  expect(explainSocketFailure(refusal(error))).toMatchObject({
    code,
    details: { method: 'apps.connections.open', error },
  })
})

it('says what to do about a token that Slack does not take', () => {
  expect(explainSocketFailure(refusal('missing_scope')).remedy).toContain('connections:write')
  expect(explainSocketFailure(refusal('not_allowed_token_type')).remedy).toContain('xapp-')
  expect(explainSocketFailure(refusal('account_inactive')).remedy).toContain('SLACK_APP_TOKEN')
})

it('takes the page of a proxy for no refusal, and repeats none of it', () => {
  const error = explainSocketFailure(refusal('<html>Service unavailable</html>'))

  expect(error).toMatchObject({
    code: 'surface-unreachable',
    retryable: true,
    details: { method: 'apps.connections.open' },
  })
  expect(JSON.stringify(error.details)).not.toContain('html')
})

it('keeps how long Slack asks to wait', () => {
  const limited = Object.assign(new Error('limited'), { code: 'slack_webapi_rate_limited_error', retryAfter: 30 })

  expect(explainSocketFailure(limited)).toMatchObject({ code: 'rate-limited', details: { retryAfterMs: 30_000 } })
})

it('explains whatever else is thrown, and nothing at all', () => {
  const own = new KikuError('deadline-exceeded', 'late')

  expect(explainSocketFailure(own)).toBe(own)
  expect(explainSocketFailure(undefined)).toMatchObject({ code: 'surface-unreachable' })
  expect(explainSocketFailure(new TypeError('fetch failed'))).toMatchObject({ code: 'surface-unreachable' })
})
