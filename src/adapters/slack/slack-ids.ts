import type { AudienceLabel } from '../../domain/audience.ts'

/** Where a message stands in Slack. */
export interface SlackPlace {
  /** The workspace that Kiku is installed in, such as `T012AB3CD`. */
  readonly team: string
  readonly channel: string
  /** Timestamp of the message that the thread hangs on: seconds, a dot, six digits. */
  readonly threadTs: string
}

/** A reply that only one person sees has no thread in Slack; it gets one of its own here. */
const PRIVATE = 'private-'

export function threadIdOf({ team, channel, threadTs }: SlackPlace): string {
  return `slack:${team}:${channel}:${threadTs}`
}

/** @param name unique in the channel, such as the id of the command's trigger */
export function privateThreadIdOf(place: Omit<SlackPlace, 'threadTs'>, name: string): string {
  return threadIdOf({ ...place, threadTs: `${PRIVATE}${name.replace(/[^\w.-]/g, '')}` })
}

/** @returns undefined for ids of other surfaces. */
export function parseThreadId(id: string): (SlackPlace & { readonly isPrivate: boolean }) | undefined {
  const [surface, team, channel, threadTs, ...rest] = id.split(':')
  if (surface !== 'slack' || team === undefined || channel === undefined || threadTs === undefined) return undefined
  return rest.length > 0 ? undefined : { team, channel, threadTs, isPrivate: threadTs.startsWith(PRIVATE) }
}

export interface SlackPerson {
  /** The person's own workspace, which in shared channels is not Kiku's. */
  readonly team: string
  readonly user: string
}

export function authorIdOf({ team, user }: SlackPerson): string {
  return `slack:${team}:${user}`
}

export function parseAuthorId(id: string): SlackPerson | undefined {
  const [surface, team, user] = id.split(':')
  return surface === 'slack' && team !== undefined && user !== undefined ? { team, user } : undefined
}

export const workspaceLabel = (team: string): AudienceLabel => `slack:${team}`
export const channelLabel = (team: string, channel: string): AudienceLabel => `slack:${team}:${channel}`
export const personLabel = ({ team, user }: SlackPerson): AudienceLabel => `person:slack:${team}:${user}`
export const threadLabel = ({ team, channel, threadTs }: SlackPlace): AudienceLabel =>
  `thread:slack:${team}:${channel}:${threadTs}`

/**
 * The address of a message. @param workspaceUrl as `auth.test` gives it, with a slash at the end
 */
export function permalinkOf(workspaceUrl: string, { channel, threadTs }: SlackPlace, ts: string): string {
  const address = `${workspaceUrl}archives/${channel}/p${ts.replace('.', '')}`
  return ts === threadTs ? address : `${address}?thread_ts=${threadTs}&cid=${channel}`
}

/** Epoch milliseconds of a Slack timestamp. */
export function timeOf(ts: string): number {
  return Math.round(Number(ts) * 1000)
}
