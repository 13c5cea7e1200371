import { toKikuError } from '../../../domain/errors.ts'
import type { Clock } from '../../../ports/clock.ts'
import { askSlack, type SlackReply } from './ask-slack.ts'
import { examineClock } from './examine-clock.ts'
import { examineScopes } from './examine-scopes.ts'
import { examineSocket } from './examine-socket.ts'
import { describeAppToken, describeBotToken } from './explain-token.ts'
import type { RequiredScope } from './manifest.ts'
import type { SlackFinding } from './slack-finding.ts'

export interface SlackExamination {
  /** As configured. Never part of a finding. */
  readonly tokens: { readonly bot?: string; readonly app?: string; readonly signingSecret?: string }
  /** Base address of the Web API, with a slash at the end. */
  readonly apiUrl: string
  /** Where signed requests are received when there is no app token. */
  readonly receiver: { readonly host: string; readonly port: number }
  /** What the manifest asks for. */
  readonly scopes: readonly RequiredScope[]
  readonly clock: Clock
  readonly fetch?: typeof globalThis.fetch
}

/** Milliseconds for each look. */
const LOOK_MS = 5_000
/** 32 hexadecimal digits (https://docs.slack.dev/authentication/verifying-requests-from-slack). */
const SIGNING_SECRET = /^[0-9a-f]{32}$/i

/**
 * What is on in Slack, what is off, and what to do. Asks Slack, yet changes nothing there: the socket is looked for, but
 * not opened, since Slack would send deliveries through it.
 * @throws only the reason of the signal
 */
export async function examineSlack(
  examination: SlackExamination,
  signal: AbortSignal,
): Promise<readonly SlackFinding[]> {
  const { bot, app, signingSecret } = examination.tokens
  const gap = describeGap(examination.tokens)
  if (bot === undefined || gap !== undefined) return gap === undefined ? [] : [gap]
  const ask = (method: string, token: string) => askSlack({ ...examination, method, token, timeoutMs: LOOK_MS }, signal)
  try {
    const said = await ask('auth.test', bot)
    const findings = [describeBotToken(said), ...describeGrant(said, examination)]
    if (said.kind === 'unreachable') return findings
    if (app !== undefined) return [...findings, ...(await examineApp(await ask('apps.connections.open', app), signal))]
    return [...findings, describeReceiver(signingSecret, examination)]
  } catch (thrown) {
    signal.throwIfAborted()
    return [{ part: 'slack', state: 'broken', message: toKikuError(thrown).message }]
  }
}

function describeGap({ bot, app, signingSecret }: SlackExamination['tokens']): SlackFinding | undefined {
  const off = (message: string, remedy: string): SlackFinding => ({ part: 'slack', state: 'off', message, remedy })
  const hasTransport = app !== undefined || signingSecret !== undefined
  if (bot === undefined && !hasTransport) {
    const steps = 'Create an app from "kiku slack manifest" at https://api.slack.com/apps, then set SLACK_BOT_TOKEN and'
    return off('No tokens are set.', `${steps} SLACK_APP_TOKEN; docs/handbook/slack.md goes through it.`)
  }
  if (bot === undefined) {
    return off(
      'SLACK_BOT_TOKEN is missing.',
      'Set SLACK_BOT_TOKEN to the token under "OAuth & Permissions" of your app.',
    )
  }
  if (hasTransport) return undefined
  return off(
    'SLACK_BOT_TOKEN is set, but nothing to receive messages with.',
    'Set SLACK_APP_TOKEN to an app-level token with connections:write, or SLACK_SIGNING_SECRET to receive requests.',
  )
}

function describeGrant(said: SlackReply, { scopes, clock, tokens }: SlackExamination): readonly SlackFinding[] {
  if (said.kind === 'unreachable') return []
  const clocks = examineClock(said.date, clock, tokens.app === undefined)
  return said.kind === 'refused' ? clocks : [...examineScopes(said.scopes, scopes), ...clocks]
}

async function examineApp(said: SlackReply, signal: AbortSignal): Promise<readonly SlackFinding[]> {
  if (said.kind !== 'answered') return [describeAppToken(said)]
  return [await examineSocket(said.body, { timeoutMs: LOOK_MS, signal })]
}

function describeReceiver(signingSecret: string | undefined, { receiver }: SlackExamination): SlackFinding {
  if (signingSecret !== undefined && !SIGNING_SECRET.test(signingSecret)) {
    return {
      part: 'slack',
      state: 'warning',
      message: 'SLACK_SIGNING_SECRET does not look like one: it has 32 hexadecimal digits.',
      remedy: 'Copy the signing secret from "Basic Information" of your app again.',
    }
  }
  const address = `http://${receiver.host}:${receiver.port}/slack/events`
  return { part: 'slack', state: 'ok', message: `Signed requests are received at ${address}.` }
}
