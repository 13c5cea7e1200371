import { PermissionFlagsBits as Bits, ChannelType } from 'discord.js'
import type { ChannelFacts, GuildFacts, MemberFacts, OverwriteFacts } from './guild-facts.ts'

/** Who may what in a channel (https://discord.com/developers/docs/topics/permissions#permission-hierarchy). */

const ALL = Object.values(Bits).reduce((all, bit) => all | bit, 0n)
const READ = Bits.ViewChannel | Bits.ReadMessageHistory
const VOICE: ReadonlySet<number> = new Set([ChannelType.GuildVoice, ChannelType.GuildStageVoice])
const MESSAGES: ReadonlySet<number> = new Set([
  ChannelType.GuildText,
  ChannelType.GuildAnnouncement,
  ChannelType.GuildForum,
  ChannelType.GuildMedia,
  ...VOICE,
])
/** Features of servers into which people can look who are no members, or might soon be able to. */
const OPEN_TO_STRANGERS = [
  'DISCOVERABLE',
  'FEATURABLE',
  'PREVIEW_ENABLED',
  'LURKABLE',
  'PUBLIC',
  'HUB',
  'LINKED_TO_HUB',
]

type Person = Pick<MemberFacts, 'roles'> & { readonly id: string }

/** Everything that a member may in a channel; in a thread what counts is the channel that it hangs on. */
export function permissionsIn(guild: GuildFacts, person: Person, channel: ChannelFacts): bigint {
  if (guild.ownerId === person.id) return ALL
  const roles = [guild.id, ...person.roles]
  const base = roles.reduce((all, id) => all | (guild.roles.get(id)?.permissions ?? 0n), 0n)
  if (has(base, Bits.Administrator)) return ALL
  const ofRoles = channel.overwrites.filter((one) => one.isOfRole && one.id !== guild.id && roles.includes(one.id))
  const ofPerson = channel.overwrites.filter((one) => !one.isOfRole && one.id === person.id)
  // A role that is not known any more allows nothing; what it forbids, it may still forbid.
  const isKnown = ({ id }: OverwriteFacts) => guild.roles.has(id)
  const afterEveryone = overwrite(base, everyoneIn(guild, channel))
  const afterRoles = (afterEveryone & ~denied(ofRoles)) | allowed(ofRoles.filter(isKnown))
  return (afterRoles & ~denied(ofPerson)) | allowed(ofPerson)
}

/** Whether a member may read what was written in a channel. */
export function canRead(guild: GuildFacts, person: Person, channel: ChannelFacts): boolean {
  return holdsMessages(channel) && has(permissionsIn(guild, person, channel), readingOf(channel))
}

/** Whether a member sees the private threads of a channel without having been let in. */
export function moderatesThreads(guild: GuildFacts, person: Person, channel: ChannelFacts): boolean {
  return has(permissionsIn(guild, person, channel), Bits.ManageThreads)
}

/** Permissions that reading needs; who may not enter a voice channel does not see its text either. */
export function readingOf({ type }: ChannelFacts): bigint {
  return VOICE.has(type) ? READ | Bits.Connect : READ
}

export function has(permissions: bigint, bits: bigint): boolean {
  return (permissions & bits) === bits
}

/** Whether messages stand in it, or in its threads. */
export function holdsMessages({ type }: ChannelFacts): boolean {
  return MESSAGES.has(type)
}

/**
 * Whether everybody in the server may read a channel: everybody's role may, and nobody is excepted. Guests of voice
 * channels are no members. In what is restricted by age some members may not look.
 */
export function isOpen(guild: GuildFacts, channel: ChannelFacts): boolean {
  if (!holdsMessages(channel) || isVoice(channel) || channel.isAgeRestricted) return false
  if (!has(ofEveryone(guild, channel), READ)) return false
  return exceptionsIn(guild, channel).every(({ deny }) => (deny & READ) === 0n)
}

/** Whether everybody in the server sees that there is such a channel. */
export function isSeenByAll(guild: GuildFacts, channel: ChannelFacts): boolean {
  if (!has(ofEveryone(guild, channel), Bits.ViewChannel)) return false
  return exceptionsIn(guild, channel).every(({ deny }) => !has(deny, Bits.ViewChannel))
}

/** Whether people can be let in who are no members of the server: guests of voice channels, players of a linked game. */
export function hasGuests(channel: ChannelFacts): boolean {
  return isVoice(channel) || channel.isLinked
}

/** Whether people may look into a channel before they are members. Exceptions for roles and members do not keep them out. */
export function isPreviewed(guild: GuildFacts, channel: ChannelFacts): boolean {
  const isLookedInto = OPEN_TO_STRANGERS.some((feature) => guild.features.has(feature))
  return isLookedInto && has(ofEveryone(guild, channel), Bits.ViewChannel)
}

/**
 * Whether all who see new messages in a channel may also read the old ones. That is certain where everybody may, or where
 * whatever lets somebody see the channel lets them read its past as well; and where what takes the past away from somebody
 * takes away the channel, too, so that only another exception can open it to them again.
 */
export function isHistoryForAll(guild: GuildFacts, channel: ChannelFacts): boolean {
  const exceptions = exceptionsIn(guild, channel)
  const losses = exceptions.filter(({ deny }) => has(deny, Bits.ReadMessageHistory))
  if (losses.some(({ deny }) => !has(deny, Bits.ViewChannel))) return false
  const isForEveryone = has(ofEveryone(guild, channel), Bits.ReadMessageHistory)
  if (isForEveryone && losses.length === 0) return true
  return exceptions.every(({ allow }) => opensBoth(allow)) && (isForEveryone || areRolesOpeningBoth(guild, channel))
}

function areRolesOpeningBoth(guild: GuildFacts, channel: ChannelFacts): boolean {
  const everyone = everyoneIn(guild, channel)
  return [...guild.roles.values()].every(
    ({ permissions }) => has(permissions, Bits.Administrator) || opensBoth(overwrite(permissions, everyone)),
  )
}

function opensBoth(granted: bigint): boolean {
  return !has(granted, Bits.ViewChannel) || has(granted, Bits.ReadMessageHistory)
}

function isVoice({ type }: ChannelFacts): boolean {
  return VOICE.has(type)
}

/** What somebody without any role may. */
function ofEveryone(guild: GuildFacts, channel: ChannelFacts): bigint {
  const base = guild.roles.get(guild.id)?.permissions ?? 0n
  return has(base, Bits.Administrator) ? ALL : overwrite(base, everyoneIn(guild, channel))
}

function everyoneIn(guild: GuildFacts, channel: ChannelFacts): OverwriteFacts | undefined {
  return channel.overwrites.find((one) => one.isOfRole && one.id === guild.id)
}

function exceptionsIn(guild: GuildFacts, channel: ChannelFacts): readonly OverwriteFacts[] {
  return channel.overwrites.filter((one) => !(one.isOfRole && one.id === guild.id))
}

function overwrite(permissions: bigint, by: OverwriteFacts | undefined): bigint {
  return by === undefined ? permissions : (permissions & ~by.deny) | by.allow
}

function allowed(overwrites: readonly OverwriteFacts[]): bigint {
  return overwrites.reduce((all, { allow }) => all | allow, 0n)
}

function denied(overwrites: readonly OverwriteFacts[]): bigint {
  return overwrites.reduce((all, { deny }) => all | deny, 0n)
}
