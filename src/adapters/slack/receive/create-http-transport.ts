import type { Server } from 'node:http'
import { HTTPReceiver } from '@slack/bolt'
import { KikuError } from '../../../domain/errors.ts'
import type { Clock } from '../../../ports/clock.ts'
import type { Telemetry } from '../../../ports/telemetry.ts'
import { createQuietLogger } from './quiet-logger.ts'
import type { ConnectionState, Transport } from './transport.ts'

/** Slack's largest deliveries are forms with many blocks, some hundred kilobytes. */
const MOST_BYTES = 2 * 1024 * 1024
/** Slack gives a request up after three seconds. */
const ACK_MS = 3_000
const DRAIN_MS = 1_000

export interface HttpTransportOptions {
  readonly signingSecret: string
  readonly host: string
  /** 0 takes any that is free. */
  readonly port: number
  readonly clock: Clock
  readonly telemetry: Telemetry
}

/**
 * Takes signed requests (https://docs.slack.dev/apis/events-api/using-http-request-urls) on `/slack/events`. A delivery
 * that could not be taken is answered with 503, so that Slack repeats it.
 */
export function createHttpTransport({ signingSecret, host, port, clock, telemetry }: HttpTransportOptions): Transport {
  let state: ConnectionState = 'idle'
  let server: Server | undefined
  const receiver = new HTTPReceiver({
    signingSecret,
    endpoints: ['/slack/events'],
    bodyLimit: MOST_BYTES,
    logger: createQuietLogger(telemetry, 'http'),
    dispatchErrorHandler: ({ response }) => void response.writeHead(404).end(),
    processEventErrorHandler: async ({ response }) => {
      if (!response.headersSent) response.writeHead(503).end()
      // Said to be acknowledged, since otherwise a timer outlives the request.
      return true
    },
    unhandledRequestTimeoutMillis: ACK_MS,
    unhandledRequestHandler: ({ response }) => {
      if (!response.headersSent) response.writeHead(503).end()
    },
  })

  return {
    serve: (app) => receiver.init(app),
    async start(signal) {
      signal.throwIfAborted()
      state = 'connecting'
      // A peer that sends its request by the byte must not hold a connection for minutes.
      const limits = { requestTimeout: 10_000, headersTimeout: 5_000 }
      server = await receiver.start({ host, port }, limits).catch((thrown: unknown) => {
        state = 'stopped'
        throw cannotListen(thrown, host, port)
      })
      reportRefusals(server, clock, telemetry)
      state = 'connected'
      telemetry.info('slack-listening', { host, port: portOf(server) })
    },
    async stop() {
      state = 'stopped'
      const open = server
      server = undefined
      if (open === undefined) return
      const timer = setTimeout(() => open.closeAllConnections(), DRAIN_MS)
      const isClosed = receiver.stop()
      open.closeIdleConnections()
      await isClosed.finally(() => clearTimeout(timer))
    },
    state: () => state,
    address: () => (server === undefined ? undefined : { host, port: portOf(server) }),
  }
}

/** A wrong signing secret shows in nothing but refused requests. Said at most once a minute: anybody can send those. */
function reportRefusals(server: Server, clock: Clock, telemetry: Telemetry): void {
  let count = 0
  let saidAt = Number.NEGATIVE_INFINITY
  server.on('request', (_request, response) => {
    response.once('finish', () => {
      if (response.statusCode !== 401 && response.statusCode !== 413) return
      count += 1
      if (clock.elapsed() - saidAt < 60_000) return
      saidAt = clock.elapsed()
      telemetry.warn('slack-request-refused', { status: response.statusCode, count })
      count = 0
    })
  })
}

function portOf(server: Server): number {
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

function cannotListen(thrown: unknown, host: string, port: number): KikuError {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown'
  return new KikuError('config-invalid', `Kiku cannot listen for Slack on ${host}:${port} (${code}).`, {
    remedy: 'Choose another host or port for Slack, or end what uses this one.',
    cause: thrown,
    details: { port, code },
  })
}
