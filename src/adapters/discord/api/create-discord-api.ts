import { setMaxListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { REST } from 'discord.js'
import type { Clock } from '../../../ports/clock.ts'
import type { Telemetry } from '../../../ports/telemetry.ts'
import {
  describeFailure,
  describeQueue,
  describeRefusal,
  describeRestraint,
  describeUnreadable,
  describeWait,
  type Refusal,
} from './call-errors.ts'
import type { DiscordApi, DiscordRequest } from './discord-api.ts'
import { createForbiddenCalls, type ForbiddenCalls } from './forbidden-calls.ts'
import { createInvalidCount, type InvalidCount } from './invalid-count.ts'
import { nameResource, nameRoute } from './name-route.ts'
import { requestOnce } from './request-once.ts'
import { createUnderWay } from './under-way.ts'
import { type RequestWatch, watchRequests } from './watch-requests.ts'

export interface DiscordApiOptions {
  /** Of discord.js, with a token. Its requests go through Kiku's hands from now on. */
  readonly rest: REST
  /** For responses to interactions, which are not counted towards the requests of the bot. Default the same. */
  readonly interactionRest?: REST
  readonly clock: Clock
  readonly telemetry: Telemetry
  /** 0 to 1, for the spread of waits. */
  readonly random?: () => number
}

interface Parts extends Required<Omit<DiscordApiOptions, 'rest' | 'interactionRest'>> {
  readonly bot: Line
  readonly interactions: Line
  readonly invalid: InvalidCount
  readonly forbidden: ForbiddenCalls
  /** What Discord said when it stopped taking the bot's token. */
  stopped: Refusal | undefined
}

/** A client of discord.js, and what is known of its requests. */
interface Line {
  readonly rest: REST
  readonly watch: RequestWatch
}

const DEFAULT_TIMEOUT_MS = 15_000
const MOST_REPETITIONS = 2
const BACKOFF_MS = 250

/** Discord's REST API over discord.js' own client, with a patience of Kiku's own: see `DiscordApi`. */
export function createDiscordApi(options: DiscordApiOptions): DiscordApi {
  const { rest, interactionRest, clock, telemetry, random = Math.random } = options
  const invalid = createInvalidCount(clock)
  const bot = { rest, watch: watchRequests(rest, invalid, telemetry) }
  const parts: Parts = {
    bot,
    interactions:
      interactionRest === undefined
        ? bot
        : { rest: interactionRest, watch: watchRequests(interactionRest, invalid, telemetry) },
    invalid,
    clock,
    telemetry,
    random,
    forbidden: createForbiddenCalls(clock),
    stopped: undefined,
  }
  const underWay = createUnderWay()
  return {
    async call(request) {
      request.signal.throwIfAborted()
      // Hundreds of calls may go by the signal of the whole surface.
      setMaxListeners(0, request.signal)
      const leave = underWay.enter(`${callOf(request).method} ${callOf(request).route} ${nameResource(request.route)}`)
      if (leave === undefined) throw describeQueue(callOf(request))
      try {
        refuseBeforehand(request, parts)
        return await callPatiently(request, parts)
      } finally {
        leave()
      }
    },
  }
}

async function callPatiently<Result>(request: DiscordRequest<Result>, parts: Parts): Promise<Result> {
  const { clock, telemetry } = parts
  const { rest, watch } = request.isByInteraction === true ? parts.interactions : parts.bot
  const call = callOf(request)
  const timeoutMs = request.timeoutMs ?? DEFAULT_TIMEOUT_MS
  const end = clock.elapsed() + timeoutMs
  for (let failures = 0; ; ) {
    const start = clock.elapsed()
    const outcome = await requestOnce(rest, watch, request, Math.max(1, end - start))
    telemetry.debug('discord-called', { ...call, outcome: outcome.kind, durationMs: clock.elapsed() - start })
    switch (outcome.kind) {
      case 'answered': {
        const read = request.schema.safeParse(outcome.result)
        if (!read.success) throw describeUnreadable(call)
        return read.data
      }
      case 'unreadable':
        throw describeUnreadable(call)
      case 'refused':
        noteRefusal(request, outcome.refusal, parts)
        throw describeRefusal(call, outcome.refusal)
      case 'waited':
        throw describeWait(call, timeoutMs)
      case 'failed': {
        const isHarmless = !outcome.isAmbiguous || (request.isRepeatable ?? request.method !== 'POST')
        failures += 1
        const waitMs = BACKOFF_MS * 2 ** (failures - 1) * (0.5 + parts.random() / 2)
        const isLate = clock.elapsed() + waitMs >= end
        if (!isHarmless || failures > MOST_REPETITIONS || isLate) throw describeFailure(call, outcome)
        telemetry.info('discord-call-repeated', { ...call, failures, status: outcome.status, reason: outcome.reason })
        await pause(waitMs, request.signal)
      }
    }
  }
}

/** @throws KikuError for what Discord is known to refuse */
function refuseBeforehand<Result>(request: DiscordRequest<Result>, { stopped, forbidden, invalid }: Parts): void {
  const call = callOf(request)
  if (stopped !== undefined && request.isByInteraction !== true) throw describeRefusal(call, stopped)
  const refusal = forbidden.find(keyOf(request))
  if (refusal !== undefined) throw describeRefusal(call, refusal)
  // A click that is not acknowledged looks like a broken button, and its calls are few.
  if (invalid.isHigh() && request.isByInteraction !== true) throw describeRestraint(call)
}

function noteRefusal<Result>(request: DiscordRequest<Result>, refusal: Refusal, parts: Parts): void {
  parts.forbidden.note(keyOf(request), refusal)
  if (refusal.status !== 401 || request.isByInteraction === true) return
  if (parts.stopped === undefined) parts.telemetry.error('discord-token-refused', { error: refusal.error })
  parts.stopped = refusal
}

function callOf<Result>({ method, route }: DiscordRequest<Result>) {
  return { method, route: nameRoute(route) }
}

function keyOf<Result>(request: DiscordRequest<Result>): string {
  return `${request.method} ${nameRoute(request.route)} ${nameResource(request.route)}`
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal })
  } catch (error) {
    throw signal.aborted ? signal.reason : error
  }
}
