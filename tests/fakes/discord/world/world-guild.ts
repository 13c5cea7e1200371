import { compact, type WireObject } from '../wire.ts'
import { type WorldUser, wireUser } from './world-user.ts'

export interface WorldRole {
  readonly id: string
  name: string
  /** Such as `PermissionFlagsBits.ViewChannel | PermissionFlagsBits.SendMessages`. */
  permissions: bigint
  position: number
  isMentionable: boolean
  /** Of a bot: the role that came with it. */
  readonly botId: string | undefined
}

export interface WorldMember {
  readonly userId: string
  /** Without the one that everybody has. */
  roles: readonly string[]
  nick: string | null
  /** Whether the rules of the server are still to be agreed to. */
  isPending: boolean
  /** Whether the person was invited to one voice channel and is no member otherwise. */
  isGuest: boolean
  readonly joinedAt: string
}

export interface WorldGuild {
  readonly id: string
  name: string
  ownerId: string
  preferredLocale: string
  /** Such as `COMMUNITY` and `DISCOVERABLE`. */
  features: readonly string[]
  /** Whether the app's bot is a member; `members` has it then, too. */
  readonly isBotIn: boolean
  /** Whether there is an outage. */
  isUnavailable: boolean
  /** The one that everybody has bears the id of the guild. */
  readonly roles: Map<string, WorldRole>
  readonly members: Map<string, WorldMember>
}

export type NewRole = Partial<Omit<WorldRole, 'botId'>> & { readonly botId?: string }
export type NewMember = Partial<Omit<WorldMember, 'userId'>>
export interface NewGuild {
  readonly id?: string
  readonly name?: string
  readonly ownerId: string
  readonly preferredLocale?: string
  readonly features?: readonly string[]
  /** Default true. */
  readonly hasBot?: boolean
  /** What everybody may. Default what Discord gives to everybody in a new server. */
  readonly everyone?: bigint
  /** What the bot's own role allows. Default what it needs to talk. */
  readonly bot?: bigint
  readonly members?: readonly string[]
}

export function createWorldRole(role: NewRole & { readonly id: string }): WorldRole {
  return { name: `role-${role.id}`, permissions: 0n, position: 1, isMentionable: false, botId: undefined, ...role }
}

/** https://discord.com/developers/docs/topics/permissions#role-object */
export function wireRole(role: WorldRole): WireObject {
  return compact({
    id: role.id,
    name: role.name,
    permissions: String(role.permissions),
    position: role.position,
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    managed: role.botId !== undefined,
    mentionable: role.isMentionable,
    icon: null,
    unicode_emoji: null,
    tags: role.botId === undefined ? undefined : { bot_id: role.botId },
    flags: 0,
  })
}

/** https://discord.com/developers/docs/resources/guild#guild-member-object. @param user left out within messages */
export function wireMember(member: WorldMember, user?: WorldUser): WireObject {
  return compact({
    user: user === undefined ? undefined : wireUser(user),
    nick: member.nick,
    avatar: null,
    banner: null,
    roles: [...member.roles],
    joined_at: member.joinedAt,
    premium_since: null,
    deaf: false,
    mute: false,
    pending: member.isPending,
    communication_disabled_until: null,
    flags: member.isGuest ? 1 << 4 : 0,
  })
}

/** https://discord.com/developers/docs/resources/guild#guild-object */
export function wireGuild(guild: WorldGuild): WireObject {
  return {
    id: guild.id,
    name: guild.name,
    owner_id: guild.ownerId,
    preferred_locale: guild.preferredLocale,
    roles: [...guild.roles.values()].map(wireRole),
    icon: null,
    splash: null,
    discovery_splash: null,
    banner: null,
    description: null,
    afk_channel_id: null,
    afk_timeout: 300,
    verification_level: 0,
    default_message_notifications: 0,
    explicit_content_filter: 0,
    emojis: [],
    stickers: [],
    features: [...guild.features],
    mfa_level: 0,
    application_id: null,
    system_channel_id: null,
    system_channel_flags: 0,
    rules_channel_id: null,
    public_updates_channel_id: null,
    safety_alerts_channel_id: null,
    vanity_url_code: null,
    premium_tier: 0,
    premium_subscription_count: 0,
    premium_progress_bar_enabled: false,
    nsfw_level: 0,
    incidents_data: null,
  }
}
