import type { DateTime } from 'luxon'
import { z } from 'zod'
import { MendableError } from '../mendable-error.ts'
import { requireTimeZone } from '../time-zones/require-time-zone.ts'
import { addBusinessDays, countBusinessDays } from './business-days.ts'
import { describeBusinessDays, describeDay, describeDifference } from './describe-dates.ts'
import { formatDay, formatMoment } from './format-moment.ts'
import { type DateBasis, resolveDate } from './resolve-date.ts'

const UNITS = ['minutes', 'hours', 'days', 'business_days', 'weeks', 'months', 'years'] as const
type DurationUnit = (typeof UNITS)[number]

const LARGEST_AMOUNT = 1_000_000

const date = z.string().trim().min(1).max(40)
const place = z.string().trim().min(1).max(60)

export const dateArguments = z.strictObject({
  operation: z.enum(['add', 'difference', 'business_days', 'weekday', 'convert_zone']),
  date: date
    .default('today')
    .describe('ISO 8601 date or date and time, "today", "now", "15:00" (of today), or "12-25" (the next one)'),
  until: date.optional().describe('The other date, for difference and business_days'),
  amount: z.int().min(-LARGEST_AMOUNT).max(LARGEST_AMOUNT).optional().describe('For add; negative goes back'),
  unit: z.enum(UNITS).optional().describe('For add'),
  timeZone: place.optional().describe('City or zone that the dates are meant in; left out: here'),
  toTimeZone: place.optional().describe('City or zone to convert to, for convert_zone'),
})

export type DateArguments = z.output<typeof dateArguments>

export interface DateSituation extends DateBasis {
  readonly language: 'en' | 'ja'
}

/**
 * What a date calculation comes to, in the language of the asker.
 * @throws MendableError when an argument is missing or is no date
 */
export function workOutDate(given: DateArguments, situation: DateSituation): string {
  const { language } = situation
  const moment = resolveDate(given.date, situation)
  switch (given.operation) {
    case 'weekday':
      return describeDay(moment, language)
    case 'add':
      return describeSum(moment, given, situation)
    case 'difference':
      return describeDifference(moment, resolveDate(need(given.until, 'until'), situation), language)
    case 'business_days': {
      const until = resolveDate(need(given.until, 'until'), situation)
      return describeBusinessDays({ from: moment, until, count: countBusinessDays(moment, until) }, language)
    }
    case 'convert_zone': {
      const zone = requireTimeZone(need(given.toTimeZone, 'toTimeZone'), situation.zone)
      return `${formatMoment(moment, language)} = ${formatMoment(moment.setZone(zone), language)}`
    }
  }
}

function describeSum(from: DateTime, given: DateArguments, { language }: DateSituation): string {
  const unit = need(given.unit, 'unit')
  const sum = addDuration(from, need(given.amount, 'amount'), unit)
  if (!sum.isValid || sum.year < 1 || sum.year > 9999) {
    throw new MendableError({ en: 'That is beyond the calendar.', ja: 'その日付は計算できる範囲を超えています。' })
  }
  const isTimeOfDay = unit === 'minutes' || unit === 'hours' || given.date.includes(':') || /^now$/i.test(given.date)
  const format = isTimeOfDay ? formatMoment : formatDay
  return `${format(from, language)} → ${format(sum, language)}`
}

function addDuration(from: DateTime, amount: number, unit: DurationUnit): DateTime {
  return unit === 'business_days' ? addBusinessDays(from, amount) : from.plus({ [unit]: amount })
}

function need<T>(value: T | undefined, name: string): T {
  if (value !== undefined) return value
  throw new MendableError({
    en: `This operation needs '${name}'.`,
    ja: `この計算には '${name}' の指定が必要です。`,
  })
}
