import { Routes } from 'discord.js'
import { z } from 'zod'
import type { DiscordApi } from '../api/discord-api.ts'
import { compareIds, DIRECT } from '../discord-ids.ts'

/** A request waits its turn behind those of people who wait for an answer. */
const TIMEOUT_MS = 60_000
/** The most that Discord serves at once, of messages as of threads. */
export const PAGE = 100

// One message that cannot be read must not cost the page.
const Messages = z.array(z.unknown())
const Identified = z.looseObject({ id: z.string().regex(/^\d{1,20}$/) })

export interface HistoryMessage {
  readonly id: string
  /** As the gateway would have told it. */
  readonly raw: unknown
}

export interface MessagesRequest {
  /** A channel, thread or direct message. */
  readonly channelId: string
  /** Or `DIRECT`. */
  readonly guild: string
  /** Ids: the newest before one, or the oldest after one. */
  readonly from: { readonly before: string } | { readonly after: string }
  readonly signal: AbortSignal
}

/**
 * A page of messages, the oldest first. Discord leaves out where they stand, which the gateway says.
 * https://discord.com/developers/docs/resources/message#get-channel-messages
 * @throws what `DiscordApi.call` throws
 */
export async function readMessages(api: DiscordApi, request: MessagesRequest): Promise<readonly HistoryMessage[]> {
  const { channelId, guild, from, signal } = request
  const messages = await api.call({
    method: 'GET',
    route: Routes.channelMessages(channelId),
    query: new URLSearchParams({ ...from, limit: String(PAGE) }),
    schema: Messages,
    signal,
    timeoutMs: TIMEOUT_MS,
  })
  const place = guild === DIRECT ? { channel_type: 1 } : { guild_id: guild }
  return messages
    .flatMap((message) => Identified.safeParse(message).data ?? [])
    .map((message) => ({ id: message.id, raw: { ...message, ...place, channel_id: channelId } }))
    .sort((left, right) => compareIds(left.id, right.id))
}

const PRIVATE_THREAD = 12
const Thread = z.object({
  id: z.string().regex(/^\d{1,20}$/),
  type: z.number(),
  parent_id: z.string().nullish(),
  last_message_id: z.string().nullish(),
  thread_metadata: z.object({ archive_timestamp: z.string().max(40) }).optional(),
})
const Threads = z.object({ threads: z.array(z.unknown()).default([]), has_more: z.boolean().default(false) })

export interface ListedThread {
  readonly id: string
  readonly parentId: string
  readonly isPrivate: boolean
  /** Of the last message, which may have been deleted since. */
  readonly lastMessageId: string | undefined
  /** ISO 8601; when it was archived, or last taken out of the archive. */
  readonly archivedAt: string | undefined
}

export interface ThreadPage {
  readonly threads: readonly ListedThread[]
  readonly hasMore: boolean
}

/**
 * Threads of a server that are not archived; of private ones those that Kiku is in.
 * https://discord.com/developers/docs/resources/guild#list-active-guild-threads
 * @throws what `DiscordApi.call` throws
 */
export function readActiveThreads(api: DiscordApi, guild: string, signal: AbortSignal): Promise<ThreadPage> {
  return readThreads(api, Routes.guildActiveThreads(guild), undefined, signal)
}

export interface ArchivedRequest {
  readonly channel: string
  /** `private`: those that Kiku is in. */
  readonly kind: 'public' | 'private'
  /** Where the list goes on: of public ones the time at which the last one was archived, of private ones its id. */
  readonly before: string | undefined
  readonly signal: AbortSignal
}

/**
 * A page of a channel's archived threads, the last archived first, or the newest of private ones.
 * https://discord.com/developers/docs/resources/channel#list-public-archived-threads
 * @throws what `DiscordApi.call` throws
 */
export function readArchivedThreads(
  api: DiscordApi,
  { channel, kind, before, signal }: ArchivedRequest,
): Promise<ThreadPage> {
  const route =
    kind === 'public' ? Routes.channelThreads(channel, 'public') : Routes.channelJoinedArchivedThreads(channel)
  return readThreads(api, route, before, signal)
}

async function readThreads(
  api: DiscordApi,
  route: `/${string}`,
  before: string | undefined,
  signal: AbortSignal,
): Promise<ThreadPage> {
  const isArchive = route.includes('/archived/')
  const query = new URLSearchParams({ limit: String(PAGE), ...(before === undefined ? {} : { before }) })
  const page = await api.call({
    method: 'GET',
    route,
    ...(isArchive ? { query } : {}),
    schema: Threads,
    signal,
    timeoutMs: TIMEOUT_MS,
  })
  return { threads: page.threads.flatMap(readThread), hasMore: page.has_more }
}

function readThread(raw: unknown): ListedThread[] {
  const thread = Thread.safeParse(raw).data
  if (thread === undefined || !thread.parent_id) return []
  const { id, type, parent_id: parentId, last_message_id: lastMessageId, thread_metadata: archive } = thread
  return [
    {
      id,
      parentId,
      isPrivate: type === PRIVATE_THREAD,
      lastMessageId: lastMessageId ?? undefined,
      archivedAt: archive?.archive_timestamp,
    },
  ]
}
