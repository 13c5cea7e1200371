import { type BoundedLog, createBoundedLog } from '../slack/bounded-log.ts'
import { type CommandRegistry, createCommandRegistry } from './commands/command-registry.ts'
import type { AppSettings, DiscordLimits } from './discord-options.ts'
import { createInteractions, type Interactions } from './interactions.ts'
import { createFiles, type Files } from './messages/files.ts'
import { createMessageStore, type MessageStore } from './messages/message-store.ts'
import { createSnowflakes, type Snowflakes } from './snowflakes.ts'
import type { WireObject } from './wire.ts'
import { BOT_USER, fillWorld } from './world/fixture.ts'
import { createWorld, type World } from './world/world.ts'

/** Somebody was called by what the app wrote. */
export interface Ping {
  /** Whether a new message did, or a changed one. */
  readonly how: 'create' | 'edit'
  readonly channelId: string
  readonly messageId: string
  /** Such as `<@1>`, `<@&2>`, `@everyone`, `@here` or `reply to <@1>`. */
  readonly ping: string
}

/** The app was seen to be typing. */
export interface Typing {
  readonly channelId: string
  /** Epoch milliseconds. */
  readonly at: number
}

/** An event to be told over the gateway. */
export interface Dispatch {
  /** Such as `MESSAGE_CREATE`. */
  readonly type: string
  /** What there is to tell, which may depend on the intents that somebody identified with. */
  readonly data: WireObject | ((intents: number) => WireObject)
  /** The first shard hears of what is in no guild. */
  readonly guildId: string | undefined
  /** Intents of which one is needed; 0 where none is. */
  readonly intents: number
}

/** An event that the app was told of, or will be when it is back. */
export interface Told {
  readonly type: string
  /** In full, whatever the intents are. */
  readonly data: WireObject
  /** Sessions that it was for: none where nobody identified so as to hear of it. */
  readonly sessions: number
  /** Epoch milliseconds. */
  readonly at: number
}

/** Everything that the peer remembers. Routes and people change it; tests look at it. */
export interface PeerState {
  readonly app: AppSettings
  readonly limits: DiscordLimits
  readonly snowflakes: Snowflakes
  readonly world: World
  readonly store: MessageStore
  readonly files: Files
  readonly interactions: Interactions
  readonly commands: CommandRegistry
  readonly pings: BoundedLog<Ping>
  readonly typings: BoundedLog<Typing>
  readonly baseUrl: () => string
  /** Shards and identifications that Discord proposes. */
  readonly shards: number
  readonly maxConcurrency: number
  emit(dispatch: Dispatch): void
}

export interface PeerStateOptions
  extends Pick<PeerState, 'app' | 'limits' | 'baseUrl' | 'shards' | 'maxConcurrency' | 'emit'> {
  readonly keepCalls: number
  readonly isEmpty: boolean
}

export function createPeerState({ keepCalls, isEmpty, ...about }: PeerStateOptions): PeerState {
  const snowflakes = createSnowflakes()
  const world = createWorld(BOT_USER, snowflakes)
  if (isEmpty) world.addUser({ id: BOT_USER, username: 'kiku', globalName: 'Kiku', isBot: true })
  else fillWorld(world)
  return {
    ...about,
    snowflakes,
    world,
    store: createMessageStore(snowflakes),
    files: createFiles(snowflakes, about.baseUrl),
    interactions: createInteractions(),
    commands: createCommandRegistry({ appId: BOT_USER, snowflakes, limits: about.limits }),
    pings: createBoundedLog(keepCalls),
    typings: createBoundedLog(keepCalls),
  }
}
