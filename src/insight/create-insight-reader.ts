import { KikuError } from '../domain/errors.ts'
import type { InsightReader, InsightReport, InsightRequest } from '../ports/insight.ts'
import { DEFAULT_INSIGHT_LIMITS, type InsightLimits, type InsightPorts } from './insight-ports.ts'
import { readInsight } from './read-insight.ts'
import { createSharedReadings } from './shared-readings.ts'

export interface InsightReaderOptions extends InsightPorts {
  readonly limits?: Partial<InsightLimits>
}

const DAY_MS = 24 * 60 * 60_000
const MOST_DAYS = 92
/** UTC+14 is the furthest ahead that any place is. */
const MOST_OFFSET_MINUTES = 14 * 60
/** How old what is shown may be. */
const KEPT_MS = 10_000
const MOST_KEPT = 32
const READ_MS = 60_000

/** Tells what was asked and how it went from the answers that are kept. */
export function createInsightReader({ limits, ...ports }: InsightReaderOptions): InsightReader {
  const bounds = { ...DEFAULT_INSIGHT_LIMITS, ...limits }
  const readings = createSharedReadings<InsightReport>({
    ...{ clock: ports.clock, keptMs: KEPT_MS, mostKept: MOST_KEPT, deadlineMs: READ_MS },
  })
  return {
    async read(request, audience, signal) {
      checkRequest(request)
      const labels = [...new Set(audience.labels)].sort()
      const { since, until, utcOffsetMinutes } = request
      // "Until now" moves on by the millisecond; what is kept so long stands for all of them.
      const key = JSON.stringify([Math.floor(since / KEPT_MS), Math.floor(until / KEPT_MS), utcOffsetMinutes, labels])
      return readings.read(key, (inTime) => readInsight(request, { labels }, ports, bounds, inTime), signal)
    },
  }
}

function checkRequest({ since, until, utcOffsetMinutes }: InsightRequest): void {
  const isRange = Number.isFinite(since) && since < until && until - since <= MOST_DAYS * DAY_MS
  const isOffset = Number.isInteger(utcOffsetMinutes) && Math.abs(utcOffsetMinutes) <= MOST_OFFSET_MINUTES
  if (isRange && isOffset) return
  throw new KikuError('misuse', 'Questions cannot be counted over this time.', {
    remedy: `Choose a time of at most ${MOST_DAYS} days.`,
  })
}
