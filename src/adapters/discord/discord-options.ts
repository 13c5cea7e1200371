import type { Clock } from '../../ports/clock.ts'
import type { Telemetry } from '../../ports/telemetry.ts'

export interface DiscordSurfaceOptions {
  /** The bot's token. Never logged. */
  readonly token: string
  /** Base address of the REST API, without version and without a slash at the end: `https://discord.com/api`. */
  readonly apiUrl: string
  /** Base address of attached files, with a slash at the end: `https://cdn.discordapp.com/`. Files elsewhere are not read. */
  readonly cdnUrl: string
  /** Language of Kiku's words where a person's or server's own is not known. */
  readonly language: 'en' | 'ja'
  /** What a server begins with until somebody who manages it changes it with `/kiku config`. */
  readonly guildDefaults: GuildSettings
  /** What a channel begins with. */
  readonly channelDefaults: ChannelSettings
  /** Connections to the gateway, as many as Discord recommends or so many. Each serves some of the servers. */
  readonly shards: 'auto' | number
  /** Servers to register commands in; none registers them globally. */
  readonly registerIn: readonly string[]
  /** Largest attached file that is read. */
  readonly maxFileBytes: number
  readonly clock: Clock
  readonly telemetry: Telemetry
}

/** The switches of one server. */
export interface GuildSettings {
  /** Of what all in the server read; undefined for the language of the server or of Kiku. */
  readonly language?: 'en' | 'ja' | undefined
  /** Whether a question in a channel gets a thread of its own. */
  readonly threads: boolean
}

/** The switches of one channel; threads have those of their channel. */
export interface ChannelSettings {
  /** Whether Kiku answers in threads that it takes part in without being named again. */
  readonly followUps: boolean
  /** Whether messages of the channel are remembered as they come, under the channel's own label. */
  readonly remember: boolean
  /** Whether the first message of every post of a forum gets an answer. */
  readonly answerPosts: boolean
}
