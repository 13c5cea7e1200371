import { createMemoryStore } from '../../../../src/adapters/memory/memory-store.ts'
import type { SlackApi, SlackCall, SlackIdentity } from '../../../../src/adapters/slack/api/slack-api.ts'
import type { SlackDirectory, SlackUser } from '../../../../src/adapters/slack/directory/directory.ts'
import { type Backfill, createBackfill } from '../../../../src/adapters/slack/history/backfill.ts'
import { createChannelSwitches } from '../../../../src/adapters/slack/history/channel-switches.ts'
import type { Message } from '../../../../src/domain/message.ts'
import type { Telemetry, TelemetryFields } from '../../../../src/ports/telemetry.ts'

export const IDENTITY: SlackIdentity = { team: 'T1', user: 'U0KIKU', bot: 'B0KIKU', url: 'https://home.slack.com/' }
export const NOW = Date.UTC(2026, 7, 20, 9)
export const CHANNEL = 'C1'

/** A timestamp, so many hours before now. */
export function hoursAgo(hours: number): string {
  return `${NOW / 1000 - hours * 3600}.000100`
}

export interface ArchivedPost {
  readonly ts: string
  readonly user?: string
  readonly text?: string
  readonly thread_ts?: string
  readonly bot_id?: string
  readonly subtype?: string
}

/** A channel as Slack keeps it: answers the two methods that read it, and records what was asked. */
export interface Archive {
  readonly api: SlackApi
  readonly calls: readonly { readonly method: string; readonly limit: number; readonly thread?: string }[]
  /** Runs before each answer; what it throws is the answer. */
  onCall: (call: { readonly method: string; readonly count: number }) => void | Promise<void>
}

/** @param mostPerPage what Slack serves at most, however much is asked for */
export function createArchive(posts: readonly ArchivedPost[], mostPerPage = 999): Archive {
  const calls: { method: string; limit: number; thread?: string }[] = []
  const archive: Archive = {
    calls,
    onCall: () => {},
    api: {
      async call<Result>(method: string, { arguments: given, schema, signal }: SlackCall<Result>) {
        signal.throwIfAborted()
        const limit = Number(given.limit)
        calls.push({ method, limit, ...(given.ts === undefined ? {} : { thread: String(given.ts) }) })
        await archive.onCall({ method, count: calls.length })
        signal.throwIfAborted()
        return schema.parse(answer(method, given, Math.min(limit, mostPerPage)))
      },
    },
  }
  function answer(method: string, given: Readonly<Record<string, unknown>>, limit: number): unknown {
    const sorted = [...posts].sort((left, right) => Number(left.ts) - Number(right.ts))
    if (method === 'conversations.replies') {
      const [head, ...replies] = sorted.filter(({ ts, thread_ts }) => (thread_ts ?? ts) === given.ts)
      const from = Number(given.cursor ?? 0)
      const page = replies.slice(from, from + limit)
      const next = from + page.length
      const hasMore = next < replies.length
      return {
        messages: [head, ...page],
        has_more: hasMore,
        response_metadata: { next_cursor: hasMore ? `${next}` : '' },
      }
    }
    if (method !== 'conversations.history') throw new Error(`The archive knows no ${method}.`)
    const between = sorted
      .filter(({ ts, thread_ts, subtype }) => (thread_ts ?? ts) === ts || subtype === 'thread_broadcast')
      .filter(({ ts }) => Number(ts) > Number(given.oldest) && Number(ts) < Number(given.latest))
      .reverse()
    const messages = between.slice(0, limit).map((post) => {
      const count = posts.filter(({ ts, thread_ts }) => thread_ts === post.ts && ts !== post.ts).length
      return { type: 'message', ...post, ...(count === 0 ? {} : { thread_ts: post.ts, reply_count: count }) }
    })
    return { messages, has_more: between.length > messages.length }
  }
  return archive
}

const USERS: Readonly<Record<string, Partial<SlackUser>>> = {
  U1: { name: 'Aki' },
  U2: { name: '田中雪', locale: 'ja' },
  U3: { name: 'deploys', isBot: true },
}

export function createDirectory(): SlackDirectory {
  const find = (id: string): SlackUser | undefined => {
    const known = USERS[id]
    if (known === undefined) return undefined
    return {
      id,
      team: 'T1',
      name: id,
      locale: undefined,
      utcOffset: undefined,
      isBot: false,
      isOutsider: false,
      ...known,
    }
  }
  const unscripted = () => {
    throw new Error('Reading the history looks up nothing but people.')
  }
  return {
    findUser: async (user) => find(user),
    peekUser: find,
    findChannel: unscripted,
    listMembers: unscripted,
    listChannelsOf: unscripted,
    listOwnChannels: unscripted,
    forgetChannel: unscripted,
    forgetUser: unscripted,
  }
}

/** What outlives a process: the settings, and what was remembered. */
export function createWorldOfKiku() {
  const { settings } = createMemoryStore()
  const channels = createChannelSwitches({ settings, team: 'T1', defaults: { followUps: true, remember: true } })
  return { settings, channels, observed: [] as Message[], pauses: [] as number[], log: [] as LogLine[] }
}

export interface LogLine {
  readonly event: string
  readonly fields: TelemetryFields | undefined
}

export type WorldOfKiku = ReturnType<typeof createWorldOfKiku>

/** A process: reads the archive into the world. */
export function startProcess(archive: Archive, world: WorldOfKiku): Backfill {
  const note = (event: string, fields?: TelemetryFields) => void world.log.push({ event, fields })
  const telemetry: Telemetry = { debug: () => {}, info: note, warn: note, error: note }
  return createBackfill({
    api: archive.api,
    host: { settings: world.settings, intake: { observe: async (message) => void world.observed.push(message) } },
    directory: createDirectory(),
    identity: IDENTITY,
    channels: world.channels,
    clock: { now: () => NOW, elapsed: () => NOW },
    telemetry,
    pause: async (ms, signal) => {
      signal.throwIfAborted()
      world.pauses.push(ms)
    },
  })
}

/** Waits until the reading of a channel has ended, one way or another. */
export async function untilEnded(backfill: Backfill, channel = CHANNEL) {
  for (;;) {
    const state = await backfill.state(channel)
    if (state.kind !== 'running') return state
    await new Promise((resolve) => setImmediate(resolve))
  }
}
