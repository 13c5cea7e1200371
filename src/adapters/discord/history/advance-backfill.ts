import type { Clock } from '../../../ports/clock.ts'
import { type DiscordApi, PROBLEMS, refusalOf } from '../api/discord-api.ts'
import type { DiscordChannel } from '../directory/directory.ts'
import { timeOf } from '../discord-ids.ts'
import type { BackfillRecord, ThreadToRead } from './backfill-record.ts'
import {
  type HistoryMessage,
  type ListedThread,
  PAGE,
  readActiveThreads,
  readArchivedThreads,
  readMessages,
} from './read-history.ts'
import { type HistoryPorts, takeInHistory } from './take-in-history.ts'
import type { ThreadParents } from './thread-parents.ts'

/** What reading the past of a channel uses. */
export interface AdvancePorts extends HistoryPorts {
  readonly api: DiscordApi
  readonly parents: Pick<ThreadParents, 'note'>
  readonly clock: Clock
  /** Says which channel or thread is read now, so that whoever forgets it can wait for the end of that. */
  readonly onReading: (channelId: string) => void
}

/**
 * Makes one request, takes in what came of it, and says how far the channel is read then. Threads come before the next
 * page, so that few of them are waiting. Doing the same step again, as after a kill, repeats nothing.
 * @param channel that people chose: no thread
 * @throws what `DiscordApi.call` and `Intake.observe` throw
 */
export async function advanceBackfill(
  channel: DiscordChannel,
  record: BackfillRecord,
  ports: AdvancePorts,
  signal: AbortSignal,
): Promise<BackfillRecord> {
  const [thread] = record.threads
  const next =
    thread === undefined
      ? await advanceStage(channel, record, ports, signal)
      : await advanceThread(channel, record, thread, ports, signal)
  const isDone = next.stage === 'end' && next.threads.length === 0
  return { ...next, state: isDone ? 'done' : 'running', at: ports.clock.now() }
}

async function advanceStage(
  channel: DiscordChannel,
  record: BackfillRecord,
  ports: AdvancePorts,
  signal: AbortSignal,
): Promise<BackfillRecord> {
  const { stage } = record
  if (!stagesOf(channel).includes(stage)) return { ...record, stage: stageAfter(stage, channel) }
  switch (stage) {
    case 'messages':
      return advanceChannel(channel, record, ports, signal)
    case 'active': {
      const { threads } = await readActiveThreads(ports.api, channel.guild, signal)
      return withThreads({ ...record, stage: stageAfter(stage, channel) }, threads, channel)
    }
    case 'archived':
    case 'private':
      return advanceArchive(channel, record, stage, ports, signal)
    case 'end':
      return record
  }
}

type Stage = BackfillRecord['stage']
const STAGES: readonly Stage[] = ['messages', 'active', 'archived', 'private', 'end']

/** Discord refuses to list what a kind of channel cannot have. */
function stagesOf({ kind }: DiscordChannel): readonly Stage[] {
  switch (kind) {
    case 'text':
      return STAGES
    case 'announcement':
      return ['messages', 'active', 'archived', 'end']
    case 'forum':
      return ['active', 'archived', 'end']
    default:
      return ['messages', 'end']
  }
}

function stageAfter(stage: Stage, channel: DiscordChannel): Stage {
  const own = stagesOf(channel)
  return STAGES.slice(STAGES.indexOf(stage) + 1).find((next) => own.includes(next)) ?? 'end'
}

async function advanceChannel(
  channel: DiscordChannel,
  record: BackfillRecord,
  ports: AdvancePorts,
  signal: AbortSignal,
): Promise<BackfillRecord> {
  const { guild, id } = channel
  ports.onReading(id)
  const page = await readMessages(ports.api, { guild, channelId: id, from: { before: record.before }, signal })
  const { kept, before, isEnd } = reach(page, record, record.before)
  const taken = await takeInHistory(kept, channel, ports, signal)
  const stage = isEnd ? stageAfter('messages', channel) : 'messages'
  return { ...record, before, stage, messages: record.messages + taken }
}

