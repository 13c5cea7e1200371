import { setTimeout as sleep } from 'node:timers/promises'
import { toKikuError } from '../../../domain/errors.ts'
import type { Clock } from '../../../ports/clock.ts'
import type { Telemetry, TelemetryFields } from '../../../ports/telemetry.ts'
import type { KeptRecords } from './kept-records.ts'

/** Reads the past of channels in the background, one request at a time, and goes on after a restart. */
export interface BackfillQueue {
  /** Begins to read, or reads on, further back if need be. Resolves as soon as that is noted. @param days 1 to 365 */
  start(key: string, days: number): Promise<void>
  state(key: string): Promise<BackfillState>
  /** Ends the reading of a channel. When it resolves, nothing more of the channel is taken in. */
  cancel(key: string): Promise<void>
  /** Resolves when the request that is under way has been dealt with. */
  settled(): Promise<void>
  /** Goes on with what an earlier process left unfinished. Never throws. */
  resume(): Promise<void>
  /** Ends for this process; the next one resumes. */
  stop(): Promise<void>
}

export type BackfillState =
  | { readonly kind: 'none' }
  /** `messages`: taken in so far. */
  | { readonly kind: 'running'; readonly messages: number }
  | { readonly kind: 'done'; readonly messages: number; readonly at: number }
  /** It goes on when Kiku is started again. */
  | { readonly kind: 'failed'; readonly messages: number }

/** How far the reading of a channel has come, as far as the queue needs to know. */
export interface BackfillProgress {
  readonly state: 'running' | 'done' | 'failed'
  /** Taken in so far. */
  readonly messages: number
  /** Epoch milliseconds of the last step. */
  readonly at: number
}

/** What reading means on one platform. */
export interface BackfillWork<Record extends BackfillProgress> {
  /** How events in the log begin, such as `slack`. */
  readonly surface: string
  /** Kept after every step, so that a kill costs nothing but that step. */
  readonly records: KeptRecords<Record>
  /** A channel that is read from now so many days back. */
  begin(days: number): Record
  /** The record, reaching back at least as far as another one. */
  widen(record: Record, other: Record): Record
  /** Makes one request, and takes in what came of it. @throws when it fails, or the reason of the signal */
  advance(key: string, record: Record, signal: AbortSignal): Promise<Record>
  /** Whether the channel is still to be remembered. */
  isWanted(key: string): Promise<boolean>
  /** Whether what was thrown says that the channel is gone, or Kiku from it. */
  isLost(thrown: unknown): boolean
  /** The platform's name of what was thrown, for the log. */
  problemOf(thrown: unknown): string | number | undefined
  /** Milliseconds to leave before the next request. */
  pauseMs(): number
  /** Names the channel in the log. */
  describe(key: string): TelemetryFields
}

export interface BackfillQueueOptions {
  readonly clock: Clock
  readonly telemetry: Telemetry
  /** Waits between requests. Rejects when the signal aborts. */
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<void>
}

interface Job<Record> {
  readonly key: string
  record: Record
  failures: number
  readonly ending: AbortController
}

const MOST_DAYS = 365
const MOST_FAILURES = 8
const RETRY_MS = 5_000
const MOST_RETRY_MS = 600_000

