import { AsyncLocalStorage } from 'node:async_hooks'
import type { REST } from 'discord.js'
import { withDeadline } from '../../../domain/with-deadline.ts'
import type { Telemetry } from '../../../ports/telemetry.ts'
import type { InvalidCount } from './invalid-count.ts'
import { nameRoute } from './name-route.ts'

/** What is known of a call while discord.js has it. */
export interface Attempt {
  /** Whether a request has been sent and not been put off by Discord. While it is false, nothing can have happened. */
  isUnderWay: boolean
}

/** Why a request came to nothing. discord.js does not try it again, since Kiku decides what may be repeated. */
export class AttemptFailed extends Error {
  readonly isAmbiguous: boolean
  readonly status: number | undefined
  /** Such as `ECONNREFUSED`. */
  readonly reason: string | undefined

  constructor(about: {
    readonly isAmbiguous: boolean
    readonly status?: number
    readonly reason?: string | undefined
  }) {
    super('The request failed.')
    this.isAmbiguous = about.isAmbiguous
    this.status = about.status
    this.reason = about.reason
  }
}

export interface RequestWatch {
  /** Runs work that calls discord.js, and keeps an eye on the requests that come of it. */
  follow<T>(attempt: Attempt, work: () => Promise<T>): Promise<T>
}

type MakeRequest = REST['options']['makeRequest']
type Init = Parameters<MakeRequest>[1]

/** Discord answers within a second or so; what takes this long will hardly come any more. */
const ATTEMPT_MS = 8_000
/** Where Discord, or what stands before it, asks for patience without saying how much: discord.js would not wait at all. */
const UNTOLD_PATIENCE_S = 5
const NOT_REACHED =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|UND_ERR_CONNECT_TIMEOUT|CERT_\w+|ERR_TLS\w+|DEPTH_ZERO\w+|SELF_SIGNED\w+|UNABLE_TO\w+)$/

/**
 * Stands between discord.js and the network, since discord.js repeats what failed three times whatever it was, even a
 * post that Discord may have taken. Requests of discord.js itself pass as they are.
 */
export function watchRequests(rest: REST, invalid: InvalidCount, telemetry: Telemetry): RequestWatch {
  const attempts = new AsyncLocalStorage<Attempt>()
  const make = rest.options.makeRequest
  rest.options.makeRequest = async (url, init) => {
    const attempt = attempts.getStore()
    const response = attempt === undefined ? await make(url, init) : await send(make, url, init, attempt)
    const isShared = response.headers.get('X-RateLimit-Scope') === 'shared'
    if ([401, 403, 429].includes(response.status) && !isShared) invalid.add()
    if (response.status !== 429) return response
    if (attempt !== undefined) attempt.isUnderWay = false
    const seconds = Number(response.headers.get('Retry-After') ?? Number.NaN)
    if (!(seconds >= 0)) response.headers.set('Retry-After', String(UNTOLD_PATIENCE_S))
    const route = nameRoute(new URL(url).pathname.replace(/^\/api(\/v\d+)?/, ''))
    telemetry.info('discord-rate-limited', { route, seconds, isGlobal: response.headers.has('X-RateLimit-Global') })
    return response
  }
  return { follow: (attempt, work) => attempts.run(attempt, work) }
}

async function send(make: MakeRequest, url: string, init: Init, attempt: Attempt) {
  const signal = init.signal ?? new AbortController().signal
  if (signal.aborted) throw new AttemptFailed({ isAmbiguous: false })
  attempt.isUnderWay = true
  try {
    const limits = { signal, timeoutMs: ATTEMPT_MS, what: 'answer of Discord' }
    const response = await withDeadline(limits, (within) => make(url, { ...init, signal: within }))
    if (response.status < 500) return response
    const status = response.status
    await response.arrayBuffer().catch(() => {})
    throw new AttemptFailed({ isAmbiguous: true, status })
  } catch (error) {
    if (error instanceof AttemptFailed) throw error
    const codes = codesOf(error)
    throw new AttemptFailed({ isAmbiguous: !codes.some((code) => NOT_REACHED.test(code)), reason: codes[0] })
  }
}

/** The codes of an error and of what caused it. */
function codesOf(thrown: unknown, depth = 0): readonly string[] {
  if (!(thrown instanceof Error) || depth > 5) return []
  const own = 'code' in thrown && typeof thrown.code === 'string' ? [thrown.code] : []
  const several = thrown instanceof AggregateError ? thrown.errors.flatMap((error) => codesOf(error, depth + 1)) : []
  return [...own, ...several, ...codesOf(thrown.cause, depth + 1)]
}
