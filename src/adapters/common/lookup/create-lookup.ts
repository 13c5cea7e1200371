import { toKikuError } from '../../../domain/errors.ts'
import { withDeadline } from '../../../domain/with-deadline.ts'
import type { Clock } from '../../../ports/clock.ts'
import { createAbortWaits } from './abort-waits.ts'
import { createBoundedMap } from './bounded-map.ts'

export interface LookupOptions<Value> {
  readonly load: (key: string, signal: AbortSignal) => Promise<Value | undefined>
  /** What is looked up, for errors. */
  readonly what: string
  readonly clock: Clock
  /** How long an answer holds, in milliseconds; in the last fifth of it, it is asked for again in the background. */
  readonly ttlMs: number
  /** How long a failure holds. */
  readonly failureTtlMs: (error: unknown) => number
  /** The longest that anybody waits for an answer. */
  readonly timeoutMs: number
  readonly mostEntries: number
}

/** Answers about keys, remembered for a while. Nobody waits twice for the same question at the same time. */
export interface Lookup<Value> {
  /** @returns undefined when there is no answer in time. @throws the reason of the signal only */
  get(key: string, signal: AbortSignal): Promise<Value | undefined>
  /** Asks whatever is known. Where that fails, what was known holds for as long as it would have; `peek` tells it apart. */
  getAnew(key: string, signal: AbortSignal): Promise<Value | undefined>
  /** @param since leaves out what was asked for before this time of `Clock.elapsed` */
  peek(key: string, since?: number): Value | undefined
  /** Takes an answer that came otherwise. @param asOf what `revision` said before it was asked for */
  put(key: string, value: Value, asOf: number): void
  /** Grows with everything that is forgotten. */
  revision(): number
  /** Whether a key was forgotten since. */
  isForgottenSince(key: string, asOf: number): boolean
  /** Also what is on its way: it was asked for before it became untrue. */
  forget(key: string): void
  forgetWhere(isUntrue: (value: Value) => boolean): void
}

interface Entry<Value> {
  readonly value: Value | undefined
  /** Times of `Clock.elapsed`. */
  readonly askedAt: number
  readonly until: number
  readonly refreshAt: number
}

interface Flight<Value> {
  readonly answer: Promise<Value | undefined>
  readonly askedAt: number
  /** Asked for earlier and still under way. */
  before: Flight<Value> | undefined
  isOutdated: boolean
  /** Whether what was asked for later has come earlier. */
  isOvertaken: boolean
}

const FRESH_SHARE = 0.8

export function createLookup<Value>(options: LookupOptions<Value>): Lookup<Value> {
  const { load, what, clock, ttlMs, failureTtlMs, timeoutMs, mostEntries } = options
  const entries = createBoundedMap<Entry<Value>>(mostEntries)
  const flights = new Map<string, Flight<Value>>()
  const forgottenAt = createBoundedMap<number>(mostEntries)
  const waits = createAbortWaits()
  let revision = 0

  function ask(key: string): Flight<Value> {
    return flights.get(key) ?? askAnew(key)
  }

  function askAnew(key: string): Flight<Value> {
    const flight: Flight<Value> = {
      answer: settle(key, () => flight),
      askedAt: clock.elapsed(),
      before: flights.get(key),
      isOutdated: false,
      isOvertaken: false,
    }
    flights.set(key, flight)
    return flight
  }

  async function settle(key: string, flight: () => Flight<Value>): Promise<Value | undefined> {
    // The question belongs to everybody who waits for it, so that none of them can end it.
    const { signal } = new AbortController()
    try {
      const value = await withDeadline({ signal, timeoutMs, what }, (ended) => load(key, ended))
      if (flight().isOutdated) return undefined
      if (!flight().isOvertaken) remember(key, value, ttlMs, flight().askedAt)
      for (let earlier = flight().before; earlier !== undefined; earlier = earlier.before) earlier.isOvertaken = true
      return value
    } catch (thrown) {
      if (!flight().isOutdated && !isKnown(entries.get(key)))
        remember(key, undefined, failureTtlMs(toKikuError(thrown)), flight().askedAt)
      return undefined
    } finally {
      flight().before = undefined
      if (flights.get(key) === flight()) flights.delete(key)
    }
  }

  function remember(key: string, value: Value | undefined, holdsMs: number, askedAt: number): void {
    const now = clock.elapsed()
    entries.set(key, { value, askedAt, until: now + holdsMs, refreshAt: now + holdsMs * FRESH_SHARE })
  }

  function isKnown(entry: Entry<Value> | undefined): entry is Entry<Value> {
    return entry !== undefined && clock.elapsed() < entry.until
  }

  function isForgottenSince(key: string, asOf: number): boolean {
    return (forgottenAt.get(key) ?? 0) > asOf
  }

  function forget(key: string): void {
    revision += 1
    entries.delete(key)
    forgottenAt.set(key, revision)
    for (let flight = flights.get(key); flight !== undefined; flight = flight.before) flight.isOutdated = true
    flights.delete(key)
  }

  return {
    async get(key, signal) {
      signal.throwIfAborted()
      const entry = entries.get(key)
      if (!isKnown(entry)) return waits.waitFor(ask(key).answer, signal)
      if (entry.value !== undefined && clock.elapsed() >= entry.refreshAt) void ask(key)
      return entry.value
    },
    async getAnew(key, signal) {
      signal.throwIfAborted()
      return waits.waitFor(askAnew(key).answer, signal)
    },
    peek(key, since = Number.NEGATIVE_INFINITY) {
      const entry = entries.get(key)
      return isKnown(entry) && entry.askedAt >= since ? entry.value : undefined
    },
    put(key, value, asOf) {
      if (!isForgottenSince(key, asOf)) remember(key, value, ttlMs, clock.elapsed())
    },
    revision: () => revision,
    isForgottenSince,
    forget,
    forgetWhere(isUntrue) {
      // What is on its way may hold it, too.
      for (const key of [...flights.keys()]) forget(key)
      for (const [key, entry] of entries.list()) if (entry.value !== undefined && isUntrue(entry.value)) forget(key)
    },
  }
}