export function createBackfillQueue<Record extends BackfillProgress>(
  work: BackfillWork<Record>,
  options: BackfillQueueOptions,
): BackfillQueue {
  const { records, surface } = work
  const { clock, telemetry } = options
  const { pause = (ms, signal) => sleep(ms, undefined, { signal }) } = options
  const jobs = new Map<string, Job<Record>>()
  const stopping = new AbortController()
  let underWay: { readonly key: string; readonly settled: Promise<void> } | undefined
  let working: Promise<void> | undefined

  const enqueue = (key: string, record: Record) => {
    jobs.set(key, { key, record, failures: 0, ending: new AbortController() })
    working ??= workOn()
  }

  // Channels take turns, request by request, so that a long one holds up no other.
  async function workOn(): Promise<void> {
    for (;;) {
      const [job] = jobs.values()
      if (job === undefined || stopping.signal.aborted) {
        // In the same breath as the look, so that a channel that comes next is not left lying.
        working = undefined
        return
      }
      const settled = advance(job)
      underWay = { key: job.key, settled }
      await settled
      underWay = undefined
      if (jobs.get(job.key) === job) moveToEnd(jobs, job)
      const isFailing = job.failures > 0 && jobs.has(job.key)
      const wait = isFailing ? Math.min(MOST_RETRY_MS, RETRY_MS * 2 ** job.failures) : work.pauseMs()
      // The pause ends early when all stops.
      if (jobs.size > 0) await pause(wait, stopping.signal).catch(() => {})
    }
  }

  async function advance(job: Job<Record>): Promise<void> {
    const { key, ending } = job
    try {
      if (!(await work.isWanted(key))) return await end(job, 'switched-off')
      const advanced = await work.advance(key, job.record, ending.signal)
      if (ending.signal.aborted) return
      // Meanwhile somebody may have asked for more days.
      const record = work.widen(advanced, job.record)
      job.record = record
      job.failures = 0
      await records.keep(key, record)
      telemetry.debug(`${surface}-backfill-advanced`, { ...work.describe(key), messages: record.messages })
      if (record.state === 'done') finish(job, 'done')
    } catch (thrown) {
      if (!ending.signal.aborted) await fail(job, thrown)
    }
  }

  async function fail(job: Job<Record>, thrown: unknown): Promise<void> {
    const { code, retryable } = toKikuError(thrown)
    const about = { ...work.describe(job.key), code, problem: work.problemOf(thrown), failures: job.failures }
    telemetry.warn(`${surface}-backfill-failed`, about)
    if (work.isLost(thrown)) return end(job, 'lost')
    job.failures += 1
    if (retryable && job.failures < MOST_FAILURES) return
    job.record = { ...job.record, state: 'failed', at: clock.now() }
    finish(job, 'failed')
    await quietly(job, records.keep(job.key, job.record))
  }

  async function end(job: Job<Record>, why: 'switched-off' | 'lost'): Promise<void> {
    finish(job, why)
    await quietly(job, records.remove(job.key))
  }

  function finish(job: Job<Record>, outcome: string): void {
    if (jobs.get(job.key) === job) jobs.delete(job.key)
    const { messages } = job.record
    telemetry.info(`${surface}-backfill-ended`, { ...work.describe(job.key), outcome, messages })
  }

  // The next start finds the record as it was, and comes to the same end.
  async function quietly({ key }: Job<Record>, change: Promise<void>): Promise<void> {
    try {
      await change
    } catch (thrown) {
      telemetry.error(`${surface}-backfill-not-kept`, { ...work.describe(key), code: toKikuError(thrown).code })
    }
  }

  async function findUnfinished(key: string): Promise<Record | undefined> {
    const record = await records.find(key)
    return record === undefined || record.state === 'done' ? undefined : { ...record, state: 'running' }
  }

  return {
    async start(key, days) {
      const wanted = work.begin(Math.min(MOST_DAYS, Math.max(1, Math.round(days))))
      const job = jobs.get(key)
      if (job !== undefined) job.record = work.widen(job.record, wanted)
      const unfinished = job?.record ?? (await findUnfinished(key))
      const record = unfinished === undefined ? wanted : work.widen(unfinished, wanted)
      await records.keep(key, record)
      telemetry.info(`${surface}-backfill-started`, { ...work.describe(key), days })
      if (!jobs.has(key)) enqueue(key, record)
    },
    async state(key) {
      return describeState(jobs.get(key)?.record ?? (await records.find(key)))
    },
    async cancel(key) {
      jobs.get(key)?.ending.abort()
      jobs.delete(key)
      if (underWay?.key === key) await underWay.settled
      await records.remove(key)
    },
    async settled() {
      await underWay?.settled
    },
    async resume() {
      const kept = await records.list().catch((thrown: unknown) => {
        telemetry.error(`${surface}-backfill-not-resumed`, { code: toKikuError(thrown).code })
        return []
      })
      for (const { key, record } of kept) {
        if (record.state !== 'done' && !jobs.has(key)) enqueue(key, { ...record, state: 'running' })
      }
    },
    async stop() {
      stopping.abort()
      for (const job of jobs.values()) job.ending.abort()
      await working
    },
  }
}

function moveToEnd<Record>(jobs: Map<string, Job<Record>>, job: Job<Record>): void {
  jobs.delete(job.key)
  jobs.set(job.key, job)
}

function describeState(record: BackfillProgress | undefined): BackfillState {
  if (record === undefined) return { kind: 'none' }
  const { state, messages, at } = record
  return state === 'done' ? { kind: 'done', messages, at } : { kind: state, messages }
}
