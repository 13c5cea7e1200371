import type { DiscordApi, DiscordIdentity, DiscordRequest } from '../../../../src/adapters/discord/api/discord-api.ts'
import type { DiscordChannel, DiscordDirectory } from '../../../../src/adapters/discord/directory/directory.ts'
import { idAt } from '../../../../src/adapters/discord/discord-ids.ts'
import { type Backfill, createBackfill } from '../../../../src/adapters/discord/history/create-backfill.ts'
import { createGuildSwitches } from '../../../../src/adapters/discord/history/create-guild-switches.ts'
import { createMemoryStore } from '../../../../src/adapters/memory/memory-store.ts'
import { KikuError } from '../../../../src/domain/errors.ts'
import { type Message, turnIdOf } from '../../../../src/domain/message.ts'
import type { Telemetry, TelemetryFields } from '../../../../src/ports/telemetry.ts'

export const GUILD = '1300000000000000101'
export const CHANNEL = '1300000000000000202'
export const KIKU = '1300000000000000001'
export const NOW = Date.UTC(2026, 7, 20, 9)
export const ADDRESS = { guild: GUILD, channel: CHANNEL }

const IDENTITY: DiscordIdentity = { applicationId: KIKU, user: KIKU, name: 'kiku', hasMessageContent: true }
const HOUR_MS = 3_600_000
const PUBLIC = 11
const PRIVATE = 12

/** An id, so many hours before now. */
export const hoursAgo = (hours: number): string => idAt(NOW - hours * HOUR_MS)

export interface ArchivedPost {
  readonly id: string
  readonly content: string
  readonly bot?: boolean
  readonly author?: string
  /** Discord's kind of message; 0 is a usual one, 19 a reply. */
  readonly type?: number
  readonly replyTo?: string
}

export interface ArchivedThread {
  readonly id: string
  readonly posts: readonly ArchivedPost[]
  readonly parent?: string
  readonly isPrivate?: boolean
  /** Hours ago; undefined where it is active. */
  readonly archived?: number
}

export interface Archive {
  readonly api: DiscordApi
  /** Routes with ids, and what they were asked with. */
  readonly calls: readonly string[]
  /** Runs before each answer; what it throws is the answer. */
  onCall: (call: { readonly route: string; readonly count: number }) => void | Promise<void>
}

/** A channel and its threads as Discord keeps them. Fails at what Discord would refuse. */
export function createArchive(posts: readonly ArchivedPost[], threads: readonly ArchivedThread[] = []): Archive {
  const calls: string[] = []
  const archive: Archive = {
    calls,
    onCall: () => {},
    api: {
      async call<Result>({ method, route, query, schema, signal }: DiscordRequest<Result>) {
        signal.throwIfAborted()
        if (method !== 'GET') throw new Error(`Reading the past changes nothing, but did ${method} ${route}.`)
        const asked = query ?? new URLSearchParams()
        calls.push(route.replace(/^\/(channels|guilds)/, ''))
        await archive.onCall({ route, count: calls.length })
        signal.throwIfAborted()
        return schema.parse(answer(route, asked))
      },
    },
  }
  function answer(route: string, query: URLSearchParams): unknown {
    const [, kind, id = '', ...rest] = route.split('/')
    const what = `${kind} ${rest.join('/')}`
    switch (what) {
      case 'channels messages': {
        const thread = threads.find((one) => one.id === id)
        if (thread === undefined && id !== CHANNEL) throw refusal(10_003)
        return pageOf(thread?.posts ?? posts, query).map((post) => write(post, id))
      }
      case 'guilds threads/active':
        return { threads: threads.filter(({ archived }) => archived === undefined).map(writeThread) }
      case 'channels threads/archived/public':
        return listArchived(false, query)
      case 'channels users/@me/threads/archived/private':
        return listArchived(true, query)
      default:
        throw new Error(`The archive knows no ${route}.`)
    }
  }
  function listArchived(isPrivate: boolean, query: URLSearchParams) {
    const all = threads
      .filter((thread) => thread.archived !== undefined && (thread.isPrivate ?? false) === isPrivate)
      .filter(({ parent = CHANNEL }) => parent === CHANNEL)
      .sort((left, right) => (left.archived ?? 0) - (right.archived ?? 0))
    const before = query.get('before')
    const from = before === null ? 0 : all.findIndex((one) => before === (isPrivate ? one.id : archivedAt(one))) + 1
    const page = all.slice(from, from + LISTED)
    return { threads: page.map(writeThread), has_more: from + LISTED < all.length }
  }
  return archive
}

/** Threads in a page of the archive: fewer than Discord's, so that there are several pages. */
const LISTED = 2

