import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { Interruption } from '../../../domain/interruption.ts'
import type { Clock } from '../../../ports/clock.ts'
import type { Telemetry } from '../../../ports/telemetry.ts'
import { listen } from '../../common/http/listen.ts'
import { reportRefusals } from '../../common/http/report-refusals.ts'
import { settleWithin } from '../../common/http/settle-within.ts'
import { cutSlowReaders } from './cut-slow-readers.ts'
import { endQueuedReplies } from './end-queued-replies.ts'
import { SECURITY_HEADERS } from './security-headers.ts'
import type { WebLimits } from './web-limits.ts'

export type RequestListener = (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>

export interface ServerParts {
  readonly host: string
  readonly port: number
  readonly limits: WebLimits
  readonly clock: Clock
  readonly telemetry: Telemetry
}

/** A server that listens. */
export interface RunningServer {
  readonly port: number
  /** The address that its name stood for. */
  readonly address: string
  /** Aborts when a stop interrupts what is still open, with an `Interruption`. */
  readonly stopping: AbortSignal
  /** Says who answers. Until then requests wait. */
  answerWith(listener: RequestListener): void
  /** Takes no more requests, gives open replies some time, interrupts them, ends. */
  stop(): Promise<void>
}

/** @throws KikuError `config-invalid` where nothing can listen there */
export async function runServer({ host, port, limits, clock, telemetry }: ServerParts): Promise<RunningServer> {
  const stopping = new AbortController()
  const open = new Set<Promise<void>>()
  let isStopping = false
  let setListener: (listener: RequestListener) => void = () => {}
  const listener = new Promise<RequestListener>((resolve) => {
    setListener = resolve
  })
  const server = createServer(
    {
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      keepAliveTimeout: limits.idleMs,
      connectionsCheckingInterval: limits.checkMs,
      keepAlive: true,
      keepAliveInitialDelay: limits.stallMs,
    },
    (incoming, outgoing) => {
      // Set here, so that no reply of any kind is without them.
      for (const [name, value] of Object.entries(SECURITY_HEADERS)) outgoing.setHeader(name, value)
      outgoing.setHeader('x-request-id', requestIdOf(incoming))
      if (isStopping) outgoing.setHeader('connection', 'close')
      const answered = listener.then((answer) => answer(incoming, outgoing))
      const done = Promise.all([closeOf(outgoing), answered]).then(
        () => void open.delete(done),
        () => void open.delete(done),
      )
      open.add(done)
    },
  )
  server.maxConnections = limits.connections
  reportRefusals(server, 'web-request-refused', clock, telemetry)
  endQueuedReplies(server)
  const endWatch = cutSlowReaders(server, limits, clock, telemetry)
  const taken = await listen(server, { host, port, audience: 'the page', remedy: LISTEN_REMEDY }).catch((thrown) => {
    endWatch()
    throw thrown
  })

  async function end(): Promise<void> {
    isStopping = true
    const isClosed = new Promise<void>((resolve) => server.close(() => resolve()))
    await settleWithin(limits.drainMs, open)
    stopping.abort(new Interruption())
    await settleWithin(limits.farewellMs, open)
    server.closeAllConnections()
    await isClosed
    await settleWithin(limits.farewellMs, open)
    endWatch()
  }
  let ending: Promise<void> | undefined
  return {
    port: taken,
    address: addressOf(server) ?? host,
    stopping: stopping.signal,
    answerWith: (answer) => setListener(answer),
    stop() {
      ending ??= end()
      return ending
    },
  }
}

const LISTEN_REMEDY =
  'Choose another port with web.port (KIKU_WEB_PORT), or end what uses this one. `web.enabled: false` goes without the page.'

function addressOf(server: Server): string | undefined {
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.address : undefined
}

/** The name that a proxy gave the request, if it is one for logs. */
function requestIdOf({ headers }: IncomingMessage): string {
  const given = headers['x-request-id']
  return typeof given === 'string' && /^[\w-]{8,64}$/.test(given) ? given : randomUUID()
}

function closeOf(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => response.once('close', resolve))
}
