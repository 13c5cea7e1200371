import type { Audience } from '../../../domain/audience.ts'
import type { Message, SearchMode } from '../../../domain/message.ts'
import { authorIdOf, channelLabel, type DiscordPlace, permalinkOf, threadIdOf, timeOf } from '../discord-ids.ts'
import type { ArrivedMessage } from '../receive/arrival.ts'

/** What a message does not say of itself. */
export interface AboutMessage {
  /** The conversation that it belongs to. */
  readonly place: DiscordPlace
  readonly audience: Audience
  /** Whether Kiku is asked, and not only there. */
  readonly addressed: boolean
  /** Default `auto`. */
  readonly search?: SearchMode
  readonly locale?: 'en' | 'ja'
}

/**
 * The message in Kiku's words. Its turns are remembered for the channel that decides who reads it. A message has the same
 * id and author however it arrived: live, edited, or read from the history.
 */
export function toMessage(arrived: ArrivedMessage, about: AboutMessage): Message {
  const { id, channelId, author, text } = arrived
  const { place, audience, addressed, search = 'auto', locale } = about
  return {
    id,
    thread: {
      id: threadIdOf(place),
      surface: 'discord',
      workspace: place.guild,
      channel: place.channel,
      audience: channelLabel(place.guild, place.channel),
      createdAt: beginningOf(place, id),
    },
    author: { id: authorIdOf(author.id), ...(author.name === '' ? {} : { displayName: author.name }) },
    text,
    receivedAt: timeOf(id),
    audience,
    search,
    ...(locale === undefined ? {} : { locale }),
    permalink: permalinkOf(place.guild, channelId, id),
    addressed,
  }
}

/** A conversation begins with what it hangs on. */
function beginningOf({ root }: DiscordPlace, id: string): number {
  return timeOf(/^\d+$/.test(root) ? root : id)
}
