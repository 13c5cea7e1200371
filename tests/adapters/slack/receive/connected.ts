import type { Arrival } from '../../../../src/adapters/slack/receive/arrival.ts'
import { connectSlack, type SlackConnection } from '../../../../src/adapters/slack/receive/connect.ts'
import type { SlackSurfaceOptions } from '../../../../src/adapters/slack/slack-options.ts'
import { systemClock } from '../../../../src/ports/clock.ts'
import type { Telemetry } from '../../../../src/ports/telemetry.ts'
import {
  BOT,
  BOT_USER,
  type SlackServer,
  type SlackServerOptions,
  startSlackServer,
  TEAM,
} from '../../../fakes/slack/slack-server.ts'

export interface Connected {
  readonly server: SlackServer
  readonly connection: SlackConnection<string>
  /** What was taken, and what listeners were told of afterwards, in order. */
  readonly taken: Arrival[]
  readonly told: { readonly arrival: Arrival; readonly taken: string | undefined }[]
  readonly log: { readonly level: string; readonly event: string; readonly fields: Readonly<Record<string, unknown>> }[]
  /** Takes the connection and the server down. */
  close(): Promise<void>
}

export interface ConnectedOptions {
  readonly transport?: 'socket' | 'http'
  readonly signingSecret?: string
  readonly port?: number
  readonly appToken?: string
  readonly server?: SlackServerOptions
  readonly take?: (arrival: Arrival) => Promise<string | undefined>
}

export function neverAborted(): AbortSignal {
  return new AbortController().signal
}

/** A Slack on this machine, and a connection to it that is not started. */
export async function createConnected(options: ConnectedOptions = {}): Promise<Connected> {
  const server = await startSlackServer(options.server)
  const taken: Connected['taken'] = []
  const told: Connected['told'] = []
  const log: Connected['log'] = []
  const telemetry = createRecordingTelemetry(log)
  const transport: SlackSurfaceOptions['transport'] =
    options.transport === 'http'
      ? {
          kind: 'http',
          signingSecret: options.signingSecret ?? server.signingSecret,
          host: '127.0.0.1',
          port: options.port ?? 0,
        }
      : { kind: 'socket', appToken: options.appToken ?? server.appToken }
  const connection = connectSlack<string>({
    options: {
      botToken: server.botToken,
      transport,
      apiUrl: server.apiUrl,
      language: 'en',
      channelDefaults: { followUps: true, remember: false },
      maxFileBytes: 1_000,
      clock: systemClock,
      telemetry,
    },
    identity: { team: TEAM, user: BOT_USER, bot: BOT, url: server.world.url },
    telemetry,
    async take(arrival) {
      const result = options.take === undefined ? `taken ${arrival.kind}` : await options.take(arrival)
      taken.push(arrival)
      return result
    },
  })
  connection.onArrival((arrival, result) => void told.push({ arrival, taken: result }))
  return {
    server,
    connection,
    taken,
    told,
    log,
    async close() {
      await connection.stop()
      await server.close()
    },
  }
}

/** Starts it, so that what people do on the server arrives. */
export async function startConnected(options: ConnectedOptions = {}): Promise<Connected> {
  const connected = await createConnected(options)
  await connected.connection.start(neverAborted())
  const address = connected.connection.address()
  if (address !== undefined) connected.server.deliverTo(`http://${address.host}:${address.port}/slack/events`)
  return connected
}

function createRecordingTelemetry(log: Connected['log']): Telemetry {
  const write =
    (level: string) =>
    (event: string, fields: Readonly<Record<string, unknown>> = {}) =>
      void log.push({ level, event, fields })
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') }
}
