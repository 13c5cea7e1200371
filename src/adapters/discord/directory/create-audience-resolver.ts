import { type Audience, type AudienceLabel, PUBLIC } from '../../../domain/audience.ts'
import { withDeadline } from '../../../domain/with-deadline.ts'
import { channelLabel, DIRECT, type DiscordPlace, threadLabel } from '../discord-ids.ts'
import { createChannels } from './create-channels.ts'
import type { MembersOptions } from './create-members.ts'
import { createPeople } from './create-people.ts'
import { findReadingPlace } from './find-reading-place.ts'
import { labelsOfReaders } from './labels-of-readers.ts'
import type { AudienceResolver } from './resolve-audience.ts'

export interface AudienceResolverOptions extends Omit<MembersOptions, 'timeoutMs'> {
  /** The longest that a question waits for its audience, in milliseconds. Default 3,000. */
  readonly timeoutMs?: number
  /** Servers in which a person is looked up, those first where the person was seen last. Default 40. */
  readonly mostGuilds?: number
}

/**
 * Says what every reader of a reply may read. What has to be asked for is asked first, while there is time; then the
 * labels are read off at once from what is known, so that a change told meanwhile counts. A label is given only for what is
 * certain.
 */
export function createAudienceResolver({
  timeoutMs = 3_000,
  mostGuilds = 40,
  ...rest
}: AudienceResolverOptions): AudienceResolver {
  const { facts, clock } = rest
  const options = { ...rest, timeoutMs }
  const channels = createChannels(options)
  const people = createPeople({ ...options, channels, mostGuilds })

  async function learnReaders({ guild, channel }: DiscordPlace, signal: AbortSignal): Promise<void> {
    const found = await channels.find(channel, guild, signal)
    if (guild === DIRECT && found?.recipient !== undefined) await people.learn(found.recipient, undefined, signal)
  }

  function labelsForReply(place: DiscordPlace, since: number): readonly AudienceLabel[] {
    if (place.guild === DIRECT) {
      const recipient = channels.peek(place.channel, DIRECT)?.recipient
      return [...labelsOfPlace(place), ...(recipient === undefined ? [] : people.labelsOf(recipient, undefined, since))]
    }
    // Where Kiku is not, it does not know who may read what was said before.
    const guild = facts.findGuild(place.guild)
    const here = guild && findReadingPlace(guild, place, channels)
    return guild === undefined || here === undefined ? [threadLabel(place)] : labelsOfReaders(guild, here)
  }

  /** What is not known in time is left out. @throws the reason of the signal only */
  async function learn(signal: AbortSignal, work: (ended: AbortSignal) => Promise<unknown>): Promise<void> {
    try {
      await withDeadline({ signal, timeoutMs, what: 'lookup of the readers of a reply' }, work)
    } catch {
      signal.throwIfAborted()
    }
  }

  return {
    async forReply(place, signal) {
      const since = clock.elapsed()
      await learn(signal, (ended) => learnReaders(place, ended))
      return audienceOf(labelsForReply(place, since))
    },
    async forPerson(user, place, signal) {
      const since = clock.elapsed()
      await learn(signal, (ended) => people.learn(user, place, ended))
      return audienceOf(people.labelsOf(user, place, since))
    },
  }
}

function labelsOfPlace(place: DiscordPlace): readonly AudienceLabel[] {
  return [channelLabel(place.guild, place.channel), threadLabel(place)]
}

function audienceOf(labels: readonly AudienceLabel[]): Audience {
  return { labels: [...new Set([PUBLIC, ...labels])] }
}
