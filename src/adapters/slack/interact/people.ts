import type { SlackDirectory } from '../directory/directory.ts'
import { parseAuthorId, type SlackPlace } from '../slack-ids.ts'

/** Whether an author is this person. Slack's user ids are unique across workspaces, which teams in author ids are not. */
export function isWrittenBy(authorId: string, user: string): boolean {
  return parseAuthorId(authorId)?.user === user
}

/** Ids of one-to-one conversations begin with D (https://docs.slack.dev/reference/objects/conversation-object). */
export function isDirectChannel(channel: string): boolean {
  return channel.startsWith('D')
}

/**
 * Whether a person may decide for all what Kiku does and remembers in a channel: a full member of the workspace who is in
 * the channel. What cannot be found out is a no.
 */
export async function mayGovern(
  { channel, user }: { readonly channel: string; readonly user: string },
  directory: SlackDirectory,
  signal: AbortSignal,
): Promise<boolean> {
  const who = await directory.findUser(user, signal)
  if (who === undefined || who.isOutsider || who.isBot) return false
  const members = await directory.listMembers(channel, signal)
  if (members !== undefined) return members.includes(user)
  return (await directory.listChannelsOf(user, signal)).includes(channel)
}

/** The parts of a turn's id. @returns undefined when it is none of a message in this workspace of Slack */
export function parseTurnId(
  turnId: string,
  team: string,
): { readonly channel: string; readonly id: string } | undefined {
  const [surface, workspace, channel, id, ...rest] = turnId.split(':')
  if (surface !== 'slack' || workspace !== team || !channel || !id || rest.length > 0) return undefined
  return { channel, id }
}

/** Whether something is a timestamp of Slack, and not a name of Kiku's own. */
export function isTimestamp(id: string): boolean {
  return /^\d+\.\d+$/.test(id)
}

/** A place for the audience of what is shown to one person outside any thread. */
export function placeOutsideThreads(team: string, channel: string): SlackPlace {
  return { team, channel, threadTs: 'private-none' }
}
