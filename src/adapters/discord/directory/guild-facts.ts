import type { z } from 'zod'
import {
  channelSchema,
  type guildChangeSchema,
  type guildSchema,
  memberSchema,
  roleSchema,
  threadSchema,
} from './schema.ts'

/** What the gateway has told of a server, as far as it decides who reads what and how things are called. */
export interface GuildFacts {
  readonly id: string
  readonly name: string
  readonly ownerId: string
  /** https://discord.com/developers/docs/resources/guild#guild-object-guild-features */
  readonly features: ReadonlySet<string>
  readonly locale: string
  /** The one of everybody bears the id of the server. */
  readonly roles: ReadonlyMap<string, RoleFacts>
  /** Without threads. */
  readonly channels: ReadonlyMap<string, ChannelFacts>
  /** Those that are open and that Kiku sees. */
  readonly threads: ReadonlyMap<string, ThreadFacts>
  /** Kiku's own; undefined when it was not told. */
  readonly ownRoles: readonly string[] | undefined
}

export interface RoleFacts {
  readonly id: string
  readonly name: string
  readonly permissions: bigint
  /** The bot that it came with. */
  readonly botId: string | undefined
}

export interface ChannelFacts {
  readonly id: string
  /** https://discord.com/developers/docs/resources/channel#channel-object-channel-types */
  readonly type: number
  readonly name: string
  readonly isAgeRestricted: boolean
  /** Whether people of a game, who need not be members, read along. */
  readonly isLinked: boolean
  readonly overwrites: readonly OverwriteFacts[]
}

export interface OverwriteFacts {
  /** Of a role, of everybody (the server's id), or of a member. */
  readonly id: string
  readonly isOfRole: boolean
  readonly allow: bigint
  readonly deny: bigint
}

export interface ThreadFacts {
  readonly id: string
  readonly name: string
  readonly parentId: string
  readonly isPrivate: boolean
  readonly isLocked: boolean
  /** Whether Kiku is in it. */
  readonly isJoined: boolean
}

export interface MemberFacts {
  readonly roles: readonly string[]
  /** Whether the rules of the server are still to be agreed to. */
  readonly isPending: boolean
  /** Whether the person came by an invitation to one voice channel and is no member otherwise. */
  readonly isGuest: boolean
}

/** The facts of a server while they change. */
export interface MutableGuild extends GuildFacts {
  name: string
  ownerId: string
  features: ReadonlySet<string>
  locale: string
  roles: Map<string, RoleFacts>
  readonly channels: Map<string, ChannelFacts>
  readonly threads: Map<string, ThreadFacts>
  ownRoles: readonly string[] | undefined
}

/** `GuildMemberFlags.IsGuest`. */
const IS_GUEST = 1 << 4
const PRIVATE_THREAD = 12

export function readGuild(guild: z.infer<typeof guildSchema>, ownUser: string | undefined): MutableGuild {
  const facts: MutableGuild = {
    ...{ id: guild.id, name: '', ownerId: '', features: new Set(), locale: '' },
    ...{ roles: new Map(), channels: new Map(), threads: new Map() },
    ownRoles: guild.members.map((member) => readOwnRoles(member, ownUser)).find((roles) => roles !== undefined),
  }
  changeGuild(facts, guild)
  for (const raw of guild.channels) {
    const channel = readChannel(raw)
    if (channel !== undefined) facts.channels.set(channel.id, channel)
  }
  for (const raw of guild.threads) {
    const thread = readThread(raw)
    if (thread !== undefined) facts.threads.set(thread.id, thread)
  }
  return facts
}

export function changeGuild(facts: MutableGuild, guild: z.infer<typeof guildChangeSchema>): void {
  facts.name = guild.name
  facts.ownerId = guild.owner_id
  facts.features = new Set(guild.features)
  facts.locale = guild.preferred_locale
  facts.roles = new Map(
    guild.roles.flatMap((raw) => {
      const role = readRole(raw)
      return role === undefined ? [] : [[role.id, role] as const]
    }),
  )
}

export function readRole(raw: unknown): RoleFacts | undefined {
  const role = roleSchema.safeParse(raw).data
  if (role === undefined) return undefined
  const { id, name, permissions, tags } = role
  return { id, name, permissions, botId: tags?.bot_id ?? undefined }
}

/** @returns undefined also for a channel without a name and a type that Kiku could know it by */
export function readChannel(raw: unknown): ChannelFacts | undefined {
  const channel = channelSchema.safeParse(raw).data
  if (channel === undefined) return undefined
  const { id, type, name, nsfw, permission_overwrites: overwrites, linked_lobby: lobby } = channel
  return {
    ...{ id, type, name },
    isAgeRestricted: nsfw === true,
    isLinked: lobby !== undefined && lobby !== null,
    overwrites: overwrites.map((one) => ({ id: one.id, isOfRole: one.type === 0, allow: one.allow, deny: one.deny })),
  }
}

/** @returns undefined also for a thread that is archived: Discord tells no more of it */
export function readThread(raw: unknown): ThreadFacts | undefined {
  const thread = threadSchema.safeParse(raw).data
  if (thread === undefined || thread.thread_metadata?.archived === true) return undefined
  return {
    id: thread.id,
    name: thread.name,
    parentId: thread.parent_id,
    isPrivate: thread.type === PRIVATE_THREAD,
    isLocked: thread.thread_metadata?.locked === true,
    isJoined: thread.member !== undefined && thread.member !== null,
  }
}

export function readMember(raw: unknown): MemberFacts | undefined {
  const member = memberSchema.safeParse(raw).data
  if (member === undefined) return undefined
  return {
    roles: member.roles,
    isPending: member.pending === true,
    isGuest: ((member.flags ?? 0) & IS_GUEST) !== 0,
  }
}

export function readOwnRoles(raw: unknown, ownUser: string | undefined): readonly string[] | undefined {
  const member = memberSchema.safeParse(raw).data
  return member !== undefined && member.user?.id === ownUser ? member.roles : undefined
}