async function advanceThread(
  channel: DiscordChannel,
  record: BackfillRecord,
  thread: ThreadToRead,
  ports: AdvancePorts,
  signal: AbortSignal,
): Promise<BackfillRecord> {
  const { guild } = channel
  const others = record.threads.slice(1)
  const place = threadIn(channel, thread)
  try {
    ports.onReading(thread.id)
    // Noted first: whatever is remembered of it must go when the channel goes.
    if (thread.isPrivate) await ports.parents.note(guild, thread.id, channel.id)
    // No id is above this one; those of the last moments come live, too.
    const from = { before: thread.before ?? LAST_ID }
    const page = await readMessages(ports.api, { guild, channelId: thread.id, from, signal })
    const { kept, before, isEnd } = reach(page, record, from.before)
    const taken = await takeInHistory(kept, place, ports, signal)
    const threads = isEnd ? others : [{ ...thread, before }, ...others]
    return { ...record, threads, messages: record.messages + taken }
  } catch (thrown) {
    const refusal = refusalOf(thrown)
    // A thread that was deleted meanwhile, or that Kiku was taken from.
    const isLost = refusal === PROBLEMS.unknownChannel || refusal === PROBLEMS.missingAccess
    if (isLost) return { ...record, threads: others }
    throw thrown
  }
}

async function advanceArchive(
  channel: DiscordChannel,
  record: BackfillRecord,
  stage: 'archived' | 'private',
  ports: AdvancePorts,
  signal: AbortSignal,
): Promise<BackfillRecord> {
  const { cursor: last, ...rest } = record
  const kind = stage === 'archived' ? 'public' : 'private'
  const page = await readArchivedThreads(ports.api, { channel: channel.id, kind, before: last, signal })
  const end = page.threads.at(-1)
  const cursor = kind === 'public' ? end?.archivedAt : end?.id
  const goesOn = page.hasMore && cursor !== undefined && cursor !== last && !(kind === 'public' && isOver(end, record))
  const next = goesOn ? { ...rest, stage, cursor } : { ...rest, stage: stageAfter(stage, channel) }
  return withThreads(next, page.threads, channel)
}

/** What a thread that was archived before then holds is older still. */
function isOver(thread: ListedThread | undefined, { since }: BackfillRecord): boolean {
  const archivedAt = Date.parse(thread?.archivedAt ?? '')
  return archivedAt < timeOf(since)
}

function withThreads(record: BackfillRecord, listed: readonly ListedThread[], channel: DiscordChannel): BackfillRecord {
  const found = listed
    .filter(({ parentId, lastMessageId }) => parentId === channel.id && isNewEnough(lastMessageId, record))
    .map(({ id, isPrivate }) => ({ id, isPrivate }))
  return { ...record, threads: [...record.threads, ...found].slice(0, MOST_THREADS) }
}

/** Discord has at most a thousand active threads in a server. */
const MOST_THREADS = 1_100
const LAST_ID = String(2n ** 63n - 1n)

function isNewEnough(lastMessageId: string | undefined, { since }: BackfillRecord): boolean {
  return lastMessageId === undefined || !/^\d{1,20}$/.test(lastMessageId) || BigInt(lastMessageId) >= BigInt(since)
}

function threadIn({ guild, id: parentId, kind }: DiscordChannel, { id, isPrivate }: ThreadToRead): DiscordChannel {
  const isPost = kind === 'forum'
  return { id, guild, name: '', kind: isPrivate ? 'private-thread' : 'public-thread', parentId, isPost }
}

interface Reached {
  readonly kept: readonly HistoryMessage[]
  /** Where to go on. */
  readonly before: string
  readonly isEnd: boolean
}

/** What of a page is new enough, and how far it reaches. @param page the oldest first */
function reach(page: readonly HistoryMessage[], { since }: BackfillRecord, before: string): Reached {
  const kept = page.filter(({ id }) => BigInt(id) >= BigInt(since))
  const oldest = kept[0]?.id
  // A page without anything new would be read for ever.
  if (oldest === undefined || BigInt(oldest) >= BigInt(before)) return { kept, before, isEnd: true }
  // What is too old now may be wanted later: that is read again then.
  return { kept, before: oldest, isEnd: page.length < PAGE || kept.length < page.length }
}
