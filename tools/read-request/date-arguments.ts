import type { ToolArguments } from '../../src/domain/tool.ts'
import { findTimeZone } from '../time-zones/find-time-zone.ts'
import { isYearly, readDay } from './read-day.ts'

export interface DateRequestSituation {
  readonly language: 'en' | 'ja'
  /** Epoch milliseconds of the question. */
  readonly askedAt: number
}

/** What stood at the places of a pattern. */
export type Groups = Readonly<Record<string, string | undefined>>

export function readWeekday(
  { day = '', past }: Groups,
  { language, askedAt }: DateRequestSituation,
): ToolArguments | undefined {
  const read = readDay(day.replace(/^on /i, ''), language)
  const date = past !== undefined && read !== undefined && isYearly(read) ? lastOf(read, askedAt) : read
  return date === undefined ? undefined : { operation: 'weekday', date }
}

export function readFromToday(groups: Groups): ToolArguments | undefined {
  const isBack = groups.back !== undefined || groups.way === '前'
  return readSpan('today', groups, isBack)
}

export function readSum(groups: Groups, { language }: DateRequestSituation): ToolArguments | undefined {
  const date = readDay(groups.day ?? '', language)
  const isBack = /before|前/i.test(groups.way ?? '')
  return date === undefined ? undefined : readSpan(date, groups, isBack)
}

export function readUntil(
  { day = '', business }: Groups,
  { language }: DateRequestSituation,
): ToolArguments | undefined {
  const until = readDay(day, language)
  if (until === undefined || until === 'today') return undefined
  return { operation: business === undefined ? 'difference' : 'business_days', date: 'today', until }
}

/** Since a day without its year: the last such one, and none where the time zone would decide which that is. */
export function readSince(
  { day = '' }: Groups,
  { language, askedAt }: DateRequestSituation,
): ToolArguments | undefined {
  const read = readDay(day, language)
  const date = read !== undefined && isYearly(read) ? lastOf(read, askedAt) : read
  return date === undefined || date === 'today' ? undefined : { operation: 'difference', date, until: 'today' }
}

export function readBetween(groups: Groups, { language }: DateRequestSituation): ToolArguments | undefined {
  const [date, until] = [groups.day ?? '', groups.other ?? ''].map((text) => readDay(text, language))
  if (date === undefined || until === undefined) return undefined
  // Two days without years: which year the second one is in depends on the first, so both are to be in order.
  if (isYearly(date) !== isYearly(until) && date !== 'today') return undefined
  if (isYearly(date) && isYearly(until) && date >= until) return undefined
  return { operation: groups.business === undefined ? 'difference' : 'business_days', date, until }
}

export function readZones(groups: Groups): ToolArguments | undefined {
  const [timeZone, toTimeZone] = [groups.from ?? '', groups.to ?? ''].map(findTimeZone)
  const hour = readHour(groups)
  if (timeZone === undefined || toTimeZone === undefined || hour === undefined) return undefined
  const date = `${String(hour).padStart(2, '0')}:${groups.minute ?? '00'}`
  return { operation: 'convert_zone', date, timeZone, toTimeZone }
}

function readHour({ hour, half = '' }: Groups): number | undefined {
  const written = Number(hour)
  if (half === '') return written < 24 ? written : undefined
  const isAfternoon = /^p|午後/i.test(half)
  if (written > 12 || (written === 0 && !half.startsWith('午'))) return undefined
  return (written % 12) + (isAfternoon ? 12 : 0)
}

const NUMBERS = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
]

function readSpan(date: string, { amount = '', unit = '' }: Groups, isBack: boolean): ToolArguments | undefined {
  const count = /^an?$/i.test(amount) ? 1 : /^\d/.test(amount) ? Number(amount) : NUMBERS.indexOf(amount.toLowerCase())
  if (count < 0) return undefined
  return { operation: 'add', date, amount: isBack ? -count : count, unit: unitOf(unit.toLowerCase()) }
}

function unitOf(unit: string): string {
  if (/^(?:business|working|work) |営業日/.test(unit)) return 'business_days'
  if (/月/.test(unit)) return 'months'
  switch (unit) {
    case '日':
      return 'days'
    case '週間':
      return 'weeks'
    case '年':
      return 'years'
    default:
      return `${unit}s`
  }
}

function lastOf(day: string, askedAt: number): string | undefined {
  const year = new Date(askedAt).getUTCFullYear()
  const candidates = Array.from({ length: 9 }, (_, index) => `${year - index}-${day}`)
  const times = candidates.map((date) => ({ date, at: Date.parse(`${date}T12:00:00Z`) }))
  const isNear = times.some(({ at }) => Math.abs(at - askedAt) < 36 * 3_600_000)
  return isNear ? undefined : times.find(({ date, at }) => at < askedAt && isRealDay(date))?.date
}

function isRealDay(date: string): boolean {
  return new Date(`${date}T00:00:00Z`).toISOString().startsWith(date)
}
