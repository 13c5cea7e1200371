import type { Intake } from '../../../ports/chat-host.ts'
import type { Clock } from '../../../ports/clock.ts'
import type { RecentChanges } from '../../common/chat/recent-changes.ts'
import { refusalOf, type SlackApi, type SlackIdentity } from '../api/slack-api.ts'
import type { SlackDirectory } from '../directory/directory.ts'
import type { ArrivedMessage } from '../receive/arrival.ts'
import type { BackfillRecord } from './backfill-record.ts'
import type { ChannelSwitches } from './channel-switches.ts'
import type { HistoryPace } from './history-pace.ts'
import { type ArchivedMessage, hasReplies, readArchivedMessage } from './read-archived-message.ts'
import { type HistoryPage, readChannelPage, readThreadPage } from './read-history.ts'
import { toMessage } from './to-message.ts'

/** What reading the past of a channel uses. */
export interface AdvancePorts {
  readonly api: SlackApi
  readonly intake: Pick<Intake, 'observe'>
  readonly directory: SlackDirectory
  readonly identity: SlackIdentity
  readonly clock: Clock
  readonly pace: HistoryPace
  readonly changes: RecentChanges
  readonly channels: Pick<ChannelSwitches, 'read'>
}

/**
 * Makes one request, takes in what came of it, and says how far the channel is read then. Threads come before the next
 * page, so that at most one page of them is waiting. Doing the same step again, as after a kill, repeats nothing.
 * @throws what `SlackApi.call` and `Intake.observe` throw
 */
export async function advanceBackfill(
  channel: string,
  record: BackfillRecord,
  ports: AdvancePorts,
  signal: AbortSignal,
): Promise<BackfillRecord> {
  const [thread] = record.threads
  const next =
    thread === undefined
      ? await advanceChannel(channel, record, ports, signal)
      : await advanceThread(channel, record, thread, ports, signal)
  const isDone = next.isRead && next.threads.length === 0
  return { ...next, state: isDone ? 'done' : 'running', at: ports.clock.now() }
}

async function advanceChannel(
  channel: string,
  record: BackfillRecord,
  ports: AdvancePorts,
  signal: AbortSignal,
): Promise<BackfillRecord> {
  const { since, before } = record
  const page = await inPace(ports, (limit) => readChannelPage(ports.api, { channel, limit, since, before, signal }))
  const found = page.messages.filter(({ ts }) => isBetween(ts, since, before))
  const taken = await takeIn(found, channel, ports, signal)
  const reached = found.reduce((oldest, { ts }) => (isEarlier(ts, oldest) ? ts : oldest), before)
  return {
    ...record,
    before: reached,
    // A page without anything new would be read for ever.
    isRead: !page.hasMore || reached === before,
    threads: found.filter(hasReplies).map(({ ts }) => ({ ts })),
    messages: record.messages + taken,
  }
}

async function advanceThread(
  channel: string,
  record: BackfillRecord,
  { ts, cursor }: BackfillRecord['threads'][number],
  ports: AdvancePorts,
  signal: AbortSignal,
): Promise<BackfillRecord> {
  const others = record.threads.slice(1)
  try {
    const page = await inPace(ports, (limit) => readThreadPage(ports.api, { channel, limit, ts, cursor, signal }))
    const replies = page.messages.filter((message) => message.ts !== ts)
    const taken = await takeIn(replies, channel, ports, signal)
    const goesOn = page.hasMore && page.cursor !== undefined && page.cursor !== cursor
    return {
      ...record,
      threads: goesOn ? [{ ts, cursor: page.cursor }, ...others] : others,
      messages: record.messages + taken,
    }
  } catch (thrown) {
    const refusal = refusalOf(thrown)
    // A thread that was deleted meanwhile, and a place in it that Slack has forgotten.
    if (refusal === 'thread_not_found' || refusal === 'message_not_found') return { ...record, threads: others }
    if (refusal === 'invalid_cursor' && cursor !== undefined) return { ...record, threads: [{ ts }, ...others] }
    throw thrown
  }
}

async function inPace(
  { pace, clock }: AdvancePorts,
  request: (limit: number) => Promise<HistoryPage>,
): Promise<HistoryPage> {
  const asked = pace.limit
  const start = clock.elapsed()
  const page = await request(asked)
  pace.note({ asked, got: page.messages.length, hasMore: page.hasMore, tookMs: clock.elapsed() - start })
  return page
}

/** @returns how many messages were handed over */
async function takeIn(
  messages: readonly ArchivedMessage[],
  channel: string,
  ports: AdvancePorts,
  signal: AbortSignal,
): Promise<number> {
  const arrived = messages
    .flatMap((message) => readArchivedMessage(message, channel, ports.identity) ?? [])
    .sort((left, right) => Number(left.ts) - Number(right.ts))
  let taken = 0
  for (const message of arrived) {
    signal.throwIfAborted()
    // Switched off in the middle of a page, which the next step will say.
    if (!(await ports.channels.read(channel)).remember) break
    if (await observe(message, ports, signal)) taken += 1
  }
  return taken
}

async function observe(arrived: ArrivedMessage, ports: AdvancePorts, signal: AbortSignal): Promise<boolean> {
  const { directory, identity, intake, changes } = ports
  const author = await directory.findUser(arrived.user, signal)
  if (author?.isBot === true) return false
  // Looked at last: while Slack answered, the message may have been deleted or edited.
  const change = changes.find(`${arrived.channel}:${arrived.ts}`)
  if (change?.kind === 'deleted') return false
  const message = toMessage(change?.kind === 'edited' ? { ...arrived, text: change.text } : arrived, {
    audience: { labels: [] },
    addressed: false,
    identity,
    nameOf: (user) => directory.peekUser(user)?.name,
    ...(author === undefined ? {} : { name: author.name }),
    ...(author?.locale === undefined ? {} : { locale: author.locale }),
  })
  await intake.observe(message)
  return true
}

const isBetween = (ts: string, since: string, before: string): boolean => isEarlier(since, ts) && isEarlier(ts, before)

// Microseconds of this century are told apart by a number.
const isEarlier = (left: string, right: string): boolean => Number(left) < Number(right)