function pageOf(posts: readonly ArchivedPost[], query: URLSearchParams): readonly ArchivedPost[] {
  const limit = Number(query.get('limit'))
  const before = BigInt(query.get('before') ?? 2n ** 63n)
  return posts
    .filter(({ id }) => BigInt(id) < before)
    .sort((left, right) => (BigInt(left.id) > BigInt(right.id) ? -1 : 1))
    .slice(0, limit)
}

function write({ id, content, bot, author = '7', type = 0, replyTo }: ArchivedPost, channel: string) {
  return {
    id,
    type: replyTo === undefined ? type : 19,
    content,
    channel_id: channel,
    author: { id: author, username: 'aki', global_name: '田中雪', ...(bot === true ? { bot } : {}) },
    timestamp: new Date(NOW).toISOString(),
    edited_timestamp: null,
    mentions: [],
    mention_roles: [],
    mention_everyone: false,
    attachments: [],
    embeds: [],
    ...(replyTo === undefined
      ? {}
      : { message_reference: { type: 0, message_id: replyTo, channel_id: channel, guild_id: GUILD } }),
  }
}

const archivedAt = ({ archived = 0 }: ArchivedThread) => new Date(NOW - archived * HOUR_MS).toISOString()

function writeThread(thread: ArchivedThread) {
  const { id, parent = CHANNEL, isPrivate = false, posts } = thread
  return {
    id,
    type: isPrivate ? PRIVATE : PUBLIC,
    parent_id: parent,
    last_message_id: posts.at(-1)?.id ?? null,
    thread_metadata: { archived: thread.archived !== undefined, archive_timestamp: archivedAt(thread) },
  }
}

export function refusal(error: number, status = 403): KikuError {
  return new KikuError('surface-refused', `Discord refused it: ${error}.`, { details: { status, error } })
}

/** What outlives a process: the settings, and what was remembered. */
export function createWorldOfKiku(channel: Partial<DiscordChannel> = {}) {
  const { settings } = createMemoryStore()
  const channelDefaults = { followUps: true, remember: true, answerPosts: false }
  const switches = createGuildSwitches({ settings, guildDefaults: { threads: true }, channelDefaults })
  const place: DiscordChannel = { id: CHANNEL, guild: GUILD, name: 'general', kind: 'text', ...channel }
  return {
    settings,
    switches,
    place,
    missing: [] as string[],
    observed: [] as Message[],
    pauses: [] as number[],
    log: [] as LogLine[],
  }
}

export interface LogLine {
  readonly event: string
  readonly fields: TelemetryFields | undefined
}

export type WorldOfKiku = ReturnType<typeof createWorldOfKiku>

export function telemetryOf({ log }: Pick<WorldOfKiku, 'log'>): Telemetry {
  const note = (event: string, fields?: TelemetryFields) => void log.push({ event, fields })
  return { debug: () => {}, info: note, warn: note, error: note }
}

function directoryOf(
  world: WorldOfKiku,
): Pick<DiscordDirectory, 'findChannel' | 'peekChannel' | 'missingPermissions' | 'languageOf'> {
  const find = (id: string) => (id === CHANNEL ? world.place : undefined)
  return {
    peekChannel: find,
    findChannel: async (id) => find(id),
    missingPermissions: () => world.missing,
    languageOf: () => 'ja',
  }
}

/** A process: reads the archive into the world. */
export function startProcess(archive: Archive, world: WorldOfKiku): Backfill {
  const { settings, observed } = world
  return createBackfill({
    api: archive.api,
    host: {
      settings,
      intake: { observe: async (message) => void observed.push(message) },
      replies: createMemoryStore().replies,
      records: {
        findQuestion: async (turnId) => {
          const message = observed.find((one) => turnIdOf(one) === turnId)
          if (message === undefined) return undefined
          const { text, author, thread, receivedAt: createdAt } = message
          return { id: turnId, threadId: thread.id, role: 'user', author, text, createdAt }
        },
      },
    },
    directory: directoryOf(world),
    identity: IDENTITY,
    switches: world.switches,
    clock: { now: () => NOW, elapsed: () => NOW },
    telemetry: telemetryOf(world),
    pause: async (ms, signal) => {
      signal.throwIfAborted()
      world.pauses.push(ms)
    },
  })
}

/** Waits until the reading of the channel has ended, one way or another. */
export async function untilEnded(backfill: Backfill) {
  for (;;) {
    const state = await backfill.state(ADDRESS)
    if (state.kind !== 'running') return state
    await new Promise((resolve) => setImmediate(resolve))
  }
}

/** Lets others work until something is so. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve))
}
