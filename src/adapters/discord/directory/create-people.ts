import type { AudienceLabel } from '../../../domain/audience.ts'
import {
  channelLabel,
  DIRECT,
  type DiscordPlace,
  parseThreadId,
  personLabel,
  threadIdOf,
  threadLabel,
} from '../discord-ids.ts'
import type { Channels } from './create-channels.ts'
import { createMembers, type MembersOptions } from './create-members.ts'
import { createThreadMembers } from './create-thread-members.ts'
import { findReadingPlace } from './find-reading-place.ts'
import { inParallel } from './in-parallel.ts'
import { labelsOfMember } from './labels-of-readers.ts'
import { canRead, moderatesThreads } from './permissions.ts'

/** What single persons may read, wherever nobody else sees it. */
export interface People {
  /** Asks for what `labelsOf` needs to know. */
  learn(user: string, place: DiscordPlace | undefined, signal: AbortSignal): Promise<void>
  /**
   * From what is known. @param place where it is shown, whose own items count too when the person certainly reads there
   * @param since what was asked for before this time of `Clock.elapsed` is not known: roles may have been taken meanwhile
   */
  labelsOf(user: string, place: DiscordPlace | undefined, since: number): readonly AudienceLabel[]
}

export interface PeopleOptions extends MembersOptions {
  readonly channels: Channels
  readonly mostGuilds: number
}

const AT_ONCE = 8

export function createPeople({ channels, mostGuilds, ...options }: PeopleOptions): People {
  const { facts } = options
  const members = createMembers(options)
  const threadMembers = createThreadMembers(options)

  /** The server of the place first, then those where the person was seen last. */
  function guildsFor(user: string, place: DiscordPlace | undefined): readonly string[] {
    const all = facts.listGuilds()
    const isThere = new Set(all)
    const first = [...(place === undefined ? [] : [place.guild]), ...members.seenIn(user)]
    return [...new Set([...first, ...all])].filter((guild) => isThere.has(guild)).slice(0, mostGuilds)
  }

  async function learnPlace(user: string, place: DiscordPlace, signal: AbortSignal): Promise<void> {
    const found = await channels.find(place.channel, place.guild, signal)
    if (found?.kind === 'private-thread') await threadMembers.find(place.channel, user, signal)
  }

  function labelsOfPlace(user: string, place: DiscordPlace, since: number): readonly AudienceLabel[] {
    const labels = [channelLabel(place.guild, place.channel), threadLabel(place)]
    if (isThere(user, place, since)) return labels
    // A private conversation is nobody else's, wherever it is shown.
    return parseThreadId(threadIdOf(place))?.isPrivate === true ? [threadLabel(place)] : []
  }

  function isThere(user: string, place: DiscordPlace, since: number): boolean {
    if (place.guild === DIRECT) return channels.peek(place.channel, DIRECT)?.recipient === user
    const guild = facts.findGuild(place.guild)
    const member = members.peek(place.guild, user, since)
    const here = guild && findReadingPlace(guild, place, channels)
    if (guild === undefined || member === undefined || here === undefined || member.isGuest) return false
    const person = { ...member, id: user }
    if (!canRead(guild, person, here.deciding)) return false
    if (!here.isPrivateThread) return true
    return threadMembers.peek(place.channel, user, since) || moderatesThreads(guild, person, here.deciding)
  }

  function labelsIn(
    guildId: string,
    user: string,
    place: DiscordPlace | undefined,
    since: number,
  ): readonly AudienceLabel[] {
    const guild = facts.findGuild(guildId)
    const member = members.peek(guildId, user, since)
    if (guild === undefined || member === undefined) return []
    const here = place?.guild === guildId ? findReadingPlace(guild, place, channels)?.deciding.id : undefined
    return labelsOfMember(guild, { ...member, id: user }, here)
  }

  return {
    async learn(user, place, signal) {
      const lookups = guildsFor(user, place).map((guild) => () => members.find(guild, user, signal))
      if (place !== undefined) lookups.unshift(async () => void (await learnPlace(user, place, signal)))
      await inParallel(lookups, AT_ONCE, (lookUp) => lookUp())
    },
    labelsOf: (user, place, since) => [
      personLabel(user),
      ...guildsFor(user, place).flatMap((guild) => labelsIn(guild, user, place, since)),
      ...(place === undefined ? [] : labelsOfPlace(user, place, since)),
    ],
  }
}
