import { App } from '@slack/bolt'
import { KikuError } from '../../../domain/errors.ts'
import type { Telemetry } from '../../../ports/telemetry.ts'
import type { SlackIdentity } from '../api/slack-api.ts'
import type { SlackSurfaceOptions } from '../slack-options.ts'
import type { Arrival } from './arrival.ts'
import { type ArrivalListener, createGate, type Gate } from './create-gate.ts'
import { createHttpTransport } from './create-http-transport.ts'
import { createSocketTransport } from './create-socket-transport.ts'
import { createQuietLogger } from './quiet-logger.ts'
import type { ConnectionState, Transport } from './transport.ts'

const DRAIN_MS = 3_000

export interface SlackConnectionOptions<Taken> {
  readonly options: SlackSurfaceOptions
  readonly identity: SlackIdentity
  /** Keeps what arrived. Slack is told only afterwards; when this throws, Slack delivers again. Quick: a write, no more. */
  readonly take: (arrival: Arrival) => Promise<Taken | undefined>
  readonly telemetry: Telemetry
}

export interface SlackConnection<Taken> {
  /** For commands, clicks, shortcuts and forms; their listeners find `arrival` and `taken` of events in the context. */
  readonly app: App
  /** Called once for each delivery that was taken, after Slack was told, whether or not that reached Slack. */
  onArrival(listener: ArrivalListener<Taken>): void
  /** See `Transport`. */
  start(signal: AbortSignal): Promise<void>
  /** Takes nothing more, acknowledges what was taken, closes every socket. */
  stop(): Promise<void>
  state(): ConnectionState
  address(): { readonly host: string; readonly port: number } | undefined
}

/** The Bolt app of one workspace, with its transport. Nothing is opened before `start`. */
export function connectSlack<Taken>(given: SlackConnectionOptions<Taken>): SlackConnection<Taken> {
  const { options, telemetry } = given
  const gate = createGate(given)
  const transport = createTransport(options, telemetry)
  const app = createApp(given, gate, transport)
  return {
    app,
    onArrival: gate.onArrival,
    start: (signal) => transport.start(signal),
    async stop() {
      await gate.close(DRAIN_MS)
      await transport.stop()
    },
    state: transport.state,
    address: transport.address,
  }
}

function createTransport({ transport, apiUrl, clock }: SlackSurfaceOptions, telemetry: Telemetry): Transport {
  switch (transport.kind) {
    case 'socket':
      return createSocketTransport({ appToken: transport.appToken, apiUrl, clock, telemetry })
    case 'http':
      return createHttpTransport({ ...transport, clock, telemetry })
  }
}

function createApp<Taken>(
  { options, identity, telemetry }: SlackConnectionOptions<Taken>,
  gate: Gate<Taken>,
  transport: Transport,
): App {
  const app = new App({
    receiver: {
      init: (inner) => transport.serve(gate.guard(inner)),
      start: () => transport.start(new AbortController().signal),
      stop: () => transport.stop(),
    },
    // Bolt's own asks Slack before the first event, and again after each failure.
    authorize: async () => ({
      botToken: options.botToken,
      botId: identity.bot,
      botUserId: identity.user,
      teamId: identity.team,
    }),
    // An object of its own: Bolt and its receivers write into the one that they are given.
    clientOptions: {
      slackApiUrl: options.apiUrl,
      retryConfig: { retries: 1, minTimeout: 500 },
      timeout: 10_000,
      rejectRateLimitedCalls: true,
    },
    logger: createQuietLogger(telemetry, 'app'),
    // Its store of conversations has no bound.
    convoStore: false,
    attachFunctionToken: false,
    extendedErrorHandler: true,
  })
  // The type of this method knows only the short form of handlers, of which the long one takes another argument.
  app.error(async (failure: Failure) => {
    gate.noteFailure(failure.body)
    telemetry.error('slack-listener-failed', { code: codeOf(failure.error) })
  })
  return app
}

interface Failure {
  readonly error: Error
  readonly body: unknown
}

function codeOf(error: unknown): string {
  if (error instanceof KikuError) return error.code
  if (typeof error !== 'object' || error === null) return 'unknown'
  if ('original' in error && error.original !== undefined) return codeOf(error.original)
  return 'code' in error ? String(error.code) : 'unknown'
}
