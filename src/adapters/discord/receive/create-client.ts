import { Client, GatewayIntentBits as Intents, Options, Status } from 'discord.js'
import type { DiscordSurfaceOptions } from '../discord-options.ts'
import { createStrategy } from './create-strategy.ts'

export interface ClientSettings extends Pick<DiscordSurfaceOptions, 'apiUrl' | 'shards'> {
  /** Whether to ask for the text of messages that do not name Kiku. */
  readonly hasMessageContent: boolean
  /** Milliseconds without news of any server after which those that are missing count as unavailable. */
  readonly guildWaitMs: number
}

/** None of these needs to be allowed for. */
const INTENTS = [
  Intents.Guilds,
  Intents.GuildMessages,
  Intents.GuildMessageReactions,
  Intents.DirectMessages,
  Intents.DirectMessageReactions,
]

interface Owned {
  readonly id: string
  readonly client: Client
}

const isOwn = ({ id, client }: Owned) => id === client.user?.id

/** Kiku reads what the gateway tells by itself, so discord.js need keep hardly anything. */
const KEPT = Options.cacheWithLimits({
  ApplicationCommandManager: 0,
  ApplicationEmojiManager: 0,
  AutoModerationRuleManager: 0,
  BaseGuildEmojiManager: 0,
  DMMessageManager: 0,
  EntitlementManager: 0,
  GuildBanManager: 0,
  GuildEmojiManager: 0,
  GuildInviteManager: 0,
  GuildMemberManager: { maxSize: 1, keepOverLimit: isOwn },
  GuildMessageManager: 0,
  GuildScheduledEventManager: 0,
  GuildStickerManager: 0,
  MessageManager: 0,
  PresenceManager: 0,
  ReactionManager: 0,
  ReactionUserManager: 0,
  StageInstanceManager: 0,
  ThreadMemberManager: { maxSize: 1, keepOverLimit: isOwn },
  UserManager: { maxSize: 100, keepOverLimit: isOwn },
  VoiceStateManager: 0,
})

/**
 * The client of discord.js, which holds the connections to the gateway (https://discord.com/developers/docs/events/gateway)
 * and keeps them alive. It has no partials, so that direct messages leave nothing behind in it.
 */
export function createClient({ apiUrl, shards, hasMessageContent, guildWaitMs }: ClientSettings): Client {
  const isGreeted = (shard: number): boolean => client.ws.shards.get(shard)?.status !== Status.Connecting
  const client: Client = new Client({
    intents: [...INTENTS, ...(hasMessageContent ? [Intents.MessageContent] : [])],
    rest: { api: apiUrl, version: '10' },
    allowedMentions: { parse: [] },
    makeCache: KEPT,
    sweepers: { threads: { interval: 3_600, lifetime: 3_600 } },
    waitGuildTimeout: guildWaitMs,
    ws: { buildStrategy: (manager) => createStrategy(manager, isGreeted) },
    ...(shards === 'auto'
      ? { shards }
      : { shards: Array.from({ length: shards }, (_, shard) => shard), shardCount: shards }),
  })
  return client
}
