import { KikuError } from '../../../domain/errors.ts'
import type { ChatHost } from '../../../ports/chat-host.ts'
import type { Clock } from '../../../ports/clock.ts'
import type { Telemetry } from '../../../ports/telemetry.ts'
import { type BackfillQueue, createBackfillQueue } from '../../common/chat/backfill-queue.ts'
import { createRecentChanges, type RecentChange } from '../../common/chat/recent-changes.ts'
import { type DiscordApi, type DiscordIdentity, PROBLEMS, refusalOf } from '../api/discord-api.ts'
import type { DiscordChannel, DiscordDirectory } from '../directory/directory.ts'
import { idAt } from '../discord-ids.ts'
import { type ConversationPorts, createConversations } from '../flow/conversations.ts'
import type { Names } from '../receive/names.ts'
import { type AdvancePorts, advanceBackfill } from './advance-backfill.ts'
import type { BackfillDesk, ChannelAddress } from './backfill-desk.ts'
import { type BackfillRecord, createBackfillRecords } from './backfill-record.ts'
import type { GuildSwitches } from './guild-switches.ts'
import { nameOfPlace } from './take-in-history.ts'
import { createThreadParents, type ThreadParents } from './thread-parents.ts'

/** Reads what was written in channels before Kiku began to remember them, and in their threads. */
export interface Backfill extends BackfillDesk, Pick<BackfillQueue, 'resume' | 'stop'> {
  /** Says that a message was edited or deleted, before the store is told, so that no older copy of it is taken in. */
  noteChange(messageId: string, change: RecentChange): void
}

export interface BackfillOptions {
  readonly api: DiscordApi
  readonly host: Pick<ChatHost, 'settings'> & {
    readonly intake: Pick<ChatHost['intake'], 'observe'>
  } & ConversationPorts
  readonly directory: Pick<DiscordDirectory, 'findChannel' | 'peekChannel' | 'missingPermissions' | 'languageOf'>
  readonly identity: DiscordIdentity
  /** Without them, roles and channels are kept by their ids. */
  readonly names?: Names
  readonly switches: Pick<GuildSwitches, 'readChannel'>
  /** Default: of the host's settings. */
  readonly parents?: Pick<ThreadParents, 'note'>
  readonly clock: Clock
  readonly telemetry: Telemetry
  /** Waits between requests. Rejects when the signal aborts. */
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<void>
}

const DAY_MS = 86_400_000
/** Well below what Discord allows for one channel: people who wait for an answer come first. */
const PAUSE_MS = 400

export function createBackfill(options: BackfillOptions): Backfill {
  const { host, directory, clock, switches } = options
  const changes = createRecentChanges()
  /** The channel or thread of the request that is under way. */
  let reading: string | undefined
  const ports: AdvancePorts = {
    ...options,
    changes,
    conversations: createConversations(host),
    parents: options.parents ?? createThreadParents({ settings: host.settings }),
    onReading: (channelId) => {
      reading = channelId
    },
  }
  const queue = createBackfillQueue<BackfillRecord>(
    {
      surface: 'discord',
      records: createBackfillRecords(host.settings),
      begin: (days) => newRecord(days, clock),
      widen,
      async advance(key, record, signal) {
        const channel = await findReadable(parseKey(key), directory, signal)
        return advanceBackfill(channel, record, ports, signal)
      },
      async isWanted(key) {
        const { guild, channel } = parseKey(key)
        return (await switches.readChannel(guild, channel)).remember
      },
      isLost: (thrown) => {
        const refusal = refusalOf(thrown)
        return refusal === PROBLEMS.unknownChannel || refusal === PROBLEMS.missingAccess
      },
      problemOf: refusalOf,
      pauseMs: () => PAUSE_MS,
      describe: (key) => ({ ...parseKey(key) }),
    },
    options,
  )
  return {
    start: (channel, days) => queue.start(keyOf(channel), days),
    state: (channel) => queue.state(keyOf(channel)),
    async cancel(channel) {
      // It may be a thread, which is read along with its channel.
      changes.note(nameOfPlace(channel.channel), { kind: 'deleted' })
      await queue.cancel(keyOf(channel))
      if (reading === channel.channel) await queue.settled()
    },
    noteChange: (messageId, change) => changes.note(messageId, change),
    resume: () => queue.resume(),
    stop: () => queue.stop(),
  }
}

const keyOf = ({ guild, channel }: ChannelAddress): string => `${guild}:${channel}`

function parseKey(key: string): ChannelAddress {
  const [guild = '', channel = ''] = key.split(':')
  return { guild, channel }
}

/** @throws KikuError when Kiku may not read there, which Discord says by an empty history only */
async function findReadable(
  { guild, channel }: ChannelAddress,
  directory: BackfillOptions['directory'],
  signal: AbortSignal,
): Promise<DiscordChannel> {
  const found = directory.peekChannel(channel) ?? (await directory.findChannel(channel, guild, signal))
  // Whether it is gone, the request will say.
  if (found === undefined) return { id: channel, guild, name: '', kind: 'text' }
  const missing = directory.missingPermissions(channel, 'read-history')
  if (missing.length === 0) return found
  throw new KikuError('surface-refused', `Kiku lacks permissions to read the channel: ${missing.join(', ')}.`, {
    remedy: 'Give the role of Kiku these permissions in the channel.',
    details: { error: PROBLEMS.missingPermissions, missing: missing.join(' ') },
  })
}

// The messages of the last moments come live; the overlap is taken in once.
function newRecord(days: number, clock: Clock): BackfillRecord {
  const now = clock.now()
  const since = idAt(now - days * DAY_MS)
  return { state: 'running', since, before: idAt(now + 1_000), stage: 'messages', threads: [], messages: 0, at: now }
}

/** Threads are looked through once more, since those that were too old before may not be any longer. */
function widen(record: BackfillRecord, { since }: BackfillRecord): BackfillRecord {
  if (BigInt(since) >= BigInt(record.since)) return record
  const { cursor: _cursor, ...rest } = record
  return { ...rest, state: 'running', since, stage: 'messages' }
}
