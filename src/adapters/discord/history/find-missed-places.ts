import { Routes } from 'discord.js'
import { z } from 'zod'
import { toKikuError } from '../../../domain/errors.ts'
import type { SettingStore } from '../../../ports/store.ts'
import type { Telemetry } from '../../../ports/telemetry.ts'
import type { DiscordApi } from '../api/discord-api.ts'
import type { DiscordDirectory } from '../directory/directory.ts'
import { compareIds, DIRECT } from '../discord-ids.ts'
import { readActiveThreads } from './read-history.ts'

/** A channel, thread or direct message in which something may have been written. */
export interface MissedPlace {
  readonly channelId: string
  readonly guild: string
}

export interface MissedPorts {
  readonly api: DiscordApi
  readonly settings: SettingStore
  readonly directory: Pick<DiscordDirectory, 'listGuilds' | 'listReadableChannels'>
  readonly telemetry: Telemetry
  /** Waits between two requests. */
  readonly inPace: () => Promise<void>
}

const MOST_PLACES = 200
const MOST_DIRECT = 50
const MOST_GUILDS = 100
const TIMEOUT_MS = 20_000

const Channels = z.array(z.object({ id: z.string(), last_message_id: z.string().nullish() }).catch({ id: '' }))
const Conversation = z.object({ last: z.string() })
const ID = /^\d{1,20}$/

/**
 * Places that Kiku may read and that say, or may well, that something was written in them since; the newest first, direct
 * messages at the end. discord.js' own caches are not asked: they are as old as the gap.
 * @param since an id. @throws the reason of the signal
 */
export async function findMissedPlaces(
  since: string,
  ports: MissedPorts,
  signal: AbortSignal,
): Promise<readonly MissedPlace[]> {
  const { directory, telemetry, inPace } = ports
  const guilds = directory.listGuilds()
  const found: (MissedPlace & { readonly last: string })[] = []
  for (const guild of guilds.slice(0, MOST_GUILDS)) {
    signal.throwIfAborted()
    try {
      found.push(...(await findInGuild(guild, ports, signal)))
    } catch (thrown) {
      signal.throwIfAborted()
      telemetry.debug('discord-guild-not-caught-up', { guild, code: toKikuError(thrown).code })
    }
    await inPace()
  }
  const missed = found.filter(({ last }) => BigInt(last) > BigInt(since)).sort(newestFirst)
  const direct = await findDirect(ports)
  const isCut = guilds.length > MOST_GUILDS || direct.length + missed.length > MOST_PLACES
  if (isCut) telemetry.warn('discord-catch-up-cut', { guilds: guilds.length, places: missed.length })
  const places = [...missed.slice(0, MOST_PLACES - direct.length), ...direct]
  return places.map(({ channelId, guild }) => ({ channelId, guild }))
}

async function findInGuild(guild: string, { api, directory }: MissedPorts, signal: AbortSignal) {
  const readable = new Map(directory.listReadableChannels(guild).map((channel) => [channel.id, channel.kind]))
  if (readable.size === 0) return []
  const route = Routes.guildChannels(guild)
  const channels = await api.call({ method: 'GET', route, schema: Channels, signal, timeoutMs: TIMEOUT_MS })
  const { threads } = await readActiveThreads(api, guild, signal)
  return [
    // The last message of a forum is its newest post, which is a thread.
    ...channels
      .filter(({ id }) => readable.has(id) && readable.get(id) !== 'forum')
      .map(({ id, last_message_id: last }) => ({ channelId: id, guild, last: last ?? '' })),
    ...threads
      .filter(({ parentId }) => readable.has(parentId))
      .map(({ id, lastMessageId }) => ({ channelId: id, guild, last: lastMessageId ?? '' })),
  ].filter(({ last }) => ID.test(last))
}

/** Direct messages are not listed anywhere, and do not say here what was written last: the latest are looked into. */
async function findDirect({ settings }: MissedPorts): Promise<readonly (MissedPlace & { readonly last: string })[]> {
  const prefix = `discord:${DIRECT}:`
  const kept = await settings.list(prefix)
  return kept
    .flatMap(({ name, value }) => {
      const channelId = name.slice(prefix.length)
      const last = lastOf(value)
      return ID.test(channelId) && last !== undefined ? [{ channelId, guild: DIRECT, last }] : []
    })
    .sort(newestFirst)
    .slice(0, MOST_DIRECT)
}

function lastOf(value: string): string | undefined {
  try {
    const last = Conversation.safeParse(JSON.parse(value)).data?.last
    return last !== undefined && ID.test(last) ? last : undefined
  } catch {
    return undefined
  }
}

function newestFirst(left: { readonly last: string }, right: { readonly last: string }): number {
  return compareIds(right.last, left.last)
}
