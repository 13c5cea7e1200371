import { ApplicationFlags, GatewayIntentBits as Intents } from 'discord.js'
import type { AppSettings } from '../discord-options.ts'
import type { PeerState } from '../peer-state.ts'
import { shardOf } from '../snowflakes.ts'
import type { WireObject } from '../wire.ts'
import { canSee } from '../world/permissions.ts'
import { wireChannel } from '../world/world-channel.ts'
import { type WorldGuild, wireGuild, wireMember } from '../world/world-guild.ts'
import { wireUser } from '../world/world-user.ts'
import type { Session } from './sessions.ts'

/** Flags of the application that say what its bot may read, as of one that is not verified. */
export function applicationFlags({ messageContent, guildMembers, presences }: AppSettings): number {
  return (
    (messageContent ? ApplicationFlags.GatewayMessageContentLimited : 0) |
    (guildMembers ? ApplicationFlags.GatewayGuildMembersLimited : 0) |
    (presences ? ApplicationFlags.GatewayPresenceLimited : 0)
  )
}

export function guildsOf({ world }: PeerState, { shard, shards }: Pick<Session, 'shard' | 'shards'>) {
  return [...world.guilds.values()].filter(({ id, isBotIn }) => isBotIn && shardOf(id, shards) === shard)
}

/** https://discord.com/developers/docs/events/gateway-events#ready */
export function readyPayload(state: PeerState, session: Session): WireObject {
  const { app, baseUrl, world } = state
  return {
    v: 10,
    user: { ...wireUser(world.user(world.appId)), verified: true, mfa_enabled: true, email: null, flags: 0, bio: '' },
    guilds: guildsOf(state, session).map(({ id }) => ({ id, unavailable: true })),
    session_id: session.id,
    session_type: 'normal',
    resume_gateway_url: `${baseUrl().replace('http', 'ws')}/resume`,
    shard: [session.shard, session.shards],
    application: { id: world.appId, flags: applicationFlags(app) },
    private_channels: [],
    presences: [],
    relationships: [],
    user_settings: {},
    guild_join_requests: [],
    geo_ordered_rtc_regions: [],
    auth: {},
  }
}

/** https://discord.com/developers/docs/events/gateway-events#guild-create: of the members only those it says. */
export function guildPayload({ world }: PeerState, guild: WorldGuild, intents: number): WireObject {
  const told = (intents & Intents.GuildPresences) !== 0 ? [...guild.members.keys()] : [world.appId]
  const members = told.flatMap((id) => {
    const member = guild.members.get(id)
    return member === undefined ? [] : [wireMember(member, world.user(id))]
  })
  const threads = world
    .threadsOf(guild.id)
    .filter((one) => one.thread?.isArchived === false && canSee(world, world.appId, one))
  return {
    ...wireGuild(guild),
    joined_at: guild.members.get(world.appId)?.joinedAt ?? '2024-01-02T03:04:05.000000+00:00',
    large: false,
    unavailable: false,
    member_count: guild.members.size,
    voice_states: [],
    members,
    channels: world.channelsOf(guild.id).map((channel) => wireChannel(channel, world.appId)),
    threads: threads.map((thread) => wireChannel(thread, world.appId)),
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  }
}
