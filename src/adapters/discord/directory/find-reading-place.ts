import type { DiscordPlace } from '../discord-ids.ts'
import type { Channels } from './create-channels.ts'
import type { GuildFacts } from './guild-facts.ts'
import type { ReadingPlace } from './labels-of-readers.ts'

/**
 * Where the reply of a conversation is read. A private thread is read by those who are in it, and it decides nothing else
 * itself. @returns undefined where the channel is not known
 */
export function findReadingPlace(
  guild: GuildFacts,
  place: DiscordPlace,
  channels: Pick<Channels, 'peek'>,
): ReadingPlace | undefined {
  const channel = guild.channels.get(place.channel)
  if (channel !== undefined) return { place, deciding: channel, isPrivateThread: false }
  const thread = channels.peek(place.channel, guild.id)
  if (thread?.guild !== guild.id || thread.parentId === undefined) return undefined
  const parent = guild.channels.get(thread.parentId)
  if (parent === undefined) return undefined
  return { place, deciding: parent, isPrivateThread: thread.kind === 'private-thread' }
}
