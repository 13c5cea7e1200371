import { ChannelType } from 'discord.js'
import { DIRECT } from '../discord-ids.ts'
import type { DiscordChannel } from './directory.ts'
import type { ChannelFacts, GuildFacts, ThreadFacts } from './guild-facts.ts'

/** A channel or thread, and of direct messages with whom they are. */
export interface KnownChannel extends DiscordChannel {
  readonly recipient?: string
}

const KINDS: Readonly<Record<number, DiscordChannel['kind']>> = {
  [ChannelType.GuildText]: 'text',
  [ChannelType.GuildAnnouncement]: 'announcement',
  [ChannelType.GuildVoice]: 'voice',
  [ChannelType.GuildStageVoice]: 'voice',
  [ChannelType.GuildForum]: 'forum',
  [ChannelType.GuildMedia]: 'forum',
  [ChannelType.PublicThread]: 'public-thread',
  [ChannelType.AnnouncementThread]: 'public-thread',
  [ChannelType.PrivateThread]: 'private-thread',
  [ChannelType.DM]: 'direct',
  [ChannelType.GroupDM]: 'group',
}

/** @returns undefined for categories, and for what did not exist yet when this was written */
export function kindOf(type: number): DiscordChannel['kind'] | undefined {
  return KINDS[type]
}

export function describeChannel(guild: GuildFacts, { id, name, type }: ChannelFacts): KnownChannel | undefined {
  const kind = kindOf(type)
  return kind === undefined ? undefined : { id, guild: guild.id, name, kind }
}

export function describeThread(guild: GuildFacts, { id, name, parentId, isPrivate }: ThreadFacts): KnownChannel {
  const kind = isPrivate ? 'private-thread' : 'public-thread'
  return { id, guild: guild.id, name, kind, parentId, isPost: isForum(guild, parentId) }
}

export function isForum(guild: GuildFacts | undefined, channelId: string): boolean {
  const channel = guild?.channels.get(channelId)
  return channel !== undefined && kindOf(channel.type) === 'forum'
}

export function describeDirect(id: string, recipient: string): KnownChannel {
  return { id, guild: DIRECT, name: '', kind: 'direct', recipient }
}
