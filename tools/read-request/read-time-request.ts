import { findTimeZone } from '../time-zones/find-time-zone.ts'
import type { ToolRequest } from './tool-request.ts'

const PLACE = "(?<place>[\\p{L}.' +:\\d/_-]{2,40}?)"
const IN_PLACE = `(?: (?:over )?in ${PLACE})?`
const NOW = '(?: (?:right )?now| currently| at the moment)?'

/** Questions for the time or the day of now. A place that they name must be known, or they are not read. */
const PATTERNS: readonly RegExp[] = [
  `what(?:'s| is)? the (?:current |local |exact )?time(?: is it)?${NOW}${IN_PLACE}${NOW}`,
  `what time (?:is it|it is)${NOW}${IN_PLACE}${NOW}`,
  `(?:the )?(?:current |local )?time${NOW} in ${PLACE}${NOW}`,
  `(?:the )?current (?:date|time|date and time|time and date)${IN_PLACE}`,
  `what(?:'s| is) (?:the )?(?:today's |current )date(?: today)?${IN_PLACE}${NOW}`,
  `what(?:'s| is) the (?:date|day)(?: of the week)? today${IN_PLACE}`,
  `what (?:day|date|weekday|day of the week) is (?:it|today)(?: today)?${IN_PLACE}${NOW}`,
  `(?:今|いま|現在|只今)(?:は|の時刻は|の時間は)?(?:何時|なんじ)(?:何分)?`,
  `(?:現在|今)の(?:時刻|時間|日時)(?:は)?(?:何時)?`,
  `${PLACE}(?:は|では|って)、?(?:今|いま|現在)、?(?:は)?(?:何時|なんじ)`,
  `(?:今|いま|現在)、?(?:の)?${PLACE}(?:は|では)(?:何時|なんじ)`,
  `(?:今|いま|現在)の${PLACE}の(?:時刻|時間)(?:は)?(?:何時)?`,
  `${PLACE}の(?:現在|今)の?(?:時刻|時間)(?:は)?(?:何時)?`,
  `${PLACE}の現在時刻(?:は)?(?:何時)?`,
  `(?:今日|本日|きょう)(?:は|って)?(?:何月何日|何日|なんにち|何曜日)(?:の?何曜日)?`,
  `(?:今日|本日|きょう)の(?:日付|曜日)(?:は)?(?:何日|何曜日)?`,
].map((pattern) => new RegExp(`^(?:${pattern})$`, 'iu'))

/** Reads a question for the present time, here or somewhere else. */
export function readTimeRequest(request: string): ToolRequest | undefined {
  for (const pattern of PATTERNS) {
    const match = pattern.exec(request)
    if (match === null) continue
    const place = match.groups?.place
    if (place === undefined) return { tool: 'current_time', arguments: {} }
    const zone = findTimeZone(place.replace(/^the /i, ''))
    if (zone !== undefined) return { tool: 'current_time', arguments: { timeZone: zone } }
  }
  return undefined
}
