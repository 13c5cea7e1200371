import type { Context, Hono } from 'hono'
import type { Gauges, ReadMetrics } from '../../../ports/instruments.ts'
import type { WebHost, WebState } from '../../../ports/web-host.ts'
import type { Visitor } from '../access/visitor.ts'
import type { WebEnv } from '../web-env.ts'

export interface HealthParts {
  readonly state: WebHost['state']
  /** Absent where metrics are off. */
  readonly readMetrics?: ReadMetrics
  /** They tell how much is asked and what fails, which is the owner's business alone. */
  readonly mayReadMetrics: (visitor: Visitor) => boolean
}

/** Seconds after which a load balancer may look again. */
const RETRY_SECONDS = '5'

/**
 * Tells programs how Kiku is: `/healthz` that the process lives, `/readyz` whether it can answer, both to anybody and without
 * a word more; `/metrics` in Prometheus' text format, to those who may read it. The routes take no visitor for granted:
 * the first two may stand before whatever says who a request is from, the third must stand behind it.
 */
export function mountHealth(app: Hono<WebEnv>, { state, readMetrics, mayReadMetrics }: HealthParts): void {
  app.get('/healthz', (context) => context.json({ status: 'alive' }, 200, FRESH))

  app.get('/readyz', (context) => {
    const isReady = readState(state)?.isReady ?? false
    return isReady
      ? context.json({ status: 'ready' }, 200, FRESH)
      : context.json({ status: 'not-ready' }, 503, { ...FRESH, 'retry-after': RETRY_SECONDS })
  })

  app.get('/metrics', async (context) => {
    const visitor: Visitor | undefined = context.get('visitor')
    if (visitor === undefined) return refuse(context, 401, 'Sign in or send a token to read the metrics.')
    if (!mayReadMetrics(visitor)) return refuse(context, 403, 'Only owners may read the metrics.')
    if (readMetrics === undefined) return refuse(context, 404, 'Metrics are off: set telemetry.metrics to true.')
    const now = readState(state)
    const { contentType, text } = await readMetrics(now === undefined ? { kiku_ready: 0 } : toGauges(now))
    return context.body(text, 200, { ...FRESH, 'content-type': contentType })
  })
}

const FRESH = { 'cache-control': 'no-store' } as const

/** A store that fails to say how it is, is not ready. */
function readState(state: WebHost['state']): WebState | undefined {
  try {
    return state()
  } catch {
    return undefined
  }
}

function toGauges({ isReady, model, sources, passages }: WebState): Gauges {
  return {
    kiku_ready: isReady ? 1 : 0,
    kiku_model_reachable: model?.isReachable === true ? 1 : 0,
    kiku_sources: sources,
    kiku_passages: passages,
  }
}

/** https://www.rfc-editor.org/rfc/rfc9457 */
function refuse(context: Context<WebEnv>, status: 401 | 403 | 404, title: string): Response {
  const problem = { type: 'about:blank', title, status, code: 'surface-refused', retryable: false }
  return context.body(JSON.stringify(problem), status, {
    ...FRESH,
    'content-type': 'application/problem+json',
    ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
  })
}
