import { Routes } from 'discord.js'
import type { Clock } from '../../../ports/clock.ts'
import { createBoundedMap } from '../../common/lookup/bounded-map.ts'
import { createLookup } from '../../common/lookup/create-lookup.ts'
import { type DiscordApi, PROBLEMS, refusalOf } from '../api/discord-api.ts'
import { DIRECT } from '../discord-ids.ts'
import type { GatewayFacts } from './gateway-facts.ts'
import { describeChannel, describeDirect, describeThread, isForum, type KnownChannel, kindOf } from './known-channel.ts'
import { foundChannelSchema, identifiedSchema } from './schema.ts'

/** Channels and threads by their ids alone. */
export interface Channels {
  /**
   * @param guild that it is looked for in, or `DIRECT`
   * @returns undefined when there is none, or none that Kiku may know of, or it was not told in time; else it may be
   * another server's
   */
  find(channelId: string, guild: string, signal: AbortSignal): Promise<KnownChannel | undefined>
  /** What is at hand. @param guild default any */
  peek(channelId: string, guild?: string): KnownChannel | undefined
  /** Whether Discord said that a channel or thread was deleted; ids are not used again. */
  isGone(channelId: string): boolean
}

export interface ChannelsOptions {
  readonly facts: GatewayFacts
  readonly api: DiscordApi
  readonly clock: Clock
  /** The longest that one question waits, in milliseconds. Default 2,500. */
  readonly timeoutMs?: number
}

const TTL_MS = 10 * 60_000
const FAILURE_MS = 5_000
const MOST_ENTRIES = 5_000

/**
 * Looks channels up in what the gateway tells; what it does not tell of, which is archived threads and direct messages of
 * former sessions, is asked for.
 */
export function createChannels({ facts, api, clock, timeoutMs = 2_500 }: ChannelsOptions): Channels {
  const asked = createLookup<KnownChannel>({
    load,
    what: 'lookup of a channel in Discord',
    clock,
    ttlMs: TTL_MS,
    failureTtlMs: () => FAILURE_MS,
    timeoutMs,
    mostEntries: MOST_ENTRIES,
  })
  const gone = createBoundedMap<true>(MOST_ENTRIES)
  facts.listen(({ type, data }) => {
    if (type !== 'THREAD_DELETE' && type !== 'CHANNEL_DELETE') return
    const id = identifiedSchema.safeParse(data).data?.id
    if (id === undefined) return
    gone.set(id, true)
    asked.forget(id)
    asked.forgetWhere(({ parentId }) => parentId === id)
  })

  /** https://discord.com/developers/docs/resources/channel#get-channel */
  async function load(channelId: string, signal: AbortSignal): Promise<KnownChannel | undefined> {
    const route = Routes.channel(channelId)
    const found = await api
      .call({ method: 'GET', route, schema: foundChannelSchema, signal, timeoutMs })
      .catch((thrown: unknown) => {
        if (refusalOf(thrown) === PROBLEMS.unknownChannel) gone.set(channelId, true)
        throw thrown
      })
    const kind = kindOf(found.type)
    if (kind === undefined || found.id !== channelId) return undefined
    const { id, name, guild_id: guild, parent_id: parentId, recipients } = found
    if (kind === 'direct') {
      const [recipient, ...others] = (recipients ?? []).filter((one) => one.id !== facts.ownUser())
      return recipient === undefined || others.length > 0 ? undefined : describeDirect(id, recipient.id)
    }
    if (kind === 'group') return { id, guild: DIRECT, name, kind }
    if (!guild) return undefined
    const isThread = kind === 'public-thread' || kind === 'private-thread'
    if (!isThread) return { id, guild, name, kind }
    return parentId ? { id, guild, name, kind, parentId, isPost: isForum(facts.findGuild(guild), parentId) } : undefined
  }

  function peekTold(channelId: string, within?: string): KnownChannel | undefined {
    const recipient = facts.findRecipient(channelId)
    if (recipient !== undefined) return describeDirect(channelId, recipient)
    for (const id of within === undefined ? facts.listGuilds() : [within]) {
      const guild = facts.findGuild(id)
      const thread = guild?.threads.get(channelId)
      const channel = guild?.channels.get(channelId)
      if (guild !== undefined && thread !== undefined) return describeThread(guild, thread)
      if (guild !== undefined && channel !== undefined) return describeChannel(guild, channel)
    }
    return undefined
  }

  return {
    async find(channelId, guild, signal) {
      signal.throwIfAborted()
      return peekTold(channelId, guild) ?? asked.get(channelId, signal)
    },
    peek: (channelId, guild) => peekTold(channelId, guild) ?? asked.peek(channelId),
    isGone: (channelId) => gone.get(channelId) === true,
  }
}
