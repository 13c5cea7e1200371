import { GatewayIntentBits as Intents, MessageFlags } from 'discord.js'
import type { PeerState } from '../peer-state.ts'
import { compact, type WireObject } from '../wire.ts'
import { wireChannel } from '../world/world-channel.ts'
import { wireMember } from '../world/world-guild.ts'
import { wireUser } from '../world/world-user.ts'
import { type DiscordMessage, isEphemeral } from './message.ts'

/** Whether the app may read content everywhere: where it identified so, and over REST where it is set up so. */
export interface Reading {
  readonly hasContent: boolean
  /** Told in full whatever the intents are, such as the target of a command. */
  readonly isTarget?: boolean
}

export const readingOver = {
  gateway: (intents: number): Reading => ({ hasContent: (intents & Intents.MessageContent) !== 0 }),
  rest: ({ app }: PeerState): Reading => ({ hasContent: app.messageContent }),
}

/** https://discord.com/developers/docs/resources/message#message-object, as the app is shown it. */
export function wireMessage(message: DiscordMessage, state: PeerState, reading: Reading): WireObject {
  const { world } = state
  const isReadable = reading.isTarget === true || canReadContent(message, state, reading)
  const thread = world.channels.get(message.id)
  return compact({
    id: message.id,
    type: message.type,
    channel_id: message.channelId,
    author: wireUser(world.user(message.authorId)),
    content: isReadable ? message.content : '',
    timestamp: new Date(message.at).toISOString(),
    edited_timestamp: message.editedAt,
    tts: false,
    mention_everyone: message.mentions.everyone,
    mentions: message.mentions.users.map((id) => wireUser(world.user(id))),
    mention_roles: [...message.mentions.roles],
    attachments: isReadable ? message.attachments.map(state.files.wire) : [],
    embeds: isReadable ? message.embeds : [],
    components: isReadable ? message.components : [],
    reactions: wireReactions(message, world.appId),
    pinned: message.isPinned,
    flags: message.flags,
    nonce: undefined,
    webhook_id: message.interactionId === undefined ? undefined : world.appId,
    application_id: message.authorId === world.appId ? world.appId : undefined,
    interaction_metadata: wireInteraction(message, state),
    message_reference: wireReference(message, state),
    message_snapshots: message.forwarded === undefined ? undefined : [{ message: isReadable ? message.forwarded : {} }],
    referenced_message: wireReferenced(message, state, reading),
    thread: thread?.thread === undefined ? undefined : wireChannel(thread, world.appId),
  })
}

/** https://discord.com/developers/docs/events/gateway#message-content-intent */
function canReadContent(message: DiscordMessage, { world }: PeerState, { hasContent }: Reading): boolean {
  if (hasContent || message.authorId === world.appId || message.mentions.users.includes(world.appId)) return true
  return message.guildId === undefined && world.channel(message.channelId).recipients.includes(world.appId)
}

/** As the gateway tells it, with the place and with the author's membership. */
export function wireGatewayMessage(message: DiscordMessage, state: PeerState, reading: Reading): WireObject {
  const { world } = state
  const about = wireMessage(message, state, reading)
  const channelType = world.channel(message.channelId).type
  if (message.guildId === undefined) return { ...about, channel_type: channelType }
  const guildId = message.guildId
  const author = world.member(guildId, message.authorId)
  const mentions = message.mentions.users.map((id) => {
    const member = world.member(guildId, id)
    return compact({ ...wireUser(world.user(id)), member: member === undefined ? undefined : wireMember(member) })
  })
  return compact({
    ...about,
    mentions,
    guild_id: guildId,
    channel_type: channelType,
    member: author === undefined ? undefined : wireMember(author),
  })
}

function wireReactions({ reactions }: DiscordMessage, appId: string): readonly WireObject[] | undefined {
  if (reactions.size === 0) return undefined
  return [...reactions].map(([name, users]) => ({
    emoji: { id: null, name },
    count: users.size,
    count_details: { burst: 0, normal: users.size },
    burst_colors: [],
    me: users.has(appId),
    me_burst: false,
  }))
}

function wireInteraction({ interactionId }: DiscordMessage, { interactions, world }: PeerState) {
  const interaction = interactions.find(interactionId ?? '')
  if (interaction === undefined) return undefined
  return compact({
    id: interaction.id,
    type: interaction.type,
    user: wireUser(world.user(interaction.userId)),
    authorizing_integration_owners: interaction.payload.authorizing_integration_owners,
    interacted_message_id: interaction.source?.id,
  })
}

function wireReference({ reference }: DiscordMessage, { world }: PeerState): WireObject | undefined {
  if (reference === undefined) return undefined
  const { kind, channelId, messageId } = reference
  const guildId = world.channels.get(channelId)?.guildId
  return compact({ type: kind === 'forward' ? 1 : 0, channel_id: channelId, message_id: messageId, guild_id: guildId })
}

/** Null where it was deleted, and nothing where a message answers none. */
function wireReferenced({ reference }: DiscordMessage, state: PeerState, reading: Reading) {
  if (reference?.messageId === undefined || reference.kind === 'forward') return undefined
  const referenced = state.store.find(reference.messageId)
  if (referenced === undefined || isEphemeral(referenced)) return null
  const { reference: _further, ...alone } = referenced
  return wireMessage({ ...alone, reference: undefined }, state, { hasContent: reading.hasContent })
}

/** Flags that the app may set on what it writes. */
export const OWN_FLAGS = MessageFlags.SuppressEmbeds | MessageFlags.SuppressNotifications | MessageFlags.IsComponentsV2
