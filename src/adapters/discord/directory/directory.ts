import type { DiscordPlace } from '../discord-ids.ts'

/** What is known of servers, channels and people: from what the gateway tells, else asked for. */
export interface DiscordDirectory {
  /** @returns undefined when it is not there, or not told in time */
  findChannel(channelId: string, guild: string, signal: AbortSignal): Promise<DiscordChannel | undefined>
  /** What is at hand without asking Discord. */
  peekChannel(channelId: string): DiscordChannel | undefined
  /** Whether Discord said that a channel or thread was deleted. */
  isGone(channelId: string): boolean
  /** Names of permissions that Kiku lacks to answer in a channel or thread, as discord.js names them; none when it is a direct message. */
  missingPermissions(channelId: string, purpose: 'answer' | 'open-thread' | 'read-history'): readonly string[]
  /** The server's own language, where it is English or Japanese and somebody chose it (community servers). */
  languageOf(guild: string): 'en' | 'ja' | undefined
  /** Servers that Kiku is in. */
  listGuilds(): readonly string[]
  /** Channels of a server, without threads, that Kiku may read the history of. */
  listReadableChannels(guild: string): readonly DiscordChannel[]
}

export interface DiscordChannel {
  readonly id: string
  /** Or `DIRECT`. */
  readonly guild: string
  readonly name: string
  readonly kind: 'text' | 'announcement' | 'voice' | 'forum' | 'public-thread' | 'private-thread' | 'direct' | 'group'
  /** Of a thread: the channel or forum that it belongs to. */
  readonly parentId?: string
  /** Of a thread: whether it belongs to a forum. */
  readonly isPost?: boolean
}

/** The channel that decides who reads what stands in a channel or thread. */
export function readingChannelOf({ id, kind, parentId }: DiscordChannel): string {
  return kind === 'public-thread' ? (parentId ?? id) : id
}

/** Of a conversation that hangs on a thread or message. */
export function placeIn(channel: DiscordChannel, root: string): DiscordPlace {
  const isThread = channel.kind === 'public-thread' || channel.kind === 'private-thread'
  return { guild: channel.guild, channel: readingChannelOf(channel), root: isThread ? channel.id : root }
}
