import type { DateTime } from 'luxon'

const WORKING_DAYS = 5
const WEEK = 7

/** Days from Monday to Friday from one day (exclusive) to a later one (inclusive). Public holidays count. */
export function countBusinessDays(from: DateTime, until: DateTime): number {
  return businessDayNumber(until) - businessDayNumber(from)
}

/**
 * The day that lies so many business days after, or before where the number is negative. From a weekend, the first one
 * after it is the Monday, the first one before it the Friday.
 */
export function addBusinessDays(from: DateTime, amount: number): DateTime {
  const step = Math.sign(amount)
  const weeks = Math.trunc(amount / WORKING_DAYS)
  let rest = Math.abs(amount % WORKING_DAYS)
  let day = from
  if (day.weekday > WORKING_DAYS && step !== 0) {
    // Count from the working day on the other side, so that whole weeks do not end on a weekend.
    day = day.minus({ days: step > 0 ? day.weekday - WORKING_DAYS : day.weekday - WEEK - 1 })
  }
  day = day.plus({ weeks })
  while (rest > 0) {
    day = day.plus({ days: step })
    if (day.weekday <= WORKING_DAYS) rest -= 1
  }
  return day
}

/** How many business days have passed since a Monday long ago, the day itself included. */
function businessDayNumber(day: DateTime): number {
  const days = Math.round(day.startOf('day').setZone('utc', { keepLocalTime: true }).toMillis() / 86_400_000)
  // 1970-01-05 was a Monday.
  const sinceMonday = days - 4
  const weeks = Math.floor(sinceMonday / WEEK)
  return weeks * WORKING_DAYS + Math.min(sinceMonday - weeks * WEEK + 1, WORKING_DAYS)
}
