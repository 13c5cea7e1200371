import {
  type CalendarUnit,
  calendarSpan,
  hoursOfDay,
  latestWeekday,
  trailingSpan,
  weekdayOfWeek,
  weekendSpan,
} from './calendar.ts'
import type { TimeRule } from './time-rule.ts'

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
const WEEKDAY = `(${WEEKDAYS.join('|')})`
const NUMBERS = ['zero', 'a|one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'] as const
const COUNT = `(\\d{1,3}|an?|${NUMBERS.slice(1).join('|')}|a couple of|a few)`
const UNIT = '(day|week|month|year)s?'

/** English words for stretches of time that a date parser reads as points or not at all. The first match counts. */
export const ENGLISH_RULES: readonly TimeRule[] = [
  { pattern: /\bthe day before yesterday\b/i, span: (now) => calendarSpan(now, 'day', -2) },
  { pattern: /\byesterday morning\b/i, span: (now) => hoursOfDay(now, -1, 0, 12) },
  { pattern: /\byesterday afternoon\b/i, span: (now) => hoursOfDay(now, -1, 12, 18) },
  { pattern: /\byesterday (?:evening|night)\b|\blast night\b/i, span: (now) => hoursOfDay(now, -1, 17, 29) },
  { pattern: /\byesterday\b/i, span: (now) => calendarSpan(now, 'day', -1) },
  { pattern: /\bthis morning\b/i, span: (now) => hoursOfDay(now, 0, 0, 12) },
  { pattern: /\bthis afternoon\b/i, span: (now) => hoursOfDay(now, 0, 12, 18) },
  { pattern: /\b(?:earlier )?today\b/i, span: (now) => calendarSpan(now, 'day', 0) },
  { pattern: /\bthe (week|month|year) before last\b/i, span: (now, [unit]) => calendarSpan(now, toUnit(unit), -2) },
  {
    pattern: new RegExp(`\\b${WEEKDAY} (?:of )?last week\\b`, 'i'),
    span: (now, [weekday]) => weekdayOfWeek(now, toWeekday(weekday), -1),
  },
  {
    pattern: new RegExp(`\\b(?:the )?(?:last|past|previous) ${COUNT} ${UNIT}\\b`, 'i'),
    span: (now, [count, unit]) => trailingSpan(now, toUnit(unit), toCount(count)),
  },
  { pattern: /\b(?:last|previous) (week|month|year)\b/i, span: (now, [unit]) => calendarSpan(now, toUnit(unit), -1) },
  { pattern: /\bthis (week|month|year)\b/i, span: (now, [unit]) => calendarSpan(now, toUnit(unit), 0) },
  { pattern: /\b(?:last|over the|on the|at the) weekend\b/i, span: (now) => weekendSpan(now, -1) },
  {
    pattern: new RegExp(`\\b${COUNT} ${UNIT} ago\\b`, 'i'),
    span: (now, [count, unit]) => calendarSpan(now, toUnit(unit), -toCount(count)),
  },
  {
    pattern: new RegExp(`\\b(?:on|last|since) ${WEEKDAY}\\b|\\b${WEEKDAY}['’]s\\b`, 'i'),
    span: (now, [weekday, possessive]) => beforeToday(now, toWeekday(weekday ?? possessive)),
  },
]

// 'On Monday', said on a Monday, means the one before: nobody names today that way.
function beforeToday(now: Date, weekday: number) {
  return now.getDay() === weekday ? calendarSpan(now, 'day', -7) : latestWeekday(now, weekday)
}

function toWeekday(word = ''): number {
  return WEEKDAYS.indexOf(word.toLowerCase())
}

function toUnit(word = ''): CalendarUnit {
  const lower = word.toLowerCase()
  return lower === 'week' || lower === 'month' || lower === 'year' ? lower : 'day'
}

function toCount(word = ''): number {
  const lower = word.toLowerCase()
  if (/^\d+$/.test(lower)) return Number(lower)
  if (lower === 'an') return 1
  if (lower === 'a couple of') return 2
  if (lower === 'a few') return 3
  return NUMBERS.findIndex((names) => names.split('|').includes(lower))
}
