import type { Audience } from '../domain/audience.ts'
import type { AnswerFacts } from '../ports/conversation-lists.ts'
import type { InsightReport } from '../ports/insight.ts'
import type { CitedPlace } from './cited-place.ts'
import { findCitedDocuments } from './find-cited-documents.ts'
import type { InsightPorts } from './insight-ports.ts'

const MOST_PLACES = 50_000
const KEYS_PER_PLACE = 4
const MOST_LISTED = 20
/** Places of which it is found out whether they may be shown, at most: beyond, the list stays short. */
const MOST_TRIED = 400
const TRIED_AT_A_TIME = 40

/** Counts how often each document was cited. */
export function countCitations(): {
  add(facts: AnswerFacts): void
  rank(audience: Audience, ports: InsightPorts, signal: AbortSignal): Promise<InsightReport['sources']>
} {
  const places = new Map<string, CitedPlace>()
  return {
    add({ citations }) {
      for (const { key, location } of citations) {
        // What a tool said is no document.
        if (key < 0) continue
        const place = places.get(location) ?? { location, citations: 0, keys: [] }
        if (place.citations === 0 && places.size >= MOST_PLACES) continue
        places.set(location, place)
        place.citations += 1
        if (place.keys.length < KEYS_PER_PLACE && !place.keys.includes(key)) place.keys.push(key)
      }
    },
    async rank(audience, ports, signal) {
      const ranked = [...places.values()].sort(
        (left, right) => right.citations - left.citations || (left.location < right.location ? -1 : 1),
      )
      const listed: InsightReport['sources'][number][] = []
      for (let start = 0; start < MOST_TRIED && start < ranked.length; start += TRIED_AT_A_TIME) {
        signal.throwIfAborted()
        const tried = ranked.slice(start, start + TRIED_AT_A_TIME)
        listed.push(...(await findCitedDocuments(tried, audience, ports)))
        if (listed.length >= MOST_LISTED) break
      }
      return listed.slice(0, MOST_LISTED)
    },
  }
}
