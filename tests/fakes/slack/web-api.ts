import type { IncomingMessage, ServerResponse } from 'node:http'
import type { BoundedLog } from './bounded-log.ts'
import { type Fault, takeFault } from './faults.ts'
import { METHODS } from './methods/all-methods.ts'
import type { PeerState } from './peer-state.ts'
import type { RateLimiter } from './rate-limits.ts'
import { readArguments, readBody } from './read-arguments.ts'
import { SlackRefusal, textOf, type WireObject } from './wire.ts'

/** One call of the app. */
export interface Call {
  readonly method: string
  /** Without the token; structures are parsed. */
  readonly arguments: WireObject
  /** Epoch milliseconds at which it came. */
  readonly at: number
  /** Status and, where it was refused, error of the answer; undefined until there is one. */
  status: number | undefined
  error: string | undefined
  /** What Slack would say more about a refusal. */
  reasons: readonly string[]
  fault: Fault | undefined
}

export interface WebApiOptions {
  readonly state: PeerState
  readonly calls: BoundedLog<Call>
  readonly faults: Fault[]
  readonly limiter: RateLimiter
  readonly tokens: { readonly bot: string; readonly app: string }
  readonly scopes: () => readonly string[]
  /** Waits, but not beyond the end of the server. */
  readonly sleep: (milliseconds: number) => Promise<void>
}

interface Reply {
  readonly status: number
  readonly body: WireObject | string
  readonly headers?: Readonly<Record<string, string>>
}

/** Answers calls of the Web API as Slack does: 200 also for refusals, `unknown_method`, scopes in headers. */
export function createWebApi(options: WebApiOptions) {
  const { state, calls, faults, sleep } = options

  return async (
    method: string,
    query: URLSearchParams,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> => {
    const at = Date.now()
    const body = await readBody(request)
    const { token, ...parameters } = readArguments(request.headers['content-type'] ?? '', body, query)
    const call: Call = {
      method,
      arguments: parameters,
      at,
      status: undefined,
      error: undefined,
      reasons: [],
      fault: undefined,
    }
    calls.add(call)
    call.fault = takeFault(faults, method, parameters)

    if (call.fault?.delayMs !== undefined) await sleep(call.fault.delayMs)
    if (call.fault?.drop === 'before') return void response.destroy()
    const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? textOf(token)
    const reply = failOnPurpose(call) ?? answer(method, parameters, bearer, call)
    if (call.fault?.drop === 'after') return void response.destroy()
    call.status = reply.status
    send(response, reply, options.scopes())
  }

  function answer(method: string, parameters: WireObject, token: string, call: Call): Reply {
    try {
      const known = METHODS[method]
      if (known === undefined) throw new SlackRefusal('unknown_method', [], { req_method: method })
      checkToken(method, token, options)
      const seconds = options.limiter.take(method, parameters)
      if (seconds !== undefined) {
        call.error = 'ratelimited'
        return tooMany(seconds)
      }
      checkScopes(known.scopes(parameters, state), options.scopes())
      return { status: 200, body: { ok: true, ...known.run(parameters, state) } }
    } catch (error) {
      if (!(error instanceof SlackRefusal)) throw error
      call.error = error.error
      call.reasons = Array.isArray(error.about.errors) ? error.about.errors.map(String) : []
      return { status: 200, body: { ok: false, error: error.error, ...error.about } }
    }
  }
}

function failOnPurpose(call: Call): Reply | undefined {
  const { fault } = call
  if (fault === undefined) return undefined
  if (fault.garbage === true) return { status: fault.status ?? 200, body: '<html>Service unavailable</html>' }
  if (fault.status === 429) {
    call.error = 'ratelimited'
    return tooMany(fault.retryAfter ?? 1)
  }
  if (fault.status !== undefined && fault.status !== 200)
    return { status: fault.status, body: { ok: false, error: 'internal_error' } }
  if (fault.error === undefined) return undefined
  call.error = fault.error
  return { status: 200, body: { ok: false, error: fault.error } }
}

const tooMany = (seconds: number): Reply => ({
  status: 429,
  body: { ok: false, error: 'ratelimited' },
  headers: { 'retry-after': String(seconds) },
})

function checkToken(method: string, token: string, { state, tokens }: WebApiOptions): void {
  if (token === '') throw new SlackRefusal('not_authed')
  const isApp = method === 'apps.connections.open'
  if (token === (isApp ? tokens.bot : tokens.app)) throw new SlackRefusal('not_allowed_token_type')
  if (token !== (isApp ? tokens.app : tokens.bot)) throw new SlackRefusal('invalid_auth')
  if (!isApp && !state.isInstalled) throw new SlackRefusal('account_inactive')
}

/** @param wanted any one of which is enough; `+` joins those of which all are needed */
function checkScopes(wanted: readonly string[], provided: readonly string[]): void {
  const isEnough = (scope: string) => scope.split('+').every((one) => provided.includes(one))
  if (wanted.length === 0 || wanted.some(isEnough)) return
  const needed = (wanted[0] ?? '').split('+').filter((one) => !provided.includes(one))
  throw new SlackRefusal('missing_scope', [], { needed: needed.join(','), provided: provided.join(',') })
}

function send(response: ServerResponse, { status, body, headers }: Reply, scopes: readonly string[]): void {
  const isText = typeof body === 'string'
  response.writeHead(status, {
    'content-type': isText ? 'text/html' : 'application/json; charset=utf-8',
    'x-oauth-scopes': scopes.join(','),
    ...headers,
  })
  response.end(isText ? body : JSON.stringify(body))
}
