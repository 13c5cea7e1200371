import { createHash } from 'node:crypto'

/** So many calls in a window of time, for each channel, guild or interaction of its own. */
export interface Rate {
  readonly limit: number
  readonly windowMs: number
}

/** By route, such as `POST /channels/:channel/messages`; `*` for all others, and `global` for all of the app's together. */
export type Rates = Readonly<Record<string, Rate>>

/** So generous that nobody meets them who does not mean to. */
export const GENEROUS_RATES: Rates = {
  '*': { limit: 1_000, windowMs: 1_000 },
  global: { limit: 10_000, windowMs: 1_000 },
}

/** What the buckets of Discord were seen to be; it promises none but the global one. */
export const DOCUMENTED_RATES: Rates = {
  '*': { limit: 50, windowMs: 1_000 },
  'POST /channels/:channel/messages': { limit: 5, windowMs: 5_000 },
  'PATCH /channels/:channel/messages/:message': { limit: 5, windowMs: 5_000 },
  'DELETE /channels/:channel/messages/:message': { limit: 5, windowMs: 1_000 },
  'GET /channels/:channel/messages': { limit: 5, windowMs: 5_000 },
  'POST /channels/:channel/typing': { limit: 5, windowMs: 5_000 },
  'PUT /channels/:channel/messages/:message/reactions/:emoji/@me': { limit: 1, windowMs: 250 },
  'POST /webhooks/:app/:token': { limit: 5, windowMs: 2_000 },
  'PATCH /webhooks/:app/:token/messages/:message': { limit: 5, windowMs: 2_000 },
  'GET /guilds/:guild/members/:user': { limit: 5, windowMs: 1_000 },
  global: { limit: 50, windowMs: 1_000 },
}

export interface Taken {
  /** Seconds to wait, where the call came too soon. */
  readonly retryAfter: number | undefined
  readonly isGlobal: boolean
  readonly headers: Readonly<Record<string, string>>
}

/** https://discord.com/developers/docs/topics/rate-limits */
export interface RateLimiter {
  set(rates: Rates): void
  /**
   * @param route as its name stands in the table
   * @param major what has a bucket of its own: a channel, a guild, an interaction's token
   * @param isCounted whether it counts for the global limit, as what comes of interactions does not
   */
  take(route: string, major: string, isCounted: boolean): Taken
}

interface Window {
  used: number
  resetAt: number
}

export function createRateLimiter(first: Rates = {}): RateLimiter {
  let rates: Rates = { ...GENEROUS_RATES, ...first }
  let windows = new Map<string, Window>()

  function windowOf(key: string, { windowMs }: Rate): Window {
    const now = Date.now()
    const known = windows.get(key)
    if (known !== undefined && known.resetAt > now) return known
    const fresh = { used: 0, resetAt: now + windowMs }
    windows.set(key, fresh)
    return fresh
  }

  return {
    set(next) {
      rates = { ...GENEROUS_RATES, ...next }
      windows = new Map()
    },
    take(route, major, isCounted) {
      const rate = rates[route] ?? rates['*']
      const all = rates.global
      if (rate === undefined || all === undefined) throw new Error('The Discord peer has no rate for this.')
      const global = windowOf('global', all)
      const isGlobal = isCounted && global.used >= all.limit
      const window = windowOf(`${route} ${major}`, rate)
      const isTooSoon = isGlobal || window.used >= rate.limit
      if (!isTooSoon) window.used += 1
      if (!isTooSoon && isCounted) global.used += 1
      const waitMs = Math.max(1, (isGlobal ? global : window).resetAt - Date.now())
      const headers = {
        'x-ratelimit-bucket': createHash('sha1').update(route).digest('hex'),
        'x-ratelimit-limit': String(rate.limit),
        'x-ratelimit-remaining': String(Math.max(0, rate.limit - window.used)),
        'x-ratelimit-reset': (window.resetAt / 1000).toFixed(3),
        'x-ratelimit-reset-after': (Math.max(0, window.resetAt - Date.now()) / 1000).toFixed(3),
      }
      return { retryAfter: isTooSoon ? waitMs / 1000 : undefined, isGlobal, headers }
    },
  }
}
