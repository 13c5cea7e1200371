const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const MONTH =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?'
const DAY = '(\\d{1,2})(?:st|nd|rd|th)?'

const ISO = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/
const MONTH_FIRST = new RegExp(`^${MONTH} ${DAY}(?:,? (\\d{4}))?$`, 'i')
const DAY_FIRST = new RegExp(`^(?:the )?${DAY} (?:of )?${MONTH}(?:,? (\\d{4}))?$`, 'i')
const JAPANESE = /^(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日$/
const JAPANESE_SHORT = /^(\d{1,2})\/(\d{1,2})$/

/** Days that are the same every year, as month and day. */
const FEASTS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    christmas: '12-25',
    'christmas day': '12-25',
    xmas: '12-25',
    'christmas eve': '12-24',
    "new year's day": '01-01',
    'new years day': '01-01',
    "new year's": '01-01',
    'new year': '01-01',
    "new year's eve": '12-31',
    'new years eve': '12-31',
    halloween: '10-31',
    "valentine's day": '02-14',
    'valentines day': '02-14',
    'leap day': '02-29',
    クリスマス: '12-25',
    クリスマスイブ: '12-24',
    クリスマスイヴ: '12-24',
    元日: '01-01',
    元旦: '01-01',
    お正月: '01-01',
    正月: '01-01',
    大晦日: '12-31',
    ハロウィン: '10-31',
    バレンタイン: '02-14',
    バレンタインデー: '02-14',
  }),
)

const NEAR: ReadonlyMap<string, string> = new Map(
  Object.entries({
    today: 'today',
    now: 'today',
    tomorrow: 'tomorrow',
    yesterday: 'yesterday',
    'the day after tomorrow': 'day after tomorrow',
    'the day before yesterday': 'day before yesterday',
    今日: 'today',
    本日: 'today',
    明日: 'tomorrow',
    あした: 'tomorrow',
    昨日: 'yesterday',
    きのう: 'yesterday',
    明後日: 'day after tomorrow',
    あさって: 'day after tomorrow',
    一昨日: 'day before yesterday',
    おととい: 'day before yesterday',
  }),
)

/**
 * Reads a day as people write it.
 * @returns what `calculate_date` takes: `2026-12-24`, `12-24` (the next one), `today`; undefined where it is no day, or
 * where day and month could be either, as in 3/4
 */
export function readDay(text: string, language: 'en' | 'ja'): string | undefined {
  const day = text.trim().toLowerCase()
  const known = NEAR.get(day) ?? FEASTS.get(day.replace(/^(?:the )?next |^(?:the )|^次の/, ''))
  if (known !== undefined) return known
  const iso = ISO.exec(day)
  if (iso !== null) return toDate(iso[1], Number(iso[2]), Number(iso[3]))
  const monthFirst = MONTH_FIRST.exec(day)
  if (monthFirst !== null) return toDate(monthFirst[3], monthNumber(monthFirst[1]), Number(monthFirst[2]))
  const dayFirst = DAY_FIRST.exec(day)
  if (dayFirst !== null) return toDate(dayFirst[3], monthNumber(dayFirst[2]), Number(dayFirst[1]))
  const japanese = JAPANESE.exec(day)
  if (japanese !== null) return toDate(japanese[1], Number(japanese[2]), Number(japanese[3]))
  const short = language === 'ja' ? JAPANESE_SHORT.exec(day) : null
  return short === null ? undefined : toDate(undefined, Number(short[1]), Number(short[2]))
}

/** Whether a day was read without its year, so that it comes again every year. */
export function isYearly(day: string): boolean {
  return /^\d{2}-\d{2}$/.test(day)
}

function monthNumber(name = ''): number {
  return MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1
}

function toDate(year: string | undefined, month: number, day: number): string | undefined {
  // A leap year, where none is named: the 29th of February may be meant.
  const date = new Date(Date.UTC(Number(year ?? 2024), month - 1, day))
  if (month < 1 || month > 12 || day < 1 || date.getUTCMonth() !== month - 1) return undefined
  const rest = `${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
  return year === undefined ? rest : `${year}-${rest}`
}
