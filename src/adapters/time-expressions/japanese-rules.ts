import {
  type CalendarUnit,
  calendarSpan,
  hoursOfDay,
  latestDate,
  latestWeekday,
  trailingSpan,
  weekdayOfWeek,
  weekendSpan,
} from './calendar.ts'
import type { TimeRule } from './time-rule.ts'

const WEEKDAYS = '日月火水木金土'
const WEEKDAY = `([${WEEKDAYS}])曜日?`
const COUNT = '([0-9]{1,3}|[一二三四五六七八九十]{1,3}|数)'
const UNIT = '(日|週間|週|か月|カ月|ヶ月|ヵ月|ケ月|箇月|年)'

/** Japanese words for stretches of time. The first match counts, so longer words stand before those they contain. */
export const JAPANESE_RULES: readonly TimeRule[] = [
  { pattern: /([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日/, span: (_now, groups) => exactDate(groups) },
  { pattern: /([0-9]{4})年([0-9]{1,2})月/, span: (_now, groups) => exactMonth(groups) },
  { pattern: /([0-9]{1,2})月([0-9]{1,2})日/, span: (now, [month, day]) => latestDate(now, Number(month), Number(day)) },
  {
    pattern: /(?<![0-9/])([0-9]{1,2})\/([0-9]{1,2})(?=の|に|は|から|以降|[(（])/,
    span: (now, [month, day]) => latestDate(now, Number(month), Number(day)),
  },
  { pattern: /一昨日|おととい|おとつい/, span: (now) => calendarSpan(now, 'day', -2) },
  { pattern: /一昨年|おととし/, span: (now) => calendarSpan(now, 'year', -2) },
  { pattern: /昨夜|昨晩|ゆうべ|昨日の(?:夜|晩)/, span: (now) => hoursOfDay(now, -1, 17, 29) },
  { pattern: /昨日の(?:朝|午前中?)/, span: (now) => hoursOfDay(now, -1, 0, 12) },
  { pattern: /昨日の午後/, span: (now) => hoursOfDay(now, -1, 12, 24) },
  { pattern: /昨日|きのう/, span: (now) => calendarSpan(now, 'day', -1) },
  { pattern: /今朝|けさ/, span: (now) => hoursOfDay(now, 0, 0, 12) },
  { pattern: /今日|本日|きょう/, span: (now) => calendarSpan(now, 'day', 0) },
  { pattern: new RegExp(`先々週の?${WEEKDAY}`), span: (now, [day]) => weekdayOfWeek(now, toWeekday(day), -2) },
  { pattern: new RegExp(`先週の?${WEEKDAY}`), span: (now, [day]) => weekdayOfWeek(now, toWeekday(day), -1) },
  { pattern: new RegExp(`今週の?${WEEKDAY}`), span: (now, [day]) => weekdayOfWeek(now, toWeekday(day), 0) },
  { pattern: /(?:先週の?|前の|この前の|この間の)週末|先週末/, span: (now) => weekendSpan(now, -1) },
  { pattern: /先々週/, span: (now) => calendarSpan(now, 'week', -2) },
  { pattern: /先週|前の週/, span: (now) => calendarSpan(now, 'week', -1) },
  { pattern: /今週/, span: (now) => calendarSpan(now, 'week', 0) },
  { pattern: /先々月/, span: (now) => calendarSpan(now, 'month', -2) },
  { pattern: /先月|前月/, span: (now) => calendarSpan(now, 'month', -1) },
  { pattern: /今月/, span: (now) => calendarSpan(now, 'month', 0) },
  { pattern: /去年|昨年/, span: (now) => calendarSpan(now, 'year', -1) },
  { pattern: /今年/, span: (now) => calendarSpan(now, 'year', 0) },
  {
    pattern: new RegExp(`(?:ここ|過去|直近|最近の?|この)${COUNT}${UNIT}`),
    span: (now, [count, unit]) => trailingSpan(now, toUnit(unit), toCount(count)),
  },
  {
    pattern: new RegExp(`${COUNT}${UNIT}(?:ほど|くらい|ぐらい)?前`),
    span: (now, [count, unit]) => calendarSpan(now, toUnit(unit), -toCount(count)),
  },
  {
    pattern: new RegExp(`(?:この前の|前回の|この間の|前の)${WEEKDAY}`),
    span: (now, [day]) => beforeToday(now, toWeekday(day)),
  },
  {
    pattern: new RegExp(`${WEEKDAY}(?=に|の|は|から|以降|、)`),
    span: (now, [day]) => beforeToday(now, toWeekday(day)),
  },
]

function beforeToday(now: Date, weekday: number) {
  return now.getDay() === weekday ? calendarSpan(now, 'day', -7) : latestWeekday(now, weekday)
}

function exactDate([year, month, day]: readonly (string | undefined)[]) {
  const date = new Date(Number(year), Number(month) - 1, Number(day))
  return date.getDate() === Number(day) ? calendarSpan(date, 'day', 0) : undefined
}

function exactMonth([year, month]: readonly (string | undefined)[]) {
  return Number(month) <= 12 ? calendarSpan(new Date(Number(year), Number(month) - 1, 1), 'month', 0) : undefined
}

function toWeekday(character = ''): number {
  return WEEKDAYS.indexOf(character)
}

function toUnit(word = ''): CalendarUnit {
  if (word === '日') return 'day'
  if (word === '年') return 'year'
  return word.startsWith('週') ? 'week' : 'month'
}

const DIGITS = '〇一二三四五六七八九'

function toCount(word = ''): number {
  if (/^\d+$/.test(word)) return Number(word)
  if (word === '数') return 3
  const [tens, ones] = word.includes('十') ? word.split('十') : ['', word]
  const tenths = word.includes('十') ? (tens === '' ? 1 : DIGITS.indexOf(tens ?? '')) : 0
  return tenths * 10 + Math.max(0, DIGITS.indexOf(ones === '' ? '〇' : (ones ?? '')))
}
