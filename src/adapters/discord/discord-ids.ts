import type { AudienceLabel } from '../../domain/audience.ts'

/** The workspace of conversations outside servers: direct messages and groups. */
export const DIRECT = 'dm'

/** Where a conversation stands in Discord. */
export interface DiscordPlace {
  /** Id of the server, which Discord's API calls guild, or `DIRECT`. */
  readonly guild: string
  /** The channel that decides who reads: of a public thread its parent, of a private thread the thread itself. */
  readonly channel: string
  /** What the conversation hangs on: a thread, the first message or command, `private-…` where only the asker reads. */
  readonly root: string
}

const PRIVATE = 'private-'
/** Milliseconds since 1970 at which Discord's ids begin (https://discord.com/developers/docs/reference#snowflakes). */
const EPOCH = 1_420_070_400_000

export function threadIdOf({ guild, channel, root }: DiscordPlace): string {
  return `discord:${guild}:${channel}:${root}`
}

/** A conversation that only one person reads. @param name unique in the channel, such as the id of a command */
export function privatePlace(place: Omit<DiscordPlace, 'root'>, name: string): DiscordPlace {
  return { guild: place.guild, channel: place.channel, root: `${PRIVATE}${name}` }
}

/** @returns undefined for ids of other surfaces */
export function parseThreadId(id: string): (DiscordPlace & { readonly isPrivate: boolean }) | undefined {
  const [surface, guild, channel, root, ...rest] = id.split(':')
  if (surface !== 'discord' || guild === undefined || channel === undefined || root === undefined) return undefined
  return rest.length > 0 ? undefined : { guild, channel, root, isPrivate: root.startsWith(PRIVATE) }
}

/** The parts of the id of a question's turn. @returns undefined for ids of other surfaces */
export function parseTurnId(
  id: string,
): { readonly guild: string; readonly channel: string; readonly message: string } | undefined {
  const [surface, guild, channel, message, ...rest] = id.split(':')
  if (surface !== 'discord' || guild === undefined || channel === undefined || message === undefined) return undefined
  return rest.length > 0 ? undefined : { guild, channel, message }
}

export function authorIdOf(user: string): string {
  return `discord:${user}`
}

/** @returns the user's id; undefined for authors of other surfaces */
export function parseAuthorId(id: string): string | undefined {
  const [surface, user, ...rest] = id.split(':')
  return surface === 'discord' && rest.length === 0 ? user : undefined
}

export const guildLabel = (guild: string): AudienceLabel => `discord:${guild}`
export const channelLabel = (guild: string, channel: string): AudienceLabel => `discord:${guild}:${channel}`
export const personLabel = (user: string): AudienceLabel => `person:discord:${user}`
export const threadLabel = ({ guild, channel, root }: DiscordPlace): AudienceLabel =>
  `thread:discord:${guild}:${channel}:${root}`

/** The address of a message. @param channel the thread or channel that it stands in */
export function permalinkOf(guild: string, channel: string, message: string): string {
  return `https://discord.com/channels/${guild === DIRECT ? '@me' : guild}/${channel}/${message}`
}

export interface MessageAddress {
  /** The channel or thread that it stands in. */
  readonly channelId: string
  readonly messageId: string
}

/** The message that an address of `permalinkOf` leads to. */
export function parsePermalink(link: string): MessageAddress | undefined {
  const [, channelId, messageId] = /^https:\/\/discord\.com\/channels\/[^/]+\/(\d+)\/(\d+)$/.exec(link) ?? []
  return channelId === undefined || messageId === undefined ? undefined : { channelId, messageId }
}

/** Epoch milliseconds at which an id was made. */
export function timeOf(id: string): number {
  return Number(BigInt(id) >> 22n) + EPOCH
}

/** The smallest id that can be made at a time, for reading messages from there on. */
export function idAt(time: number): string {
  return String(BigInt(Math.max(0, Math.trunc(time) - EPOCH)) << 22n)
}

/** For sorting ids, and with them what they name, the oldest first. */
export function compareIds(left: string, right: string): number {
  const [first, second] = [BigInt(left), BigInt(right)]
  return first < second ? -1 : first > second ? 1 : 0
}
