import type { Clock } from '../../../ports/clock.ts'

/** Keeps changes of status lines rare enough that the first sign of a new question always finds room. */
export interface StatusPace {
  /** A first sign is being given in a channel; changes there wait. */
  note(channel: string): void
  /** Takes the next place for a change. @returns whether there is one now */
  take(channel: string): boolean
  /** Slack did not take the first sign of a question, so that what comes next is its first sign. */
  miss(turnId: string): void
  hasMissed(turnId: string): boolean
  /** The question has been given a sign, or needs none any more. */
  settle(turnId: string): void
}

/**
 * Slack takes statuses as it takes posts: about one per second and channel, and some hundreds per minute in a workspace
 * (https://docs.slack.dev/apis/web-api/rate-limits). In a long line of questions every answer moves all of them.
 */
const CHANNEL_MS = 2_000
const WORKSPACE_MS = 200
/** Channels, and questions without a sign, that are remembered before the oldest are dropped. */
const MOST = 1_000

export function createStatusPace(clock: Clock): StatusPace {
  /** When the last status was shown. */
  const shownAt = new Map<string, number>()
  const missed = new Set<string>()
  let changedAt = Number.NEGATIVE_INFINITY
  const note = (channel: string) => {
    shownAt.delete(channel)
    shownAt.set(channel, clock.elapsed())
    dropOldest(shownAt)
  }
  return {
    note,
    take(channel) {
      const now = clock.elapsed()
      const since = now - (shownAt.get(channel) ?? Number.NEGATIVE_INFINITY)
      if (since < CHANNEL_MS || now - changedAt < WORKSPACE_MS) return false
      changedAt = now
      note(channel)
      return true
    },
    miss(turnId) {
      missed.add(turnId)
      dropOldest(missed)
    },
    hasMissed: (turnId) => missed.has(turnId),
    settle: (turnId) => void missed.delete(turnId),
  }
}

function dropOldest(entries: Map<string, unknown> | Set<string>): void {
  const [oldest] = entries.keys()
  if (entries.size > MOST && oldest !== undefined) entries.delete(oldest)
}
