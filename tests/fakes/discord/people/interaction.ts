import { randomBytes } from 'node:crypto'
import { PermissionFlagsBits as Bits, ChannelType, type InteractionType } from 'discord.js'
import type { Acknowledgement, InteractionRecord, OpenModal } from '../interactions.ts'
import type { DiscordMessage } from '../messages/message.ts'
import { readingOver, wireMessage } from '../messages/wire-message.ts'
import type { PeerState } from '../peer-state.ts'
import { wireSeen } from '../routes/channel-routes.ts'
import { compact, type WireObject } from '../wire.ts'
import { has, permissionsIn } from '../world/permissions.ts'
import type { WorldChannel } from '../world/world-channel.ts'
import { wireMember } from '../world/world-guild.ts'
import { wireUser } from '../world/world-user.ts'
import type { PeopleContext } from './people-context.ts'

/** What came of something that somebody did. Grows while the app goes on. */
export interface Interaction {
  readonly id: string
  readonly token: string
  readonly userId: string
  readonly channelId: string
  /** What the app was told. */
  readonly payload: WireObject
  /** The first answer: its kind, and after how many milliseconds. */
  readonly acknowledgement: Acknowledgement | undefined
  /** `failed` where the app did not answer in time, of which Discord tells the person. */
  readonly outcome: 'pending' | 'acknowledged' | 'failed'
  /** The message that answers it, or the one that it changed. */
  readonly original: DiscordMessage | undefined
  readonly followUps: readonly DiscordMessage[]
  /** Whether the person alone sees the first answer. */
  readonly isEphemeral: boolean
  /** Whether the person sees that the app is thinking. */
  readonly isLoading: boolean
  /** The form that opened. */
  readonly modal: OpenModal | undefined
  /** What autocompletion offers. */
  readonly choices: readonly WireObject[] | undefined
}

export interface Doing {
  readonly type: InteractionType
  readonly user: string
  readonly channel: WorldChannel
  readonly data: WireObject
  readonly locale: string | undefined
  readonly source: DiscordMessage | undefined
  /** By whom the app is installed that this concerns (`authorizing_integration_owners`). */
  readonly owners: WireObject
  /** Whether to go on at once, without the app's answer. */
  readonly isAwaited: boolean
}

/** Tells the app of an interaction; resolves when it has answered, or failed to. */
export async function interact({ state, waitUntil }: PeopleContext, doing: Doing): Promise<Interaction> {
  const record = createRecord(state, doing)
  state.interactions.add(record)
  state.emit({ type: 'INTERACTION_CREATE', data: record.payload, guildId: record.guildId, intents: 0 })
  const isOver = () => Date.now() - record.at > state.limits.answerMs
  if (doing.isAwaited)
    await waitUntil(() => record.acknowledgement !== undefined || isOver(), state.limits.answerMs + 500)
  return present(record, isOver)
}

function present(record: InteractionRecord, isOver: () => boolean): Interaction {
  const { id, token, userId, channelId, payload } = record
  return {
    id,
    token,
    userId,
    channelId,
    payload,
    get acknowledgement() {
      return record.acknowledgement
    },
    get outcome() {
      if (record.acknowledgement !== undefined) return 'acknowledged'
      return isOver() ? 'failed' : 'pending'
    },
    get original() {
      return record.original
    },
    followUps: record.followUps,
    get isEphemeral() {
      return record.original?.onlyFor !== undefined
    },
    get isLoading() {
      return record.isLoading
    },
    get modal() {
      return record.modal
    },
    get choices() {
      return record.choices
    },
  }
}

function createRecord(state: PeerState, doing: Doing): InteractionRecord {
  const { user, channel, type, source, owners } = doing
  const isUserInstallOnly = owners['0'] === undefined
  const mayShow = channel.guildId === undefined || has(permissionsIn(state.world, user, channel), Bits.UseExternalApps)
  const id = state.snowflakes.next()
  const token = randomBytes(60).toString('base64url')
  return {
    id,
    token,
    type,
    userId: user,
    channelId: channel.id,
    guildId: channel.guildId,
    at: Date.now(),
    payload: wireInteraction(state, doing, { id, token }),
    source,
    isUserInstallOnly,
    isPrivate: isUserInstallOnly && !mayShow,
    acknowledgement: undefined,
    original: undefined,
    followUps: [],
    isLoading: false,
    modal: undefined,
    choices: undefined,
  }
}

/** https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-object */
function wireInteraction(state: PeerState, doing: Doing, about: { readonly id: string; readonly token: string }) {
  const { world } = state
  const { channel, type, data, source, owners } = doing
  const user = world.user(doing.user)
  const guild = channel.guildId === undefined ? undefined : world.guild(channel.guildId)
  const member = guild?.members.get(user.id)
  const permissions = String(permissionsIn(world, user.id, channel))
  return compact({
    ...about,
    application_id: world.appId,
    type,
    version: 1,
    data,
    guild_id: guild?.id,
    guild: guild === undefined ? undefined : { id: guild.id, locale: guild.preferredLocale, features: [] },
    guild_locale: guild?.preferredLocale,
    channel_id: channel.id,
    channel: { ...wireSeen(state, channel), permissions },
    member: member === undefined ? undefined : { ...wireMember(member, user), permissions },
    user: member === undefined ? wireUser(user) : undefined,
    message:
      source === undefined ? undefined : wireMessage(source, state, { ...readingOver.rest(state), isTarget: true }),
    app_permissions: String(appPermissions(state, channel)),
    locale: doing.locale ?? user.locale,
    entitlements: [],
    authorizing_integration_owners: owners,
    context: contextOf(state, channel),
    attachment_size_limit: 10 * 1024 * 1024,
  })
}

/** 0 in a server, 1 in a direct message with the app, 2 in one of others. */
export function contextOf({ world }: PeerState, channel: WorldChannel): 0 | 1 | 2 {
  if (channel.guildId !== undefined) return 0
  return channel.type === ChannelType.DM && channel.recipients.includes(world.appId) ? 1 : 2
}

/** Where it is no member, what an answer may have in it all the same. */
function appPermissions({ world }: PeerState, channel: WorldChannel): bigint {
  const own = permissionsIn(world, world.appId, channel)
  return own === 0n ? Bits.EmbedLinks | Bits.AttachFiles | Bits.MentionEveryone : own
}
