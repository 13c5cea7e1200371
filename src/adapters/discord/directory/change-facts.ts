import { changeGuild, type MutableGuild, readChannel, readOwnRoles, readRole, readThread } from './guild-facts.ts'
import type { Packet } from './packet.ts'
import {
  channelChangeSchema,
  guildChangeSchema,
  identifiedSchema,
  inGuildSchema,
  ownMembershipSchema,
  roleChangeSchema,
  roleDeletionSchema,
  threadListSchema,
  threadMembersSchema,
} from './schema.ts'

type Change = (guild: MutableGuild, data: unknown, ownUser: string | undefined) => boolean

/** What changes the facts of a server (https://discord.com/developers/docs/events/gateway-events). */
const CHANGES: Readonly<Record<string, Change>> = {
  GUILD_UPDATE: takeGuildChange,
  GUILD_MEMBER_UPDATE: takeMember,
  GUILD_ROLE_CREATE: takeRole,
  GUILD_ROLE_UPDATE: takeRole,
  GUILD_ROLE_DELETE: loseRole,
  CHANNEL_CREATE: takeChannel,
  CHANNEL_UPDATE: takeChannel,
  CHANNEL_DELETE: loseChannel,
  THREAD_CREATE: takeThread,
  THREAD_UPDATE: takeThread,
  THREAD_DELETE: loseThread,
  THREAD_LIST_SYNC: takeThreadList,
  THREAD_MEMBER_UPDATE: takeOwnMembership,
  THREAD_MEMBERS_UPDATE: takeThreadMembers,
}

/** @returns undefined for packets that change nothing here */
export function guildOfChange({ type, data }: Packet): string | undefined {
  if (!Object.hasOwn(CHANGES, type)) return undefined
  if (type === 'GUILD_UPDATE') return identifiedSchema.safeParse(data).data?.id
  return inGuildSchema.safeParse(data).data?.guild_id
}

/** @returns false when something changed that cannot be read, so that what is known is not to be relied on any more */
export function changeFacts(guild: MutableGuild, { type, data }: Packet, ownUser: string | undefined): boolean {
  return CHANGES[type]?.(guild, data, ownUser) ?? true
}

function takeGuildChange(guild: MutableGuild, data: unknown): boolean {
  const change = guildChangeSchema.safeParse(data).data
  if (change === undefined) return false
  changeGuild(guild, change)
  return true
}

/** Of others Kiku is not told. */
function takeMember(guild: MutableGuild, data: unknown, ownUser: string | undefined): boolean {
  guild.ownRoles = readOwnRoles(data, ownUser) ?? guild.ownRoles
  return true
}

function takeRole(guild: MutableGuild, data: unknown): boolean {
  const change = roleChangeSchema.safeParse(data).data
  if (change === undefined) return false
  const role = readRole(change.role)
  if (role === undefined) guild.roles.delete(change.role.id)
  else guild.roles.set(role.id, role)
  return true
}

function loseRole(guild: MutableGuild, data: unknown): boolean {
  const change = roleDeletionSchema.safeParse(data).data
  if (change !== undefined) guild.roles.delete(change.role_id)
  return change !== undefined
}

function takeChannel(guild: MutableGuild, data: unknown): boolean {
  const change = channelChangeSchema.safeParse(data).data
  if (change === undefined) return false
  const channel = readChannel(change)
  if (channel === undefined) guild.channels.delete(change.id)
  else guild.channels.set(channel.id, channel)
  return true
}

function loseChannel(guild: MutableGuild, data: unknown): boolean {
  const change = channelChangeSchema.safeParse(data).data
  if (change === undefined) return false
  guild.channels.delete(change.id)
  for (const thread of [...guild.threads.values()]) {
    if (thread.parentId === change.id) guild.threads.delete(thread.id)
  }
  return true
}

function takeThread(guild: MutableGuild, data: unknown): boolean {
  const change = channelChangeSchema.safeParse(data).data
  if (change === undefined) return false
  const thread = readThread(change)
  if (thread === undefined) guild.threads.delete(change.id)
  // An update says nothing of Kiku's own membership, but of private threads members alone are told, and moderators, who
  // need not be members: one that leaves the archive is known again.
  else
    guild.threads.set(thread.id, {
      ...thread,
      isJoined: thread.isPrivate || thread.isJoined || isJoined(guild, thread.id),
    })
  return true
}

function isJoined(guild: MutableGuild, thread: string): boolean {
  return guild.threads.get(thread)?.isJoined === true
}

function loseThread(guild: MutableGuild, data: unknown): boolean {
  const change = channelChangeSchema.safeParse(data).data
  if (change !== undefined) guild.threads.delete(change.id)
  return change !== undefined
}

/** Kiku has come to see channels with threads in them. */
function takeThreadList(guild: MutableGuild, data: unknown): boolean {
  const list = threadListSchema.safeParse(data).data
  if (list === undefined) return false
  const members = list.members.flatMap((member) => ownMembershipSchema.safeParse(member).data?.id ?? [])
  for (const raw of list.threads) {
    const thread = readThread(raw)
    if (thread === undefined) continue
    guild.threads.set(thread.id, { ...thread, isJoined: thread.isJoined || members.includes(thread.id) })
  }
  return true
}

/** https://discord.com/developers/docs/events/gateway-events#thread-member-update: of Kiku alone. */
function takeOwnMembership(guild: MutableGuild, data: unknown): boolean {
  setJoined(guild, ownMembershipSchema.safeParse(data).data?.id ?? '', true)
  return true
}

function takeThreadMembers(guild: MutableGuild, data: unknown, ownUser: string | undefined): boolean {
  const change = threadMembersSchema.safeParse(data).data
  if (change === undefined || ownUser === undefined) return true
  if (change.added_members?.some(({ user_id: user }) => user === ownUser)) setJoined(guild, change.id, true)
  if (change.removed_member_ids?.includes(ownUser)) setJoined(guild, change.id, false)
  return true
}

function setJoined(guild: MutableGuild, id: string, isJoined: boolean): void {
  const thread = guild.threads.get(id)
  if (thread !== undefined) guild.threads.set(id, { ...thread, isJoined })
}
