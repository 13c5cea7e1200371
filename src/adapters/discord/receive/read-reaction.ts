import { DIRECT } from '../discord-ids.ts'
import type { Arrival } from './arrival.ts'
import { ignored, type Reading } from './reading.ts'
import { reactionSchema } from './schema.ts'

const SKIN_TONES = /[\u{1f3fb}-\u{1f3ff}]/gu

/** https://discord.com/developers/docs/events/gateway-events#message-reaction-add */
export function readReaction(raw: unknown, isAdded: boolean, { identity }: Reading): Arrival {
  const reaction = reactionSchema.safeParse(raw).data
  if (reaction === undefined) return ignored('malformed')
  const { user_id: user, channel_id: channelId, message_id: messageId, guild_id: guild, member, emoji } = reaction
  if (user === identity.user) return ignored('own')
  if (member?.user.bot === true) return ignored('bot')
  return {
    kind: 'reaction',
    reaction: {
      guild: guild ?? DIRECT,
      channelId,
      messageId,
      user,
      // One of a server's own has a name, which says nothing by itself.
      emoji: emoji.id ? `:${emoji.name}:` : emoji.name.replace(SKIN_TONES, ''),
      isAdded,
    },
  }
}
