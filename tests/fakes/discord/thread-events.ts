import { ChannelType, GatewayIntentBits as Intents, MessageType } from 'discord.js'
import type { DiscordMessage } from './messages/message.ts'
import type { PeerState } from './peer-state.ts'
import { compact } from './wire.ts'
import { canSee } from './world/permissions.ts'
import { type WorldChannel, wireChannel, wireThreadMember } from './world/world-channel.ts'
import { wireMember } from './world/world-guild.ts'

/** A message in a channel moves it on: its last message, the count of a thread, which opens where it was archived. */
export function openThreadForMessage(state: PeerState, message: DiscordMessage): void {
  const channel = state.world.channel(message.channelId)
  channel.lastMessageId = message.id
  const { thread } = channel
  if (thread === undefined || message.onlyFor !== undefined) return
  if (message.id !== channel.id && message.type !== MessageType.ThreadStarterMessage) thread.messageCount += 1
  if (!thread.isArchived) return
  thread.isArchived = false
  thread.archiveChangedAt = new Date().toISOString()
  emitThread(state, 'THREAD_UPDATE', channel)
}

/** Tells of a thread, where the app can see it. @param isNew whether it was not there before, as opposed to not seen */
export function emitThread(
  state: PeerState,
  type: 'THREAD_CREATE' | 'THREAD_UPDATE',
  thread: WorldChannel,
  isNew = false,
): void {
  const { world } = state
  if (!canSee(world, world.appId, thread)) return
  const about = wireChannel(thread, world.appId)
  const data = type === 'THREAD_CREATE' && isNew ? { ...about, newly_created: true } : about
  state.emit({ type, data, guildId: thread.guildId, intents: Intents.Guilds })
}

/** @param sawIt whether the app could see it while it stood */
export function emitThreadDeleted(state: PeerState, thread: WorldChannel, sawIt: boolean): void {
  if (!sawIt) return
  const { id, guildId, parentId, type } = thread
  const data = { id, guild_id: guildId, parent_id: parentId, type }
  state.emit({ type: 'THREAD_DELETE', data, guildId, intents: Intents.Guilds })
}

/**
 * Tells who came into a thread or left it. Without the intent for members the app hears of itself alone.
 * @param sawIt whether the app could see the thread before
 */
export function emitThreadMembers(
  state: PeerState,
  thread: WorldChannel,
  change: { readonly added?: string; readonly removed?: string },
  sawIt: boolean,
): void {
  const { world } = state
  const { id, guildId, thread: about } = thread
  if (guildId === undefined || about === undefined) return
  const { added, removed } = change
  const isOwn = added === world.appId || removed === world.appId
  if (!sawIt && !canSee(world, world.appId, thread)) return
  if (added === world.appId && !sawIt) emitThread(state, 'THREAD_CREATE', thread)
  const member = added === undefined ? undefined : world.member(guildId, added)
  const joined =
    added === undefined || member === undefined
      ? []
      : [
          {
            ...wireThreadMember(id, added, about.members.get(added) ?? ''),
            member: wireMember(member, world.user(added)),
            presence: null,
          },
        ]
  state.emit({
    type: 'THREAD_MEMBERS_UPDATE',
    guildId,
    intents: isOwn ? Intents.Guilds : Intents.GuildMembers,
    data: compact({
      id,
      guild_id: guildId,
      member_count: Math.min(50, about.members.size),
      added_members: joined.length === 0 ? undefined : joined,
      removed_member_ids: removed === undefined ? undefined : [removed],
    }),
  })
}

/** The app has come to see a channel: tells of the threads that are open there. */
export function emitThreadList(state: PeerState, guildId: string, channelIds: readonly string[]): void {
  const { world } = state
  const threads = world
    .threadsOf(guildId)
    .filter((one) => channelIds.includes(one.parentId ?? '') && one.thread?.isArchived === false)
    .filter((one) => canSee(world, world.appId, one))
  const members = threads.flatMap(({ id, thread }) => {
    const joinedAt = thread?.members.get(world.appId)
    return joinedAt === undefined ? [] : [wireThreadMember(id, world.appId, joinedAt)]
  })
  state.emit({
    type: 'THREAD_LIST_SYNC',
    guildId,
    intents: Intents.Guilds,
    data: {
      guild_id: guildId,
      channel_ids: [...channelIds],
      threads: threads.map((thread) => wireChannel(thread, world.appId)),
      members,
    },
  })
}

/** Whether posts are opened here, and no messages written. */
export const isForum = ({ type }: WorldChannel) => type === ChannelType.GuildForum || type === ChannelType.GuildMedia
