import type { Clock } from '../../../ports/clock.ts'

/** Keeps changes of status lines rare enough that the first sign of a new question always finds room. */
export interface StatusPace {
  /** A first sign was given in a channel; changes there wait. */
  note(channel: string): void
  /** Takes the next place for a change. @returns whether there is one now */
  take(channel: string): boolean
}

/**
 * Slack takes statuses as it takes posts: about one per second and channel, and some hundreds per minute in a workspace
 * (https://docs.slack.dev/apis/web-api/rate-limits). In a long line of questions every answer moves all of them.
 */
const CHANNEL_MS = 2_000
const WORKSPACE_MS = 200
/** Channels that are remembered before those are dropped that no longer matter. */
const MOST_CHANNELS = 1_000

export function createStatusPace(clock: Clock): StatusPace {
  /** When the last status was shown. */
  const shownAt = new Map<string, number>()
  let changedAt = Number.NEGATIVE_INFINITY
  const note = (channel: string) => {
    const now = clock.elapsed()
    shownAt.set(channel, now)
    if (shownAt.size <= MOST_CHANNELS) return
    for (const [known, at] of shownAt) if (now - at >= CHANNEL_MS) shownAt.delete(known)
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
  }
}
