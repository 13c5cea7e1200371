import { DateTime } from 'luxon'
import { MendableError } from '../mendable-error.ts'

export interface DateBasis {
  /** Epoch milliseconds of the question, that 'today' counts from. */
  readonly askedAt: number
  readonly zone: string
}

const ISO_DATE = /^\d{4}-\d{2}-\d{2}(?:$|t)/
const TIME_OF_DAY = /^(\d{1,2}):(\d{2})$/
const WITHOUT_YEAR = /^-{0,2}(\d{1,2})-(\d{1,2})$/

/** Days from today, by the words for them. */
const NEAR_DAYS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    today: 0,
    tomorrow: 1,
    yesterday: -1,
    'day after tomorrow': 2,
    'day before yesterday': -2,
    今日: 0,
    本日: 0,
    明日: 1,
    昨日: -1,
    明後日: 2,
    あさって: 2,
    一昨日: -2,
    おととい: -2,
  }),
)

/**
 * A date or a date with time: ISO 8601, `now`, a time of today (`15:00`), `today` and its neighbours, or month and day
 * (`12-25`): the next such day, today included. What carries no zone of its own is meant in the zone of the basis.
 * @throws MendableError when it is no date
 */
export function resolveDate(text: string, { askedAt, zone }: DateBasis): DateTime {
  const now = DateTime.fromMillis(askedAt, { zone })
  const wanted = text.normalize('NFKC').trim().toLowerCase()
  const moment = readNow(wanted, now) ?? readNextDay(wanted, now) ?? readIso(wanted, zone)
  if (moment === undefined || !moment.isValid || moment.year < 1 || moment.year > 9999) throw noDate(text)
  return moment
}

function readNow(text: string, now: DateTime): DateTime | undefined {
  if (text === 'now' || text === '今') return now
  const days = NEAR_DAYS.get(text)
  if (days !== undefined) return now.startOf('day').plus({ days })
  const time = TIME_OF_DAY.exec(text)
  return time === null ? undefined : now.startOf('day').set({ hour: Number(time[1]), minute: Number(time[2]) })
}

/** Years alone, weeks and bare times are no dates here: the library would read `13-45` as a time. */
function readIso(text: string, zone: string): DateTime | undefined {
  return ISO_DATE.test(text) ? DateTime.fromISO(text.toUpperCase(), { zone }) : undefined
}

function readNextDay(text: string, now: DateTime): DateTime | undefined {
  const match = WITHOUT_YEAR.exec(text)
  if (match === null) return undefined
  const [month, day] = [Number(match[1]), Number(match[2])]
  const today = now.startOf('day')
  // Some days come every fourth year, and once in a while every eighth.
  const years = Array.from({ length: 9 }, (_, index) => today.year + index)
  return years
    .map((year) => DateTime.fromObject({ year, month, day }, { zone: now.zone }))
    .find((one) => one.isValid && one >= today)
}

function noDate(text: string): MendableError {
  return new MendableError({
    en: `'${text}' is not a date. Write it as 2026-12-24, 2026-12-24T15:00, 12-24 (the next one), today or now.`,
    ja: `「${text}」は日付として読めません。2026-12-24、2026-12-24T15:00、12-24（次のその日）、today、now のように書いてください。`,
  })
}
