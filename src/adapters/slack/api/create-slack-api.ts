import type { Clock } from '../../../ports/clock.ts'
import type { Telemetry } from '../../../ports/telemetry.ts'
import { createCaller } from './call-patiently.ts'
import { createPacer } from './create-pacer.ts'
import { createRequestOnce } from './request-once.ts'
import type { SlackApi } from './slack-api.ts'

export interface SlackApiOptions {
  /** `xoxb-…`. Never logged. */
  readonly token: string
  /** Base address of the Web API, with a slash at the end. */
  readonly apiUrl: string
  /** The workspace that calls are meant for, where one token serves several. */
  readonly team?: string
  readonly clock: Clock
  readonly telemetry: Telemetry
  readonly fetch?: typeof globalThis.fetch
  /** 0 to 1, for the spread of waits. */
  readonly random?: () => number
}

/** Slack's Web API over the SDK's client, with a patience of Kiku's own: see `SlackApi`. */
export function createSlackApi(options: SlackApiOptions): SlackApi {
  const { token, apiUrl, team, clock, telemetry, fetch = globalThis.fetch, random = Math.random } = options
  const request = createRequestOnce({ token, apiUrl, team, fetch })
  return createCaller({ request, pacer: createPacer(), clock, telemetry, random })
}
