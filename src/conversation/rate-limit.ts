import { KikuError } from '../domain/errors.ts'
import type { Clock } from '../ports/clock.ts'

/** Keeps one author, or one channel, from asking too much. */
export interface RateLimit {
  /**
   * Counts a question. @param id of the author or channel
   * @throws KikuError with `details.seconds` until the next question is taken
   */
  check(id: string): void
}

export interface RateLimitOptions {
  /** What a refusal says: of the author's questions, or of a channel's. */
  readonly code?: 'rate-limited' | 'channel-limited'
  /** Questions within the window. */
  readonly limit: number
  readonly windowMs: number
  readonly clock: Clock
  /** Authors or channels remembered at most; those that asked longest ago are forgotten first. */
  readonly mostKnown?: number
}

export function createRateLimit({
  limit,
  windowMs,
  clock,
  mostKnown = 10_000,
  code = 'rate-limited',
}: RateLimitOptions): RateLimit {
  /** Times of recent questions by author or channel; the one that asked last stands last. */
  const asked = new Map<string, number[]>()
  return {
    check(id) {
      const now = clock.elapsed()
      const recent = (asked.get(id) ?? []).filter((time) => now - time < windowMs)
      const isOver = recent.length >= limit
      if (!isOver) recent.push(now)
      asked.delete(id)
      asked.set(id, recent)
      for (const oldest of asked.keys()) {
        if (asked.size <= mostKnown) break
        asked.delete(oldest)
      }
      if (isOver) throw tooMany(code, Math.ceil((windowMs - (now - (recent[0] ?? now))) / 1000))
    },
  }
}

function tooMany(code: 'rate-limited' | 'channel-limited', seconds: number): KikuError {
  return new KikuError(code, 'Too many questions in a short time.', { retryable: true, details: { seconds } })
}
