import { setTimeout as sleep } from 'node:timers/promises'
import { toKikuError } from '../../../domain/errors.ts'
import type { ChatHost } from '../../../ports/chat-host.ts'
import type { Clock } from '../../../ports/clock.ts'
import type { Telemetry } from '../../../ports/telemetry.ts'
import { createRecentChanges, type RecentChange } from '../../common/chat/recent-changes.ts'
import { refusalOf, type SlackApi, type SlackIdentity } from '../api/slack-api.ts'
import type { SlackDirectory } from '../directory/directory.ts'
import { type AdvancePorts, advanceBackfill } from './advance-backfill.ts'
import { type BackfillRecord, type BackfillRecords, createBackfillRecords } from './backfill-record.ts'
import type { ChannelSwitches } from './channel-switches.ts'
import { createHistoryPace } from './history-pace.ts'

/** Reads what was written in channels before Kiku began to remember them: one request at a time for a workspace. */
export interface Backfill {
  /** Begins to read, or reads on, further back if need be. Resolves as soon as that is noted. @param days 1 to 365 */
  start(channel: string, days: number): Promise<void>
  state(channel: string): Promise<BackfillState>
  /** Ends the reading of a channel. When it resolves, nothing more of the channel is taken in. */
  cancel(channel: string): Promise<void>
  /** Goes on with what an earlier process left unfinished. Never throws. */
  resume(): Promise<void>
  /** Says that a message was edited or deleted, before the store is told, so that no older copy of it is taken in. */
  noteChange(place: { readonly channel: string; readonly ts: string }, change: RecentChange): void
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

export interface BackfillOptions {
  readonly api: SlackApi
  readonly host: Pick<ChatHost, 'settings'> & { readonly intake: Pick<ChatHost['intake'], 'observe'> }
  readonly directory: SlackDirectory
  readonly identity: SlackIdentity
  readonly channels: Pick<ChannelSwitches, 'read'>
  readonly clock: Clock
  readonly telemetry: Telemetry
  /** Waits between requests. Rejects when the signal aborts. */
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<void>
}

interface Job {
  readonly channel: string
  record: BackfillRecord
  failures: number
  readonly ending: AbortController
}

const DAY_SECONDS = 86_400
const MOST_DAYS = 365
const MOST_FAILURES = 8
const RETRY_MS = 5_000
const MOST_RETRY_MS = 600_000
/** Kiku is not there any more, or the channel is not. */
const LOST = new Set(['channel_not_found', 'not_in_channel', 'channel_is_archived', 'is_archived'])

export function createBackfill(options: BackfillOptions): Backfill {
  const { host, identity, clock, telemetry, channels } = options
  const { pause = (ms, signal) => sleep(ms, undefined, { signal }) } = options
  const records = createBackfillRecords(host.settings, identity.team)
  const changes = createRecentChanges()
  const ports: AdvancePorts = { ...options, intake: host.intake, pace: createHistoryPace(), changes }
  const jobs = new Map<string, Job>()
  const stopping = new AbortController()
  let underWay: { readonly channel: string; readonly settled: Promise<void> } | undefined
  let working: Promise<void> | undefined

  const enqueue = (channel: string, record: BackfillRecord) => {
    jobs.set(channel, { channel, record, failures: 0, ending: new AbortController() })
    working ??= work()
  }

  // Channels take turns, request by request, so that a long one holds up no other.
  async function work(): Promise<void> {
    for (;;) {
      const [job] = jobs.values()
      if (job === undefined || stopping.signal.aborted) {
        // In the same breath as the look, so that a channel that comes next is not left lying.
        working = undefined
        return
      }
      const settled = advance(job)
      underWay = { channel: job.channel, settled }
      await settled
      underWay = undefined
      if (jobs.get(job.channel) === job) moveToEnd(jobs, job)
      const isFailing = job.failures > 0 && jobs.has(job.channel)
      const wait = isFailing ? Math.min(MOST_RETRY_MS, RETRY_MS * 2 ** job.failures) : ports.pace.pauseMs
      // The pause ends early when all stops.
      if (jobs.size > 0) await pause(wait, stopping.signal).catch(() => {})
    }
  }

  async function advance(job: Job): Promise<void> {
    const { channel, ending } = job
    try {
      if (!(await channels.read(channel)).remember) return await end(job, 'switched-off')
      const advanced = await advanceBackfill(channel, job.record, ports, ending.signal)
      if (ending.signal.aborted) return
      // Meanwhile somebody may have asked for more days.
      const record = widen(advanced, job.record.since)
      job.record = record
      job.failures = 0
      await records.keep(channel, record)
      telemetry.debug('slack-backfill-advanced', { channel, messages: record.messages, threads: record.threads.length })
      if (record.state === 'done') finish(job, 'done')
    } catch (thrown) {
      if (!ending.signal.aborted) await fail(job, thrown)
    }
  }

  async function fail(job: Job, thrown: unknown): Promise<void> {
    const problem = refusalOf(thrown)
    const { code, retryable } = toKikuError(thrown)
    telemetry.warn('slack-backfill-failed', { channel: job.channel, code, problem, failures: job.failures })
    if (problem !== undefined && LOST.has(problem)) return end(job, 'lost')
    job.failures += 1
    if (retryable && job.failures < MOST_FAILURES) return
    job.record = { ...job.record, state: 'failed', at: clock.now() }
    finish(job, 'failed')
    await quietly(job, telemetry, records.keep(job.channel, job.record))
  }

  async function end(job: Job, why: 'switched-off' | 'lost'): Promise<void> {
    finish(job, why)
    await quietly(job, telemetry, records.remove(job.channel))
  }

  function finish(job: Job, outcome: string): void {
    if (jobs.get(job.channel) === job) jobs.delete(job.channel)
    telemetry.info('slack-backfill-ended', { channel: job.channel, outcome, messages: job.record.messages })
  }

  return {
    async start(channel, days) {
      const since = secondsAgo(clock, Math.min(MOST_DAYS, Math.max(1, Math.round(days))) * DAY_SECONDS)
      const job = jobs.get(channel)
      if (job !== undefined) job.record = widen(job.record, since)
      const unfinished = job?.record ?? (await findUnfinished(records, channel))
      const record = unfinished === undefined ? newRecord(since, clock) : widen(unfinished, since)
      await records.keep(channel, record)
      telemetry.info('slack-backfill-started', { channel, days })
      if (!jobs.has(channel)) enqueue(channel, record)
    },
    async state(channel) {
      return describe(jobs.get(channel)?.record ?? (await records.find(channel)))
    },
    async cancel(channel) {
      jobs.get(channel)?.ending.abort()
      jobs.delete(channel)
      if (underWay?.channel === channel) await underWay.settled
      await records.remove(channel)
    },
    async resume() {
      const kept = await records.list().catch((thrown: unknown) => {
        telemetry.error('slack-backfill-not-resumed', { code: toKikuError(thrown).code })
        return []
      })
      for (const { channel, record } of kept) {
        if (record.state !== 'done' && !jobs.has(channel)) enqueue(channel, { ...record, state: 'running' })
      }
    },
    noteChange: ({ channel, ts }, change) => changes.note(`${channel}:${ts}`, change),
    async stop() {
      stopping.abort()
      for (const job of jobs.values()) job.ending.abort()
      await working
    },
  }
}

function moveToEnd(jobs: Map<string, Job>, job: Job): void {
  jobs.delete(job.channel)
  jobs.set(job.channel, job)
}

// The messages of the last moments come live; the overlap is taken in once.
function newRecord(since: string, clock: Clock): BackfillRecord {
  const before = secondsAgo(clock, -1)
  return { state: 'running', since, before, isRead: false, threads: [], messages: 0, at: clock.now() }
}

async function findUnfinished(records: BackfillRecords, channel: string): Promise<BackfillRecord | undefined> {
  const record = await records.find(channel)
  return record === undefined || record.state === 'done' ? undefined : { ...record, state: 'running' }
}

function widen(record: BackfillRecord, since: string): BackfillRecord {
  return Number(since) < Number(record.since) ? { ...record, state: 'running', since, isRead: false } : record
}

function secondsAgo(clock: Clock, seconds: number): string {
  return `${Math.floor(clock.now() / 1000) - seconds}.000000`
}

function describe(record: BackfillRecord | undefined): BackfillState {
  if (record === undefined) return { kind: 'none' }
  const { state, messages, at } = record
  return state === 'done' ? { kind: 'done', messages, at } : { kind: state, messages }
}

// The next start finds the record as it was, and comes to the same end.
async function quietly({ channel }: Job, telemetry: Telemetry, change: Promise<void>): Promise<void> {
  try {
    await change
  } catch (thrown) {
    telemetry.error('slack-backfill-not-kept', { channel, code: toKikuError(thrown).code })
  }
}
