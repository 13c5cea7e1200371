import { GatewayIntentBits as Intents } from 'discord.js'
import type { PeerState } from '../peer-state.ts'
import { compact } from '../wire.ts'
import { canSee } from '../world/permissions.ts'
import { wireMember } from '../world/world-guild.ts'
import { type DiscordMessage, isEphemeral } from './message.ts'
import { readingOver, wireGatewayMessage } from './wire-message.ts'

/** Tells the app of a message that is new or has changed, where it can see it. Ephemeral ones are told to nobody. */
export function emitMessage(
  state: PeerState,
  type: 'MESSAGE_CREATE' | 'MESSAGE_UPDATE',
  message: DiscordMessage,
): void {
  if (!isTold(state, message)) return
  state.emit({
    type,
    guildId: message.guildId,
    intents: messageIntent(message.guildId),
    data: (intents) => {
      const about = wireGatewayMessage(message, state, readingOver.gateway(intents))
      return type === 'MESSAGE_CREATE' ? compact({ ...about, nonce: message.nonce }) : about
    },
  })
}

export function emitDeleted(state: PeerState, message: DiscordMessage): void {
  if (!isTold(state, message)) return
  const { id, channelId, guildId } = message
  const data = compact({ id, channel_id: channelId, guild_id: guildId })
  state.emit({ type: 'MESSAGE_DELETE', guildId, intents: messageIntent(guildId), data })
}

/** @param messages of one channel */
export function emitBulkDeleted(state: PeerState, messages: readonly DiscordMessage[]): void {
  const told = messages.filter((message) => isTold(state, message))
  const [first] = told
  if (first === undefined) return
  const { channelId, guildId } = first
  const data = compact({ ids: told.map(({ id }) => id), channel_id: channelId, guild_id: guildId })
  state.emit({ type: 'MESSAGE_DELETE_BULK', guildId, intents: messageIntent(guildId), data })
}

export function emitReaction(
  state: PeerState,
  about: {
    readonly message: DiscordMessage
    readonly userId: string
    readonly emoji: string
    readonly isAdded: boolean
  },
): void {
  const { message, userId, emoji, isAdded } = about
  if (!isTold(state, message)) return
  const { world } = state
  const { guildId } = message
  const member = guildId === undefined ? undefined : world.member(guildId, userId)
  state.emit({
    type: isAdded ? 'MESSAGE_REACTION_ADD' : 'MESSAGE_REACTION_REMOVE',
    guildId,
    intents: guildId === undefined ? Intents.DirectMessageReactions : Intents.GuildMessageReactions,
    data: compact({
      user_id: userId,
      channel_id: message.channelId,
      message_id: message.id,
      guild_id: guildId,
      member: isAdded && member !== undefined ? wireMember(member, world.user(userId)) : undefined,
      emoji: { id: null, name: emoji },
      message_author_id: isAdded ? message.authorId : undefined,
      burst: false,
      type: 0,
    }),
  })
}

const messageIntent = (guildId: string | undefined) =>
  guildId === undefined ? Intents.DirectMessages : Intents.GuildMessages

function isTold({ world }: PeerState, message: DiscordMessage): boolean {
  const channel = world.channels.get(message.channelId)
  return channel !== undefined && !isEphemeral(message) && canSee(world, world.appId, channel)
}
