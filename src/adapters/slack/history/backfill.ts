import type { ChatHost } from '../../../ports/chat-host.ts'
import type { Clock } from '../../../ports/clock.ts'
import type { Telemetry } from '../../../ports/telemetry.ts'
import { type BackfillQueue, createBackfillQueue } from '../../common/chat/backfill-queue.ts'
import { createRecentChanges, type RecentChange } from '../../common/chat/recent-changes.ts'
import { refusalOf, type SlackApi, type SlackIdentity } from '../api/slack-api.ts'
import type { SlackDirectory } from '../directory/directory.ts'
import { type AdvancePorts, advanceBackfill } from './advance-backfill.ts'
import { type BackfillRecord, createBackfillRecords } from './backfill-record.ts'
import type { ChannelSwitches } from './channel-switches.ts'
import { createHistoryPace } from './history-pace.ts'

/** Reads what was written in channels before Kiku began to remember them: one request at a time for a workspace. */
export interface Backfill extends Omit<BackfillQueue, 'settled'> {
  /** Says that a message was edited or deleted, before the store is told, so that no older copy of it is taken in. */
  noteChange(place: { readonly channel: string; readonly ts: string }, change: RecentChange): void
}

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

const DAY_SECONDS = 86_400
/** Kiku is not there any more, or the channel is not. */
const LOST = new Set(['channel_not_found', 'not_in_channel', 'channel_is_archived', 'is_archived'])

export function createBackfill(options: BackfillOptions): Backfill {
  const { host, identity, clock, channels } = options
  const changes = createRecentChanges()
  const ports: AdvancePorts = { ...options, intake: host.intake, pace: createHistoryPace(), changes }
  const queue = createBackfillQueue(
    {
      surface: 'slack',
      records: createBackfillRecords(host.settings, identity.team),
      begin: (days) => newRecord(days, clock),
      widen,
      advance: (channel, record, signal) => advanceBackfill(channel, record, ports, signal),
      isWanted: async (channel) => (await channels.read(channel)).remember,
      isLost: (thrown) => LOST.has(refusalOf(thrown) ?? ''),
      problemOf: refusalOf,
      pauseMs: () => ports.pace.pauseMs,
      describe: (channel) => ({ channel }),
    },
    options,
  )
  return { ...queue, noteChange: ({ channel, ts }, change) => changes.note(`${channel}:${ts}`, change) }
}

// The messages of the last moments come live; the overlap is taken in once.
function newRecord(days: number, clock: Clock): BackfillRecord {
  const since = secondsAgo(clock, days * DAY_SECONDS)
  const before = secondsAgo(clock, -1)
  return { state: 'running', since, before, isRead: false, threads: [], messages: 0, at: clock.now() }
}

function widen(record: BackfillRecord, { since }: BackfillRecord): BackfillRecord {
  return Number(since) < Number(record.since) ? { ...record, state: 'running', since, isRead: false } : record
}

function secondsAgo(clock: Clock, seconds: number): string {
  return `${Math.floor(clock.now() / 1000) - seconds}.000000`
}
