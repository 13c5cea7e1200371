import type { SlackApi, SlackIdentity } from '../../../../src/adapters/slack/api/slack-api.ts'
import { KikuError } from '../../../../src/domain/errors.ts'
import type { Clock } from '../../../../src/ports/clock.ts'

type Arguments = Readonly<Record<string, unknown>>
type Method = (given: Arguments, signal: AbortSignal) => unknown

export const identity: SlackIdentity = {
  team: 'T1',
  enterprise: 'E1',
  user: 'UKIKU',
  bot: 'BKIKU',
  url: 'https://home.slack.com/',
}

export interface ScriptedApi extends SlackApi {
  readonly calls: { readonly method: string; readonly given: Arguments }[]
  callsOf(method: string): number
}

/** Answers with what the script says, as Slack would put it. A method without a script fails the test. */
export function createScriptedApi(script: Readonly<Record<string, Method>>): ScriptedApi {
  const calls: { method: string; given: Arguments }[] = []
  return {
    calls,
    callsOf: (method) => calls.filter((call) => call.method === method).length,
    async call(method, { arguments: given, schema, signal }) {
      calls.push({ method, given })
      const answer = script[method]
      if (answer === undefined) throw new Error(`Nobody expected ${method}.`)
      return schema.parse(await answer(given, signal))
    },
  }
}

export function refuse(error: string): KikuError {
  return new KikuError('surface-refused', 'Slack refused.', { details: { method: 'm', error } })
}

/** Time that passes when a test says so. */
export function createManualClock(): Clock & { pass(ms: number): void } {
  let now = 1_700_000_000_000
  return {
    now: () => now,
    elapsed: () => now,
    pass(ms) {
      now += ms
    },
  }
}

export function member(id: string, fields: Arguments = {}) {
  return {
    id,
    team_id: 'T1',
    name: id.toLowerCase(),
    is_bot: false,
    is_restricted: false,
    is_ultra_restricted: false,
    ...fields,
  }
}

export function channel(id: string, fields: Arguments = {}) {
  return {
    id,
    name: id.toLowerCase(),
    is_channel: true,
    is_private: false,
    is_shared: false,
    context_team_id: 'T1',
    ...fields,
  }
}

/** A promise that a test fulfils. */
export function createGateway(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let open = () => {}
  const promise = new Promise<void>((resolve) => {
    open = resolve
  })
  return { promise, resolve: () => open() }
}
