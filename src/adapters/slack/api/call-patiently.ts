import { setTimeout as sleep } from 'node:timers/promises'
import { withDeadline } from '../../../domain/with-deadline.ts'
import type { Clock } from '../../../ports/clock.ts'
import type { Telemetry } from '../../../ports/telemetry.ts'
import {
  describeFailure,
  describeRefusal,
  type Holder,
  outOfTime,
  skipped,
  tooMany,
  unexpectedResult,
} from './call-errors.ts'
import type { Pacer } from './create-pacer.ts'
import { holdOf, isRepeatable, laneOf } from './method-traits.ts'
import { MOST_REQUESTS, type Outcome, type RequestOnce } from './request-once.ts'
import type { SlackApi, SlackCall } from './slack-api.ts'

interface CallerParts {
  readonly request: RequestOnce
  readonly pacer: Pacer
  readonly clock: Clock
  readonly telemetry: Telemetry
  readonly random: () => number
}

const DEFAULT_TIMEOUT_MS = 15_000
/** Slack answers within a second or so; what takes this long will hardly come any more. */
const ATTEMPT_TIMEOUT_MS = 10_000
const MOST_REPETITIONS = 2
const BACKOFF_MS = 300
const JITTER_MS = 250

/** Makes calls in Slack's pace and Kiku's own, and tries again what may be tried again. */
export function createCaller(parts: CallerParts): SlackApi {
  let underWay = 0
  return {
    async call(method, call) {
      if (underWay >= MOST_REQUESTS) throw tooMany(method)
      underWay += 1
      try {
        return await callPatiently(method, call, parts)
      } finally {
        underWay -= 1
      }
    },
  }
}

async function callPatiently<Result>(method: string, call: SlackCall<Result>, parts: CallerParts): Promise<Result> {
  const began = parts.clock.elapsed()
  const end = began + (call.timeoutMs ?? DEFAULT_TIMEOUT_MS)
  const lastTurn = Math.min(end, began + (call.patienceMs ?? Number.POSITIVE_INFINITY))
  for (let failures = 0; ; ) {
    await awaitTurn(method, call, failures === 0 ? lastTurn : end, parts)
    const start = parts.clock.elapsed()
    const outcome = await attempt(method, call, end - start, parts)
    parts.telemetry.debug('slack-called', { method, outcome: outcome.kind, durationMs: parts.clock.elapsed() - start })
    switch (outcome.kind) {
      case 'answered':
        return readResult(method, call, outcome.result)
      case 'refused':
        throw describeRefusal(method, outcome)
      case 'limited':
        holdUp(method, call, outcome.retryAfterMs, parts)
        break
      case 'failed': {
        const isHarmless = !outcome.isAmbiguous || isRepeatable(method)
        failures += 1
        if (!isHarmless || failures > MOST_REPETITIONS) throw describeFailure(method, outcome)
        await backOff(method, call, failures, outcome, end, parts)
      }
    }
  }
}

/** Waits until Slack and Kiku's own pace allow the call. */
async function awaitTurn<Result>(method: string, call: SlackCall<Result>, end: number, parts: CallerParts) {
  const { pacer, clock, random } = parts
  const hold = holdOf(method, call.arguments)
  const lane = laneOf(method, call.arguments)
  const refuseToWait = (holder: Holder) =>
    call.isOptional === true ? skipped(method, holder) : outOfTime(method, holder)
  let hasPlace = lane === undefined
  for (;;) {
    call.signal.throwIfAborted()
    const now = clock.elapsed()
    const most = call.isOptional === true ? 0 : end - now
    const held = pacer.heldFor(hold, now)
    if (held > most || most < 0) throw refuseToWait(held > 0 ? 'slack' : 'pace')
    let wait = held
    if (held > 0) {
      // Whoever held a place queues again, so that those who waited do not all go at once.
      hasPlace = lane === undefined
      wait += random() * Math.min(JITTER_MS, most - held)
    } else if (lane !== undefined && !hasPlace) {
      const place = pacer.takePlace(lane, now, most)
      if (place === undefined) throw refuseToWait('pace')
      hasPlace = true
      wait = place
    }
    if (wait <= 0) return
    await pause(wait, call.signal)
  }
}

async function attempt<Result>(
  method: string,
  call: SlackCall<Result>,
  remainingMs: number,
  { request }: CallerParts,
): Promise<Outcome> {
  const timeoutMs = Math.max(1, Math.min(remainingMs, ATTEMPT_TIMEOUT_MS))
  try {
    return await withDeadline({ signal: call.signal, timeoutMs, what: `call of ${method}` }, (signal) =>
      request(method, call.arguments, signal),
    )
  } catch (error) {
    call.signal.throwIfAborted()
    return { kind: 'failed', isAmbiguous: true, cause: error }
  }
}

function holdUp<Result>(method: string, call: SlackCall<Result>, retryAfterMs: number, parts: CallerParts): void {
  parts.telemetry.info('slack-rate-limited', { method, retryAfterMs })
  const now = parts.clock.elapsed()
  parts.pacer.hold(holdOf(method, call.arguments), now + retryAfterMs, now)
}

async function backOff<Result>(
  method: string,
  call: SlackCall<Result>,
  failures: number,
  outcome: Outcome & { readonly kind: 'failed' },
  end: number,
  { clock, random, telemetry }: CallerParts,
): Promise<void> {
  const wait = BACKOFF_MS * 2 ** (failures - 1) * (0.5 + random() / 2)
  if (call.isOptional === true || clock.elapsed() + wait > end) throw describeFailure(method, outcome)
  telemetry.info('slack-call-repeated', { method, failures, status: outcome.status })
  await pause(wait, call.signal)
}

function readResult<Result>(method: string, { schema }: SlackCall<Result>, result: unknown): Result {
  const read = schema.safeParse(result)
  if (!read.success) throw unexpectedResult(method, read.error)
  return read.data
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal })
  } catch (error) {
    throw signal.aborted ? signal.reason : error
  }
}
