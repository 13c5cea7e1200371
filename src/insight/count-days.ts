import type { AnswerFacts } from '../ports/conversation-lists.ts'
import type { InsightDay, InsightRequest } from '../ports/insight.ts'

const DAY_MS = 24 * 60 * 60_000

/** Counts outcomes by the reader's day. */
export function countDays({ since, until, utcOffsetMinutes }: InsightRequest): {
  add(facts: AnswerFacts): void
  finish(): readonly InsightDay[]
} {
  const dayOf = (at: number) => Math.floor((at + utcOffsetMinutes * 60_000) / DAY_MS)
  const first = dayOf(since)
  // A time that ends at midnight has nothing of the next day.
  const last = dayOf(Math.max(since, until - 1))
  const days = Array.from({ length: last - first + 1 }, () => ({ answered: 0, extracted: 0, abstained: 0 }))
  return {
    add({ at, kind }) {
      const day = days[dayOf(at) - first]
      if (day !== undefined) day[kind] += 1
    },
    finish: () => days.map((counts, index) => ({ day: nameDay(first + index), ...counts })),
  }
}

function nameDay(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10)
}
