import { KikuError } from '../domain/errors.ts'
import type { Clock } from '../ports/clock.ts'

/** Keeps one author from asking too much. */
export interface RateLimit {
  /** @throws KikuError `rate-limited` with `details.seconds` until the next question is taken */
  check(authorId: string): void
}

export interface RateLimitOptions {
  /** Questions of one author within the window. */
  readonly limit: number
  readonly windowMs: number
  readonly clock: Clock
  /** Authors remembered at most; those who asked longest ago are forgotten first. */
  readonly mostAuthors?: number
}

export function createRateLimit({ limit, windowMs, clock, mostAuthors = 10_000 }: RateLimitOptions): RateLimit {
  /** Times of recent questions by author, who asked last stands last. */
  const asked = new Map<string, number[]>()
  return {
    check(authorId) {
      const now = clock.elapsed()
      const recent = (asked.get(authorId) ?? []).filter((time) => now - time < windowMs)
      const isOver = recent.length >= limit
      if (!isOver) recent.push(now)
      asked.delete(authorId)
      asked.set(authorId, recent)
      for (const oldest of asked.keys()) {
        if (asked.size <= mostAuthors) break
        asked.delete(oldest)
      }
      if (isOver) throw rateLimited(Math.ceil((windowMs - (now - (recent[0] ?? now))) / 1000))
    },
  }
}

function rateLimited(seconds: number): KikuError {
  return new KikuError('rate-limited', 'Too many questions in a short time.', { retryable: true, details: { seconds } })
}
