import type { IncomingMessage, ServerResponse } from 'node:http'
import type { BoundedLog } from '../../slack/bounded-log.ts'
import type { PeerState } from '../peer-state.ts'
import { DiscordRefusal } from '../refusal.ts'
import { ALL_ROUTES } from '../routes/all-routes.ts'
import { objectOf } from '../wire.ts'
import { type Fault, takeFault } from './faults.ts'
import type { InvalidRequests } from './invalid-requests.ts'
import type { RateLimiter } from './rate-limits.ts'
import { parseBody, type RequestBody, readBytes } from './read-body.ts'
import { createRouter, type FoundRoute } from './route.ts'

/** One call of the app. */
export interface Call {
  readonly method: string
  /** Without `/api/v10`, decoded. Paths of interactions have tokens in them. */
  readonly path: string
  /** As it stands in the table, such as `GET /channels/:channel`; empty where there is none. */
  readonly route: string
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  readonly body: unknown
  readonly files: readonly { readonly name: string; readonly size: number }[]
  /** Whether it bore the bot's token. */
  readonly hasToken: boolean
  /** Epoch milliseconds at which it came. */
  readonly at: number
  /** Of the answer; undefined until there is one, and where the connection was cut. */
  status: number | undefined
  /** Discord's number for a refusal. */
  code: number | undefined
  fault: Fault | undefined
}

export interface RestApiOptions {
  readonly state: PeerState
  readonly calls: BoundedLog<Call>
  readonly faults: Fault[]
  readonly limiter: RateLimiter
  readonly invalid: InvalidRequests
  readonly token: () => string
  /** Waits, but not beyond the end of the server. */
  readonly sleep: (milliseconds: number) => Promise<void>
}

interface Reply {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

const find = createRouter(ALL_ROUTES)

/** Answers calls as Discord does (https://discord.com/developers/docs/reference). */
export function createRestApi(options: RestApiOptions) {
  const { state, calls, faults, limiter, invalid, sleep } = options

  return async (url: URL, request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const at = Date.now()
    const bytes = await readBytes(request)
    const rawPath = url.pathname.replace(/^\/api(?:\/v\d+)?/, '')
    const method = request.method ?? 'GET'
    const found = find(method, rawPath)
    const hasToken = request.headers.authorization === `Bot ${options.token()}`
    let parsed: RequestBody = { json: {}, files: [] }
    let unreadable: DiscordRefusal | undefined
    try {
      parsed = await parseBody(request.headers['content-type'] ?? '', bytes)
    } catch (error) {
      if (!(error instanceof DiscordRefusal)) throw error
      unreadable = error
    }
    const call: Call = {
      method,
      path: decodePath(rawPath),
      route: found?.route.name ?? '',
      params: found?.params ?? {},
      query: Object.fromEntries(url.searchParams),
      body: parsed.json,
      files: parsed.files.map(({ name, content }) => ({ name, size: content.length })),
      hasToken,
      at,
      status: undefined,
      code: undefined,
      fault: undefined,
    }
    calls.add(call)
    call.fault = takeFault(faults, call)
    if (call.fault?.delayMs !== undefined) await sleep(call.fault.delayMs)
    if (call.fault?.drop === 'before') return void response.destroy()
    const reply = answer(call, found, parsed, unreadable, url.searchParams)
    if (call.fault?.drop === 'after') return void response.destroy()
    call.status = reply.status
    call.code = codeOf(reply.body)
    if (reply.headers?.['x-ratelimit-scope'] !== 'shared') invalid.count(reply.status)
    send(response, reply)
  }

  function answer(
    call: Call,
    found: FoundRoute | undefined,
    { json, files }: RequestBody,
    unreadable: DiscordRefusal | undefined,
    query: URLSearchParams,
  ): Reply {
    if (invalid.isBlocked)
      return { status: 429, body: '<html>error code: 1015</html>', headers: { 'retry-after': '60' } }
    const onPurpose = failOnPurpose(call.fault)
    if (onPurpose !== undefined) return onPurpose
    if (found === undefined) return { status: 404, body: { message: '404: Not Found', code: 0 } }
    const { route, params, major } = found
    if (route.isOpen !== true && !call.hasToken) return { status: 401, body: { message: '401: Unauthorized', code: 0 } }
    const taken = limiter.take(route.name, major, route.isOpen !== true)
    if (taken.retryAfter !== undefined)
      return tooMany(taken.retryAfter, taken.isGlobal ? 'global' : 'user', taken.headers)
    try {
      if (unreadable !== undefined) throw unreadable
      const param = (name: string) => {
        const value = params[name]
        if (value === undefined) throw new Error(`${route.name} has no ${name}.`)
        return value
      }
      const body = route.run({ param, query, body: objectOf(json), json, files }, state)
      return { status: body === undefined ? 204 : (route.status ?? 200), body, headers: taken.headers }
    } catch (error) {
      if (!(error instanceof DiscordRefusal)) throw error
      return { status: error.status, body: error.body, headers: taken.headers }
    }
  }
}

function failOnPurpose(fault: Fault | undefined): Reply | undefined {
  if (fault === undefined) return undefined
  if (fault.garbage === true) return { status: fault.status ?? 200, body: '<html>Service unavailable</html>' }
  if (fault.status === undefined) return undefined
  if (fault.status === 429) return tooMany(fault.retryAfter ?? 1, fault.scope ?? 'user', {})
  return { status: fault.status, body: { message: 'On purpose', code: fault.code ?? 0 } }
}

function tooMany(
  seconds: number,
  scope: 'user' | 'shared' | 'global',
  headers: Readonly<Record<string, string>>,
): Reply {
  return {
    status: 429,
    body: { message: 'You are being rate limited.', retry_after: seconds, global: scope === 'global' },
    headers: {
      ...headers,
      // Discord rounds up; here tests would wait for it.
      'retry-after': String(seconds),
      'x-ratelimit-scope': scope,
      ...(scope === 'global' ? { 'x-ratelimit-global': 'true' } : {}),
    },
  }
}

function codeOf(body: unknown): number | undefined {
  const { code } = objectOf(body)
  return typeof code === 'number' ? code : undefined
}

function send(response: ServerResponse, { status, body, headers }: Reply): void {
  // The client reads JSON wherever a type says so, an empty body included.
  const type = body === undefined ? undefined : typeof body === 'string' ? 'text/html' : 'application/json'
  response.writeHead(status, { ...(type === undefined ? {} : { 'content-type': type }), ...headers })
  response.end(body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body))
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
