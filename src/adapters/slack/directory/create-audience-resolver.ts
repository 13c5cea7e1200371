import { type Audience, type AudienceLabel, PUBLIC } from '../../../domain/audience.ts'
import { withDeadline } from '../../../domain/with-deadline.ts'
import type { SlackIdentity } from '../api/slack-api.ts'
import { channelLabel, personLabel, type SlackPlace, threadLabel, workspaceLabel } from '../slack-ids.ts'
import type { SlackChannel, SlackDirectory } from './directory.ts'
import type { AudienceResolver } from './resolve-audience.ts'

export interface AudienceResolverOptions {
  readonly directory: SlackDirectory
  readonly identity: SlackIdentity
  /** The longest that a question waits for its audience, in milliseconds. Default 3,000. */
  readonly timeoutMs?: number
}

type Labels = readonly AudienceLabel[]

/**
 * Says what every reader of a reply may read. A label is added only for what is certain: a person or a channel that Slack
 * does not tell of, or not in time, costs the labels that would depend on it.
 */
export function createAudienceResolver({
  directory,
  identity,
  timeoutMs = 3_000,
}: AudienceResolverOptions): AudienceResolver {
  const team = identity.team

  async function labelsForReply(place: SlackPlace, signal: AbortSignal): Promise<Labels> {
    const channel = await directory.findChannel(place.channel, signal)
    if (channel === undefined) return []
    if (channel.kind !== 'direct') return (await isOpen(channel, signal)) ? [workspaceLabel(team)] : []
    return channel.user === undefined ? [] : labelsOfPerson(channel.user, signal)
  }

  async function labelsForPerson(user: string, place: SlackPlace, signal: AbortSignal): Promise<Labels> {
    const [own, isThere] = await Promise.all([labelsOfPerson(user, signal), isIn(user, place.channel, signal)])
    return isThere ? [...own, ...labelsOfPlace(place)] : own
  }

  /** What one person may read wherever nobody else sees it. */
  async function labelsOfPerson(user: string, signal: AbortSignal): Promise<Labels> {
    const [person, channels] = await Promise.all([
      directory.findUser(user, signal),
      directory.listChannelsOf(user, signal),
    ])
    if (person === undefined || person.isBot) return []
    const inChannels = channels.map((channel) => channelLabel(team, channel))
    const inWorkspace = person.isOutsider ? [] : [workspaceLabel(team)]
    return [personLabel({ team: person.team, user }), ...inWorkspace, ...inChannels]
  }

  /** Whether everybody who can read a channel is a full member of the workspace. Bots read nothing. */
  async function isOpen(channel: SlackChannel, signal: AbortSignal): Promise<boolean> {
    if (channel.isShared) return false
    const members = await directory.listMembers(channel.id, signal)
    const others = members?.filter((member) => member !== identity.user)
    if (others === undefined || others.length === 0) return false
    const people = await Promise.all(others.map((member) => directory.findUser(member, signal)))
    return people.every((person) => person !== undefined && (person.isBot || !person.isOutsider))
  }

  async function isIn(user: string, channelId: string, signal: AbortSignal): Promise<boolean> {
    const [channel, channels] = await Promise.all([
      directory.findChannel(channelId, signal),
      directory.listChannelsOf(user, signal),
    ])
    if (channel === undefined) return false
    if (channel.kind === 'direct') return channel.user === user
    if (channels.includes(channelId)) return true
    return (await directory.listMembers(channelId, signal))?.includes(user) === true
  }

  /** In time or not at all. @throws the reason of the signal only */
  async function inTime(signal: AbortSignal, find: (signal: AbortSignal) => Promise<Labels>): Promise<Labels> {
    try {
      return await withDeadline({ signal, timeoutMs, what: 'lookup of the readers of a reply' }, find)
    } catch {
      signal.throwIfAborted()
      return []
    }
  }

  return {
    async forReply(place, signal) {
      const found = place.team === team ? await inTime(signal, (ended) => labelsForReply(place, ended)) : []
      return audienceOf([PUBLIC, ...labelsOfPlace(place), ...found])
    },
    async forPerson(user, place, signal) {
      const found = place.team === team ? await inTime(signal, (ended) => labelsForPerson(user, place, ended)) : []
      return audienceOf([PUBLIC, ...found])
    },
  }
}

function labelsOfPlace(place: SlackPlace): Labels {
  return [channelLabel(place.team, place.channel), threadLabel(place)]
}

function audienceOf(labels: Labels): Audience {
  return { labels: [...new Set(labels)] }
}
