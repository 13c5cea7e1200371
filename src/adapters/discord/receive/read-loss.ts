import { PermissionFlagsBits as Bits, ChannelType } from 'discord.js'
import type { GatewayFacts } from '../directory/gateway-facts.ts'
import { type ChannelFacts, type GuildFacts, readChannel } from '../directory/guild-facts.ts'
import { has, permissionsIn } from '../directory/permissions.ts'
import { DIRECT } from '../discord-ids.ts'
import type { Arrival } from './arrival.ts'
import { ignored } from './reading.ts'
import {
  bulkDeletionSchema,
  channelEventSchema,
  deletionSchema,
  guildEventSchema,
  threadEventSchema,
  threadMembersSchema,
} from './schema.ts'

/** What is gone. The facts are those from before it went. https://discord.com/developers/docs/events/gateway-events */

export function readDeletion(raw: unknown): Arrival {
  const deletion = deletionSchema.safeParse(raw).data
  if (deletion === undefined) return ignored('malformed')
  const { id, channel_id: channelId, guild_id: guild } = deletion
  return { kind: 'deleted', guild: guild ?? DIRECT, channelId, ids: [id] }
}

export function readBulkDeletion(raw: unknown): Arrival {
  const deletion = bulkDeletionSchema.safeParse(raw).data
  if (deletion === undefined) return ignored('malformed')
  const { ids, channel_id: channelId, guild_id: guild } = deletion
  return { kind: 'deleted', guild: guild ?? DIRECT, channelId, ids }
}

export function readChannelDeletion(raw: unknown): Arrival {
  const channel = channelEventSchema.safeParse(raw).data
  if (channel === undefined) return ignored('malformed')
  if (channel.type === ChannelType.GuildCategory) return ignored('category')
  return { kind: 'channel-lost', guild: channel.guild_id, channelId: channel.id }
}

/** A channel that Kiku saw and does not see any more is as good as gone: what is edited or deleted in it is not told. */
export function readChannelChange(raw: unknown, facts: GatewayFacts): Arrival {
  const event = channelEventSchema.safeParse(raw).data
  if (event === undefined) return ignored('malformed')
  const guild = facts.findGuild(event.guild_id)
  const before = guild?.channels.get(event.id)
  const after = readChannel(raw)
  if (guild === undefined || before === undefined || after === undefined) return ignored('channel-changed')
  if (!isSeen(guild, before, facts) || isSeen(guild, after, facts)) return ignored('channel-changed')
  return { kind: 'channel-lost', guild: guild.id, channelId: event.id }
}

export function readThreadDeletion(raw: unknown, facts: GatewayFacts): Arrival {
  const thread = threadEventSchema.safeParse(raw).data
  if (thread === undefined) return ignored('malformed')
  const { id, guild_id: guild } = thread
  const parentId = thread.parent_id ?? facts.findGuild(guild)?.threads.get(id)?.parentId
  return parentId === undefined ? ignored('malformed') : { kind: 'thread-lost', guild, threadId: id, parentId }
}

/** Kiku was put out of a private thread, which it sees no more then. */
export function readThreadMembers(raw: unknown, facts: GatewayFacts): Arrival {
  const change = threadMembersSchema.safeParse(raw).data
  const own = facts.ownUser()
  if (change === undefined || own === undefined || !change.removed_member_ids?.includes(own))
    return ignored('thread-members')
  const guild = facts.findGuild(change.guild_id)
  const thread = guild?.threads.get(change.id)
  const parent = guild?.channels.get(thread?.parentId ?? '')
  if (guild === undefined || thread?.isPrivate !== true) return ignored('thread-members')
  if (parent !== undefined && has(ownPermissions(guild, parent, own), Bits.ManageThreads))
    return ignored('thread-members')
  return { kind: 'thread-lost', guild: guild.id, threadId: thread.id, parentId: thread.parentId }
}

/** During an outage the server is told to be gone, too, and comes back. */
export function readGuildDeletion(raw: unknown): Arrival {
  const guild = guildEventSchema.safeParse(raw).data
  if (guild === undefined) return ignored('malformed')
  return guild.unavailable === true ? ignored('outage') : { kind: 'guild-lost', guild: guild.id }
}

function isSeen(guild: GuildFacts, channel: ChannelFacts, facts: GatewayFacts): boolean {
  const own = facts.ownUser()
  // Where nothing is known, nothing was taken away.
  if (own === undefined || guild.ownRoles === undefined) return true
  return has(ownPermissions(guild, channel, own), Bits.ViewChannel)
}

function ownPermissions(guild: GuildFacts, channel: ChannelFacts, own: string): bigint {
  return permissionsIn(guild, { id: own, roles: guild.ownRoles ?? [] }, channel)
}
