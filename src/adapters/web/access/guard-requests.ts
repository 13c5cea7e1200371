import type { IncomingMessage, ServerResponse } from 'node:http'
import type { MiddlewareHandler } from 'hono'
import type { Clock } from '../../../ports/clock.ts'
import { isAllowedOrigin, isOurHost } from '../../common/http/check-origin.ts'
import type { RequestProblemCode, RequestProblemFacts } from '../server/request-problem.ts'
import type { WebEnv } from '../web-env.ts'
import { type AccessOptions, needsSignIn } from './access-options.ts'
import { allowOrigin, answerPreflight } from './allow-origin.ts'
import { isForged, originOf } from './check-forgery.ts'
import type { Identity } from './identify.ts'
import { createRateWindows } from './rate-windows.ts'
import { isNavigation, type RequestFacts } from './request-facts.ts'
import { signInAddress } from './sign-in/places.ts'

export interface GuardParts {
  readonly options: AccessOptions
  /** On which the server listens. */
  readonly host: string
  readonly identify: (request: RequestFacts) => Identity
  /** Paths that tell nothing of anybody, such as `/healthz`: programs ask for them by whatever name. */
  readonly openPaths: readonly string[]
  /** Further paths that anybody may see. */
  readonly isOpen: (path: string) => boolean
  readonly refuse: Refuse
  readonly clock: Clock
}

/** A refusal in the language of the request. */
export type Refuse = (
  request: Pick<RequestFacts, 'headers'>,
  code: RequestProblemCode,
  extras?: RefusalExtras,
) => Response

export interface RefusalExtras extends RequestProblemFacts {
  readonly headers?: Readonly<Record<string, string>>
}

const CHALLENGE = { 'www-authenticate': 'Bearer realm="kiku"' }

/** Every request passes here first: meant for us, not forged, from whom, how often. */
export function guardRequests(parts: GuardParts): MiddlewareHandler<WebEnv> {
  const { options, identify, openPaths, isOpen, refuse, clock } = parts
  const { publicUrl, allowedOrigins } = options
  const forgeryRules = publicUrl === undefined ? {} : { publicUrl }
  const named = publicUrl === undefined ? [] : [new URL(publicUrl).hostname]
  const hostRules = { host: parts.host, allowedHosts: [...options.allowedHosts, ...named] }
  // Where everybody signs in, a name that was bound to this machine opens nothing: cookies stay with their own name.
  const mindsHost = !needsSignIn(options) || hostRules.allowedHosts.length > 0
  const rates = createRateWindows({ windowMs: 60_000, clock })

  /** Pages of other sites: the few that are known may send tokens, and nothing else. @returns what ends the request */
  function checkOrigin(request: IncomingMessage, response: ServerResponse): Response | undefined {
    const { origin, authorization } = request.headers
    if (origin === undefined || originOf(request, forgeryRules) === 'own') return undefined
    if (!isAllowedOrigin(origin, { allowedOrigins })) return refuse(request, 'foreign-request')
    const preflight = answerPreflight(request, origin)
    if (preflight !== undefined) return preflight
    if (authorization === undefined) return refuse(request, 'foreign-request')
    allowOrigin(response, origin)
    return undefined
  }

  return async (context, next) => {
    const { incoming, outgoing } = context.env
    if (incoming === undefined || outgoing === undefined) throw new Error('There is no server around this app.')
    const isAsked = openPaths.includes(context.req.path)
    if (!isAsked && mindsHost && !isOurHost(incoming, hostRules)) return refuse(incoming, 'host-unknown')
    const ended = checkOrigin(incoming, outgoing)
    if (ended !== undefined) return ended
    if (isAsked) return next()
    const identity = identify(incoming)
    if (identity.kind === 'known') {
      const { visitor } = identity
      if (visitor.by !== 'token' && isForged(incoming, visitor.by, forgeryRules)) {
        return refuse(incoming, 'foreign-request')
      }
      context.set('visitor', visitor)
    }
    if (isOpen(context.req.path)) return next()
    if (identity.kind === 'stranger') {
      if (identity.why === 'unauthorized' && isNavigation(incoming)) {
        return context.redirect(signInAddress(incoming.url ?? '/'), 303)
      }
      return refuse(incoming, identity.why, identity.why === 'proxy-unexpected' ? {} : { headers: CHALLENGE })
    }
    const seconds = rates.of(identity.visitor.id, identity.requestsPerMinute).take()
    if (seconds > 0) {
      return refuse(incoming, 'rate-limited', { seconds, headers: { 'retry-after': String(seconds) } })
    }
    return next()
  }
}
