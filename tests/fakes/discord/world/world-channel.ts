import { ChannelType } from 'discord.js'
import { compact, type WireObject } from '../wire.ts'

export interface WorldOverwrite {
  /** Of a role, of everybody (the guild's id), or of a member. */
  readonly id: string
  readonly kind: 'role' | 'member'
  readonly allow: bigint
  readonly deny: bigint
}

/** What makes a channel a thread. */
export interface WorldThread {
  readonly ownerId: string
  isArchived: boolean
  isLocked: boolean
  isInvitable: boolean
  autoArchiveMinutes: number
  /** ISO time at which it was last archived or opened. */
  archiveChangedAt: string
  readonly createdAt: string
  /** Who joined, and when. */
  readonly members: Map<string, string>
  messageCount: number
}

export interface WorldTag {
  readonly id: string
  readonly name: string
  readonly isModerated: boolean
}

export interface WorldChannel {
  readonly id: string
  readonly type: ChannelType
  /** None of direct messages. */
  readonly guildId: string | undefined
  name: string
  topic: string | null
  position: number
  isNsfw: boolean
  parentId: string | null
  overwrites: readonly WorldOverwrite[]
  lastMessageId: string | null
  rateLimitPerUser: number
  /** Of direct messages: everybody in it, the app's bot included where it is. */
  readonly recipients: readonly string[]
  readonly thread: WorldThread | undefined
  /** Of a forum; and which of them a post bears. */
  availableTags: readonly WorldTag[]
  appliedTags: readonly string[]
  /** Whether a forum wants a tag on every post. */
  requiresTag: boolean
}

export type NewChannel = Partial<Omit<WorldChannel, 'guildId' | 'thread'>> & {
  readonly guildId?: string
  readonly thread?: WorldThread
}

export const THREAD_TYPES: ReadonlySet<ChannelType> = new Set([
  ChannelType.AnnouncementThread,
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
])

/** Channels in which messages stand. */
export const TEXT_TYPES: ReadonlySet<ChannelType> = new Set([
  ChannelType.GuildText,
  ChannelType.GuildAnnouncement,
  ChannelType.GuildVoice,
  ChannelType.GuildStageVoice,
  ChannelType.DM,
  ChannelType.GroupDM,
  ...THREAD_TYPES,
])

export function createWorldChannel(channel: NewChannel & { readonly id: string }): WorldChannel {
  return {
    type: ChannelType.GuildText,
    guildId: undefined,
    name: `channel-${channel.id}`,
    topic: null,
    position: 0,
    isNsfw: false,
    parentId: null,
    overwrites: [],
    lastMessageId: null,
    rateLimitPerUser: 0,
    recipients: [],
    thread: undefined,
    availableTags: [],
    appliedTags: [],
    requiresTag: false,
    ...channel,
  }
}

export function wireOverwrite({ id, kind, allow, deny }: WorldOverwrite): WireObject {
  return { id, type: kind === 'role' ? 0 : 1, allow: String(allow), deny: String(deny) }
}

/**
 * https://discord.com/developers/docs/resources/channel#channel-object
 * @param viewer whose membership a thread tells of
 */
export function wireChannel(channel: WorldChannel, viewer: string): WireObject {
  const { guildId, thread } = channel
  const common = { id: channel.id, type: channel.type, last_message_id: channel.lastMessageId, flags: 0 }
  if (guildId === undefined) return { ...common, name: channel.type === ChannelType.GroupDM ? channel.name : undefined }
  const inGuild = {
    ...common,
    guild_id: guildId,
    name: channel.name,
    parent_id: channel.parentId,
    rate_limit_per_user: channel.rateLimitPerUser,
  }
  if (thread !== undefined) return compact({ ...inGuild, ...wireThreadParts(channel, thread, viewer) })
  const isForum = channel.type === ChannelType.GuildForum || channel.type === ChannelType.GuildMedia
  return compact({
    ...inGuild,
    position: channel.position,
    permission_overwrites: channel.overwrites.map(wireOverwrite),
    nsfw: channel.isNsfw,
    topic: channel.topic,
    flags: channel.requiresTag ? 1 << 4 : 0,
    available_tags: isForum ? channel.availableTags.map(wireTag) : undefined,
    default_reaction_emoji: isForum ? null : undefined,
    default_sort_order: isForum ? null : undefined,
    default_forum_layout: isForum ? 0 : undefined,
    bitrate: channel.type === ChannelType.GuildVoice ? 64_000 : undefined,
    user_limit: channel.type === ChannelType.GuildVoice ? 0 : undefined,
    rtc_region: channel.type === ChannelType.GuildVoice ? null : undefined,
  })
}

const wireTag = ({ id, name, isModerated }: WorldTag) => ({
  id,
  name,
  moderated: isModerated,
  emoji_id: null,
  emoji_name: null,
})

function wireThreadParts(channel: WorldChannel, thread: WorldThread, viewer: string): WireObject {
  const joined = thread.members.get(viewer)
  return {
    owner_id: thread.ownerId,
    message_count: thread.messageCount,
    total_message_sent: thread.messageCount,
    member_count: Math.min(50, thread.members.size),
    applied_tags: [...channel.appliedTags],
    thread_metadata: compact({
      archived: thread.isArchived,
      auto_archive_duration: thread.autoArchiveMinutes,
      archive_timestamp: thread.archiveChangedAt,
      create_timestamp: thread.createdAt,
      locked: thread.isLocked,
      invitable: channel.type === ChannelType.PrivateThread ? thread.isInvitable : undefined,
    }),
    member: joined === undefined ? undefined : wireThreadMember(channel.id, viewer, joined),
  }
}

export function wireThreadMember(threadId: string, userId: string, joinedAt: string): WireObject {
  return { id: threadId, user_id: userId, join_timestamp: joinedAt, flags: 1 }
}
