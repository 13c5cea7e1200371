import { textOf, type WireObject } from './wire.ts'

/** How often a method may be called; a bucket that fills steadily. */
export interface Rate {
  /** Calls per minute in the long run. */
  readonly perMinute: number
  /** Calls at once, after a rest. */
  readonly burst: number
  /** What has a bucket of its own. */
  readonly per: 'app' | 'channel' | 'message'
}

export type Rates = Readonly<Record<string, Rate>>

const TIER_2: Rate = { perMinute: 20, burst: 20, per: 'app' }
const TIER_3: Rate = { perMinute: 50, burst: 50, per: 'app' }
const TIER_4: Rate = { perMinute: 100, burst: 100, per: 'app' }

/** Slack's published tiers (https://docs.slack.dev/apis/web-api/rate-limits), as mean as they are documented. */
export const DOCUMENTED_RATES: Rates = {
  'chat.postMessage': { perMinute: 60, burst: 3, per: 'channel' },
  'chat.update': TIER_3,
  'chat.delete': TIER_3,
  'chat.postEphemeral': TIER_4,
  'chat.startStream': TIER_2,
  'chat.appendStream': TIER_4,
  'chat.stopStream': TIER_2,
  'conversations.history': TIER_3,
  'conversations.replies': TIER_3,
  'conversations.info': TIER_3,
  'conversations.members': TIER_4,
  'conversations.list': TIER_2,
  'conversations.open': TIER_3,
  'users.conversations': TIER_3,
  'users.info': TIER_4,
  'users.list': TIER_2,
  'reactions.add': TIER_3,
  'reactions.remove': TIER_2,
  'views.open': TIER_4,
  'views.update': TIER_4,
  'views.publish': TIER_4,
  'files.info': TIER_4,
}

export interface RateLimiter {
  set(rates: Rates): void
  /** @returns seconds to wait, as `Retry-After` says them, when a call comes too soon */
  take(method: string, parameters: WireObject): number | undefined
}

export function createRateLimiter(first: Rates = {}): RateLimiter {
  let rates = first
  let buckets = new Map<string, { left: number; at: number }>()
  return {
    set(next) {
      rates = next
      buckets = new Map()
    },
    take(method, parameters) {
      const rate = rates[method]
      if (rate === undefined) return undefined
      const key = `${method} ${keyOf(rate, parameters)}`
      const now = Date.now()
      const bucket = buckets.get(key) ?? { left: rate.burst, at: now }
      const left = Math.min(rate.burst, bucket.left + ((now - bucket.at) * rate.perMinute) / 60_000)
      buckets.set(key, { left: left >= 1 ? left - 1 : left, at: now })
      if (left >= 1) return undefined
      return Math.max(1, Math.ceil(((1 - left) * 60) / rate.perMinute))
    },
  }
}

function keyOf({ per }: Rate, parameters: WireObject): string {
  const channel = textOf(parameters.channel) || textOf(parameters.channel_id)
  if (per === 'app') return ''
  return per === 'channel' ? channel : `${channel}/${textOf(parameters.ts)}`
}
