import type { ToolArguments } from '../../src/domain/tool.ts'
import {
  type DateRequestSituation,
  type Groups,
  readBetween,
  readFromToday,
  readSince,
  readSum,
  readUntil,
  readWeekday,
  readZones,
} from './date-arguments.ts'
import type { ToolRequest } from './tool-request.ts'

interface Reading {
  readonly pattern: RegExp
  readonly read: (groups: Groups, situation: DateRequestSituation) => ToolArguments | undefined
}

const AMOUNT = '(?<amount>\\d{1,5}|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve)'
const UNIT = '(?<unit>(?:business |working |work )?day|week|month|year)s?'
const JAPANESE_UNIT = '(?<unit>営業日|日|週間|か月|ヶ月|カ月|ヵ月|ケ月|年)'
const DAY = "(?<day>[\\p{L}\\d][\\p{L}\\d,.'/ -]{1,30})"
const OTHER = "(?<other>[\\p{L}\\d][\\p{L}\\d,.'/ -]{1,30})"
const JAPANESE_DAY = '(?<day>[\\p{L}\\d/-]{2,14})'
const ASKS_DAY = "what(?:'s| is| was| will be)? (?:the )?(?:date|day|weekday)(?: is| was| will be| will it be| is it)?"
const TIME = '(?<hour>\\d{1,2})(?::(?<minute>[0-5]\\d))? ?(?<half>am|pm|a\\.m\\.?|p\\.m\\.?)?'

const READINGS: readonly Reading[] = [
  read(
    `(?:what|which) (?:day of the week|weekday|day) (?:is|will|does|(?<past>was|did)) ${DAY}(?: be| fall| fall on| be on)?`,
    readWeekday,
  ),
  read(
    `on (?:what|which) (?:day of the week|weekday|day) (?:is|will|does|(?<past>was|did)) ${DAY}(?: be| fall| fall on)?`,
    readWeekday,
  ),
  read(`what(?:'s| is|(?<past> was)) the (?:day of the week|weekday) (?:on|of|for) ${DAY}`, readWeekday),
  read(`${JAPANESE_DAY}(?:は|って)(?:何曜日?|何の曜日)(?:(?<past>だった|でした)|になる)?`, readWeekday),
  read(`${JAPANESE_DAY}の曜日(?:は)?(?:何曜日)?`, readWeekday),
  read(
    '(?<day>明日|あした|昨日|きのう|明後日|あさって|一昨日|おととい)(?:は|って)(?:何月何日|何日)(?:だった)?',
    readWeekday,
  ),
  read("what(?:'s| is| was) the date (?<day>tomorrow|yesterday)", readWeekday),
  read("what(?:'s| is| was) (?<day>tomorrow|yesterday)'s date", readWeekday),
  read(`${ASKS_DAY} (?:in )?${AMOUNT} ${UNIT}(?<back> ago)?(?: from (?:now|today))?`, readFromToday),
  read(`${ASKS_DAY} ${AMOUNT} ${UNIT} (?<way>from|after|before) ${DAY}`, readSum),
  read(`${AMOUNT} ${UNIT} (?<way>from|after|before) ${DAY}`, readSum),
  read(
    `(?:今日|本日|今)?(?:から)?(?<amount>\\d{1,5})${JAPANESE_UNIT}(?<way>後|前)(?:は|の日付は|って)(?:何月何日|何日|いつ|何曜日)`,
    readFromToday,
  ),
  read(
    `${JAPANESE_DAY}(?:の|から)(?<amount>\\d{1,5})${JAPANESE_UNIT}(?<way>後|前)(?:は|の日付は|って)?(?:何月何日|何日|いつ|何曜日)?`,
    readSum,
  ),
  read(
    `how (?:many (?<unit>days|weeks|months)|long)(?: is it| are there| are left| is left| do we have| left)?(?: from (?:now|today))? (?:until|till|til|to|before) ${DAY}`,
    readUntil,
  ),
  read(`(?<unit>days) (?:until|till|til) ${DAY}`, readUntil),
  read(`how many (?<unit>days|weeks|months)(?: have passed| has it been| is it| passed)? since ${DAY}`, readSince),
  read(
    `how many (?<unit>days|weeks|months)(?: are there| are| is it)? (?:between|from) ${DAY} (?:and|to|until|till) ${OTHER}`,
    readBetween,
  ),
  read(
    `how many (?<business>business|working|work) ?days(?: are there| are left| left)?(?: from (?:now|today))? (?:until|till|til|to|before) ${DAY}`,
    readUntil,
  ),
  read(
    `how many (?<business>business|working|work) ?days(?: are there| are)? (?:between|from) ${DAY} (?:and|to|until|till) ${OTHER}`,
    readBetween,
  ),
  read(
    `${JAPANESE_DAY}まで(?:は|に)?(?:あと|後|残り)?(?:何(?<business>営業)?日|どれくらい|どのくらい)(?:ある|あります|あり|残って(?:いる|る))?`,
    readUntil,
  ),
  read(`(?:あと|残り)何(?<business>営業)?日で${JAPANESE_DAY}(?:になる)?`, readUntil),
  read(
    `${JAPANESE_DAY}から(?<other>[\\p{L}\\d/-]{2,14})まで(?:は|に|で)?何(?<business>営業)?日(?:間)?(?:ある|あります)?`,
    readBetween,
  ),
  read(
    `what time is ${TIME}(?: in)? (?<from>[\\p{L}. ]{2,30}?)(?: time)? in (?<to>[\\p{L}. ]{2,30}?)(?: time)?`,
    readZones,
  ),
  read(
    `(?<from>[\\p{L}]{2,12})(?:の|で)(?<half>午前|午後)?(?<hour>\\d{1,2})(?:時|:(?<minute>[0-5]\\d))(?:は|って)(?<to>[\\p{L}]{2,12}?)(?:の|では|で)何時`,
    readZones,
  ),
]

/** Reads a question for a weekday, a date some time away, the days between dates, or a time in another place. */
export function readDateRequest(request: string, situation: DateRequestSituation): ToolRequest | undefined {
  for (const { pattern, read: readGroups } of READINGS) {
    const match = pattern.exec(request)
    const found = match === null ? undefined : readGroups(match.groups ?? {}, situation)
    if (found !== undefined) return { tool: 'calculate_date', arguments: found }
  }
  return undefined
}

function read(pattern: string, readGroups: Reading['read']): Reading {
  return { pattern: new RegExp(`^(?:${pattern})$`, 'iu'), read: readGroups }
}
