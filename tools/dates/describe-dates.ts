import type { DateTime } from 'luxon'
import { formatDay, formatMoment } from './format-moment.ts'

type Language = 'en' | 'ja'

/** Weekday, ISO week and day of the year. */
export function describeDay(day: DateTime, language: Language): string {
  return language === 'ja'
    ? `${formatDay(day, 'ja')}、第${day.weekNumber}週、年の${day.ordinal}日目`
    : `${formatDay(day, 'en')}; week ${day.weekNumber}, day ${day.ordinal} of the year`
}

/** From one moment to another: in days, in calendar units, and with the time where one is named. */
export function describeDifference(from: DateTime, until: DateTime, language: Language): string {
  const isWholeDays = [from, until].every((moment) => moment.toMillis() === moment.startOf('day').toMillis())
  const [first, last] = from <= until ? [from, until] : [until, from]
  const format = isWholeDays ? formatDay : formatMoment
  const between = `${format(from, language)} → ${format(until, language)}`
  const sign = from <= until ? '' : '-'
  const length = isWholeDays ? describeDays(first, last, language) : describeHours(first, last, language)
  return `${between}: ${sign}${length}`
}

function describeDays(first: DateTime, last: DateTime, language: Language): string {
  const days = Math.round(last.diff(first, 'days').days)
  const { years, months, days: rest } = last.diff(first, ['years', 'months', 'days']).toObject()
  const calendar = joinUnits([years ?? 0, months ?? 0, Math.round(rest ?? 0)], UNIT_NAMES[language].calendar, language)
  const weeks = joinUnits([Math.floor(days / 7), days % 7], UNIT_NAMES[language].weeks, language)
  const whole = countOf(days, UNIT_NAMES[language].weeks[1], language)
  const others = [...new Set([weeks, calendar])].filter((text) => text !== whole && text !== '')
  return others.length === 0 ? whole : `${whole} (${others.join('; ')})`
}

function describeHours(first: DateTime, last: DateTime, language: Language): string {
  const { days, hours, minutes } = last.diff(first, ['days', 'hours', 'minutes']).toObject()
  const parts = [days ?? 0, hours ?? 0, Math.round(minutes ?? 0)]
  return joinUnits(parts, UNIT_NAMES[language].clock, language) || countOf(0, UNIT_NAMES[language].clock[2], language)
}

export interface BusinessDays {
  readonly from: DateTime
  readonly until: DateTime
  readonly count: number
}

/** The first day does not count, the last one does. */
export function describeBusinessDays({ from, until, count }: BusinessDays, language: Language): string {
  const between = `${formatDay(from, language)} → ${formatDay(until, language)}`
  return language === 'ja'
    ? `${between}: ${count}営業日（月〜金。初日は含まず、祝日は考慮していません）`
    : `${between}: ${countOf(count, 'business day', 'en')} (Monday to Friday, the first day not counted; public holidays are not known)`
}

const UNIT_NAMES = {
  en: {
    calendar: ['year', 'month', 'day'],
    weeks: ['week', 'day'],
    clock: ['day', 'hour', 'minute'],
  },
  ja: {
    calendar: ['年', 'か月', '日'],
    weeks: ['週間', '日'],
    clock: ['日', '時間', '分'],
  },
} as const

function joinUnits(amounts: readonly number[], names: readonly string[], language: Language): string {
  const parts = amounts.flatMap((amount, index) =>
    amount === 0 ? [] : [countOf(amount, names[index] ?? '', language)],
  )
  return parts.join(language === 'ja' ? '' : ', ')
}

function countOf(amount: number, name: string, language: Language): string {
  if (language === 'ja') return `${amount}${name}`
  return `${amount} ${name}${Math.abs(amount) === 1 ? '' : 's'}`
}
