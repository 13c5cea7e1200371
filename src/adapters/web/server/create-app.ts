import type { IncomingHttpHeaders } from 'node:http'
import { OpenAPIHono } from '@hono/zod-openapi'
import { HTTPException } from 'hono/http-exception'
import { toKikuError } from '../../../domain/errors.ts'
import type { Clock } from '../../../ports/clock.ts'
import type { Instruments } from '../../../ports/instruments.ts'
import type { Telemetry } from '../../../ports/telemetry.ts'
import type { WebHost } from '../../../ports/web-host.ts'
import type { AccessOptions } from '../access/access-options.ts'
import { createAccess } from '../access/create-access.ts'
import type { Refuse } from '../access/guard-requests.ts'
import { isNavigation, takesAnything } from '../access/request-facts.ts'
import { speakOpenAi } from '../api/openai/speak-openai.ts'
import { measureRequests } from '../health/measure-requests.ts'
import type { WebEnv } from '../web-env.ts'
import { findMethods } from './find-methods.ts'
import { limitBodies } from './limit-bodies.ts'
import type { ServedPage } from './page/serve-page.ts'
import { problemReply } from './problem-reply.ts'
import { requestLanguage } from './request-language.ts'
import { requestProblem } from './request-problem.ts'
import { toProblem } from './to-problem.ts'
import type { WebLimits } from './web-limits.ts'

export interface AppParts {
  readonly host: WebHost
  readonly access: AccessOptions
  /** On which the server listens, and under which browsers reach it. */
  readonly listensOn: string
  readonly url: string
  readonly page: ServedPage
  /** Paths that anybody may see, such as `/healthz`. */
  readonly openPaths: readonly string[]
  readonly language: 'auto' | 'en' | 'ja'
  readonly limits: WebLimits
  readonly mount: (app: OpenAPIHono<WebEnv>) => void
  readonly instruments: Instruments
  readonly clock: Clock
  readonly telemetry: Telemetry
  readonly stopping: AbortSignal
}

/** The app behind the server: every request is measured, guarded and bounded before a route sees it. */
export function createApp(parts: AppParts): OpenAPIHono<WebEnv> {
  const { host, page, openPaths, limits, instruments, clock, telemetry, stopping, listensOn, url } = parts
  const languageOf = (headers: IncomingHttpHeaders) => requestLanguage(headers['accept-language'], parts.language)
  const refuse: Refuse = ({ headers }, code, { headers: more, ...facts } = {}) =>
    problemReply(requestProblem(code, languageOf(headers), facts), more)
  const { language } = parts
  const access = createAccess({
    ...{ options: parts.access, host: listensOn, url, language, openPaths, refuse, clock, telemetry, stopping },
    isOpen: page.has,
  })

  const app = new OpenAPIHono<WebEnv>()
  app.use(measureRequests(instruments, clock))
  app.use(async (context, next) => {
    context.set('requestId', String(context.env.outgoing?.getHeader('x-request-id') ?? ''))
    await next()
    // Whoever wants the head alone leaves a stream that nobody reads.
    if (context.req.method === 'HEAD') await context.res.body?.cancel()
  })
  app.use(speakOpenAi)
  app.use(access.guard)
  app.use(limitBodies(limits, refuse))

  app.onError((thrown, context) => {
    const headers = context.env.incoming?.headers ?? {}
    if (thrown instanceof HTTPException && thrown.status < 500) {
      const code = thrown.status === 415 ? 'type-unsupported' : 'request-invalid'
      return problemReply(requestProblem(code, languageOf(headers)))
    }
    const error = toKikuError(thrown)
    const problem = toProblem(error, languageOf(headers), host.explain)
    // Whoever leaves while still sending has broken nothing.
    if (problem.status >= 500 && context.env.outgoing?.destroyed !== true) {
      telemetry.error('web-request-broken', { code: error.code, requestId: context.get('requestId') })
    }
    return problemReply(problem)
  })
  access.mount(app)
  parts.mount(app)

  app.notFound(async (context) => {
    const { req, env } = context
    const headers = env.incoming?.headers ?? {}
    const allowed = findMethods(app, req.path)
    if (allowed.length > 0) {
      const facts = { allowed, headers: { allow: allowed.join(', ') } }
      return refuse({ headers }, 'method-not-allowed', facts)
    }
    if (req.method !== 'GET' && req.method !== 'HEAD') return refuse({ headers }, 'not-found')
    const file = page.file(req.path, headers)
    if (file !== undefined) return file
    const isOpened = isNavigation({ headers, method: req.method }) && !NO_PLACES.test(req.path)
    const isPlace = takesAnything({ headers }) && PLACES.test(req.path)
    return isOpened || isPlace ? page.index(headers) : refuse({ headers }, 'not-found')
  })
  return app
}

/** What the page can show, as its program has it; for everything else it says itself that there is no such place. */
const PLACES = /^\/(?:sources|insight|threads\/[^/]+)?$/
/** Below these nothing of the page is found. */
const NO_PLACES = /^\/(v1|auth|assets|\.well-known)(\/|$)/
