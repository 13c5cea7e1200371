/** A stretch of local time: from inclusive, until exclusive. */
export interface Span {
  readonly from: Date
  readonly until: Date
}

export type CalendarUnit = 'day' | 'week' | 'month' | 'year'

/** The whole day, week (from Monday), month or year that lies `offset` units from the one that holds `now`. */
export function calendarSpan(now: Date, unit: CalendarUnit, offset: number): Span {
  return { from: unitStart(now, unit, offset), until: unitStart(now, unit, offset + 1) }
}

/** From the start of the day `count` units ago up to now. */
export function trailingSpan(now: Date, unit: CalendarUnit, count: number): Span {
  const until = new Date(now.getTime())
  switch (unit) {
    case 'day':
      return { from: localDay(now, 0, -count), until }
    case 'week':
      return { from: localDay(now, 0, -7 * count), until }
    case 'month':
      return { from: localDay(now, -count, 0), until }
    case 'year':
      return { from: localDay(now, -12 * count, 0), until }
  }
}

/** Part of a day, in whole hours of local time; an end beyond 24 reaches into the next day. */
export function hoursOfDay(now: Date, dayOffset: number, fromHour: number, untilHour: number): Span {
  const day = (hour: number) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + dayOffset, hour)
  return { from: day(fromHour), until: day(untilHour) }
}

/** The last such day before today's end: today itself where it fits. `weekday` counts from 0, Sunday. */
export function latestWeekday(now: Date, weekday: number): Span {
  const back = (now.getDay() - weekday + 7) % 7
  return calendarSpan(now, 'day', -back)
}

/** A day of the week that lies `offset` weeks from this one. */
export function weekdayOfWeek(now: Date, weekday: number, offset: number): Span {
  const monday = unitStart(now, 'week', offset)
  return calendarSpan(monday, 'day', (weekday + 6) % 7)
}

/** The weekend (Saturday and Sunday) of the week that lies `offset` weeks from this one. */
export function weekendSpan(now: Date, offset: number): Span {
  const monday = unitStart(now, 'week', offset)
  return { from: calendarSpan(monday, 'day', 5).from, until: calendarSpan(monday, 'day', 7).from }
}

/** A date without a year: the last one that is not in the future. Undefined for dates that no calendar has. */
export function latestDate(now: Date, month: number, day: number): Span | undefined {
  for (const year of [now.getFullYear(), now.getFullYear() - 1]) {
    const from = new Date(year, month - 1, day)
    if (from.getMonth() !== month - 1 || from.getDate() !== day) continue
    if (from <= now) return calendarSpan(from, 'day', 0)
  }
  return undefined
}

function unitStart(now: Date, unit: CalendarUnit, offset: number): Date {
  switch (unit) {
    case 'day':
      return localDay(now, 0, offset)
    case 'week':
      return localDay(now, 0, offset * 7 - ((now.getDay() + 6) % 7))
    case 'month':
      return new Date(now.getFullYear(), now.getMonth() + offset, 1)
    case 'year':
      return new Date(now.getFullYear() + offset, 0, 1)
  }
}

function localDay(now: Date, months: number, days: number): Date {
  return new Date(now.getFullYear(), now.getMonth() + months, now.getDate() + days)
}
