import type { Clock } from '../../../ports/clock.ts'

/**
 * How much of streaming a workspace takes: everything, words without cards and buttons, or nothing (an old plan, a scope
 * that was not granted, a kind of channel).
 */
export type StreamRung = 'full' | 'plain' | 'none'

/** Remembers what was refused, for an hour, so that not every reply begins with a refusal. */
export interface StreamSupport {
  read(place: { readonly team: string; readonly channel: string }): StreamRung
  /** @param error Slack's name of the problem */
  lower(place: { readonly team: string; readonly channel: string }, to: StreamRung, error: string): void
  /** Slack has asked for patience, as it does when there is much to answer. */
  noteLimit(): void
  /** Whether it has lately, so that calls are to be saved for what stays. */
  isLimited(): boolean
}

const REMEMBERED_MS = 60 * 60 * 1000
const MOST = 1000
/** Slack counts by the minute; what it could not take now it will hardly take within this, in milliseconds. */
const LIMITED_MS = 20_000
// Said of the channel, not of the app.
const OF_CHANNEL = new Set([
  'channel_type_not_supported',
  'missing_recipient_user_id',
  'missing_recipient_team_id',
  'user_not_found',
])

export function createStreamSupport(clock: Clock): StreamSupport {
  const lowered = new Map<string, { readonly rung: StreamRung; readonly until: number }>()
  let limitedUntil = Number.NEGATIVE_INFINITY
  const find = (key: string) => {
    const entry = lowered.get(key)
    return entry !== undefined && entry.until > clock.elapsed() ? entry.rung : 'full'
  }
  return {
    read({ team, channel }) {
      const rungs = [find(team), find(`${team} ${channel}`)]
      if (rungs.includes('none')) return 'none'
      return rungs.includes('plain') ? 'plain' : 'full'
    },
    lower({ team, channel }, rung, error) {
      const oldest = lowered.keys().next()
      if (lowered.size >= MOST && oldest.done !== true) lowered.delete(oldest.value)
      const key = OF_CHANNEL.has(error) ? `${team} ${channel}` : team
      lowered.set(key, { rung, until: clock.elapsed() + REMEMBERED_MS })
    },
    noteLimit() {
      limitedUntil = clock.elapsed() + LIMITED_MS
    },
    isLimited: () => limitedUntil > clock.elapsed(),
  }
}
