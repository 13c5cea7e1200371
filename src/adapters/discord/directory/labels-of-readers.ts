import type { AudienceLabel } from '../../../domain/audience.ts'
import { channelLabel, type DiscordPlace, guildLabel, threadLabel } from '../discord-ids.ts'
import type { ChannelFacts, GuildFacts, MemberFacts } from './guild-facts.ts'
import { canRead, hasGuests, isHistoryForAll, isOpen, isPreviewed } from './permissions.ts'

type Labels = readonly AudienceLabel[]

/** Where a reply is read: a channel, or a thread that hangs on it. */
export interface ReadingPlace {
  readonly place: DiscordPlace
  /** The channel itself, or the one that the private thread hangs on. */
  readonly deciding: ChannelFacts
  readonly isPrivateThread: boolean
}

/**
 * What all who read along in a channel of a server may read. Of other channels those that every member may read:
 * whoever reads along is a member, unless strangers do. The channels of a few are left out, even where the same few read.
 */
export function labelsOfReaders(guild: GuildFacts, { place, deciding, isPrivateThread }: ReadingPlace): Labels {
  const own = isHistoryForAll(guild, deciding) ? ownLabels(place, deciding) : []
  const readsStranger = hasGuests(deciding) || (!isPrivateThread && isPreviewed(guild, deciding))
  return [threadLabel(place), ...own, ...(readsStranger ? [] : labelsOfMembers(guild))]
}

/** Whoever is in a private thread, or looks after it, sees the channel that it hangs on. */
function ownLabels({ guild, channel }: DiscordPlace, deciding: ChannelFacts): Labels {
  return [channelLabel(guild, channel), channelLabel(guild, deciding.id)]
}

function labelsOfMembers(guild: GuildFacts): Labels {
  const open = [...guild.channels.values()].filter((channel) => isOpen(guild, channel))
  return [guildLabel(guild.id), ...open.map(({ id }) => channelLabel(guild.id, id))]
}

/**
 * What one member may read in a server. Of channels that are restricted by age only the one where the person is: whether
 * somebody is old enough, Discord does not say.
 * @param here the channel that the person is in
 */
export function labelsOfMember(
  guild: GuildFacts,
  person: MemberFacts & { readonly id: string },
  here: string | undefined,
): Labels {
  if (person.isGuest) return []
  const readable = [...guild.channels.values()]
    .filter((channel) => !channel.isAgeRestricted || channel.id === here)
    .filter((channel) => canRead(guild, person, channel))
  return [...(person.isPending ? [] : [guildLabel(guild.id)]), ...readable.map(({ id }) => channelLabel(guild.id, id))]
}
