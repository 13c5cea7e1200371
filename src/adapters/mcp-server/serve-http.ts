import { createServer, type ServerResponse } from 'node:http'
import { toKikuError } from '../../domain/errors.ts'
import { listen } from '../common/http/listen.ts'
import { reportRefusals } from '../common/http/report-refusals.ts'
import { settleWithin } from '../common/http/settle-within.ts'
import { createCallDesk } from './call-desk.ts'
import { createMcpServer } from './create-mcp-server.ts'
import { createBearers } from './http/bearers.ts'
import { handleRequest } from './http/handle-request.ts'
import { DEFAULT_HTTP_BOUNDS, type HttpOptions, type RunningHttpMcp } from './http/http-options.ts'
import { BROKEN, refuseKindly } from './http/refuse-kindly.ts'
import { createSessions } from './http/sessions.ts'

const PATH = '/mcp'
const CALLS_PER_MINUTE = 60
const LISTEN_REMEDY = 'Choose another host or port for the MCP server, or end what uses this one.'
/** A peer that sends its request by the byte must not hold a connection for minutes. */
const PATIENCE = { requestTimeout: 30_000, headersTimeout: 10_000, connectionsCheckingInterval: 5_000 }

/**
 * Serves clients with tokens over streamable HTTP
 * (https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#streamable-http). Not encrypted: beyond this
 * machine it belongs behind a proxy that is.
 * @throws KikuError `config-invalid` where a token is not fit or nothing can listen there
 */
export async function serveHttp(options: HttpOptions): Promise<RunningHttpMcp> {
  const { listenOn, tokens, clock, telemetry, allowedHosts = [], allowedOrigins = [] } = options
  const { host = '127.0.0.1', port } = listenOn
  const bounds = { ...DEFAULT_HTTP_BOUNDS, ...options.bounds }
  const desk = createCallDesk(options)
  const { callsPerMinute = CALLS_PER_MINUTE } = options
  const bearers = createBearers({ tokens, callsPerMinute, concurrentCalls: desk.limits.concurrentCalls, clock })
  const sessions = createSessions({
    createServer: (caller) => createMcpServer(caller, desk, options),
    mostPerCaller: bounds.sessionsPerToken,
    idleMs: bounds.sessionIdleMs,
    ageMs: bounds.sessionAgeMs,
    clock,
    telemetry,
  })
  const rules = { host, allowedHosts, allowedOrigins }
  const front = { path: PATH, rules, mostBytes: bounds.bodyBytes, sessions, identify: bearers.identify }
  const open = new Set<Promise<void>>()
  const server = createServer(PATIENCE, (request, response) => {
    const closed = closeOf(response).finally(() => open.delete(closed))
    open.add(closed)
    handleRequest(request, response, front).catch((thrown: unknown) => {
      // Whoever leaves while still sending has broken nothing.
      if (!response.destroyed) telemetry.error('mcp-request-broken', { code: toKikuError(thrown).code })
      refuseKindly(response, BROKEN)
    })
  })
  server.maxConnections = bounds.connections
  reportRefusals(server, 'mcp-request-refused', clock, telemetry)
  const taken = await listen(server, { host, port, audience: 'MCP clients', remedy: LISTEN_REMEDY })
  const sweeping = setInterval(() => sessions.sweep(bearers.isOut), bounds.sweepMs)
  sweeping.unref()
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${taken}${PATH}`
  telemetry.info('mcp-listening', { url, tokens: tokens.length })

  async function end(): Promise<void> {
    clearInterval(sweeping)
    const isClosed = new Promise<void>((resolve) => server.close(() => resolve()))
    await sessions.closeAll()
    await Promise.all([desk.settle(), settleWithin(bounds.drainMs, open)])
    server.closeAllConnections()
    await isClosed
    telemetry.info('mcp-stopped', { url })
  }
  let ending: Promise<void> | undefined
  let markEnded = () => {}
  const ended = new Promise<void>((resolve) => {
    markEnded = resolve
  })
  return {
    url,
    ended,
    stop() {
      ending ??= end().finally(markEnded)
      return ending
    },
  }
}

function closeOf(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => response.once('close', resolve))
}
