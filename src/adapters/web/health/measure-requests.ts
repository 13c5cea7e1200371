import type { Context, MiddlewareHandler } from 'hono'
import { matchedRoutes } from 'hono/route'
import type { Clock } from '../../../ports/clock.ts'
import { type Instruments, NO_SPAN, type Span } from '../../../ports/instruments.ts'
import type { WebEnv } from '../web-env.ts'

/** Whoever left before the reply was complete; the number that nginx has made usual. */
const LEFT = 499
const TRACED = '/v1/'

/**
 * Counts requests until their last byte is sent, and traces those of the API. Comes before everything else. What a request
 * says of a trace of its own (`traceparent`) is not read: whoever may send requests could otherwise have anything recorded,
 * under ids of others.
 */
export function measureRequests(instruments: Instruments, clock: Clock): MiddlewareHandler<WebEnv> {
  return async (context, next) => {
    const { method, path } = context.req
    const outgoing = context.env?.outgoing
    const startedAt = clock.elapsed()
    // A stream goes on long after its handler has returned.
    const sent = outgoing && new Promise<void>((resolve) => outgoing.once('close', resolve))
    let handled = Promise.resolve()

    async function handle(span: Span): Promise<void> {
      handled = next()
      await handled.catch(() => {})
      const route = routeOf(context)
      await sent
      const status =
        outgoing === undefined ? context.res.status : outgoing.writableFinished ? outgoing.statusCode : LEFT
      instruments.count('kiku_http_requests_total', { method, route, status: String(status) })
      instruments.observe('kiku_http_request_seconds', (clock.elapsed() - startedAt) / 1_000, { route })
      // Names of OpenTelemetry: https://opentelemetry.io/docs/specs/semconv/http/http-spans/
      span.set({ 'http.route': route, 'http.response.status_code': status })
      span.end(status >= 500 ? String(status) : undefined)
    }

    const measured = path.startsWith(TRACED)
      ? instruments.span('http.request', { 'http.request.method': method }, handle)
      : handle(NO_SPAN)
    await handled
    if (sent === undefined) await measured
  }
}

/** As it is registered, also where the request was refused before it came there. What is no route of its own is the page. */
function routeOf(context: Context<WebEnv>): string {
  return matchedRoutes(context).findLast(({ path }) => !path.endsWith('*'))?.path ?? 'page'
}
