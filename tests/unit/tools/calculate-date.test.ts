import fc from 'fast-check'
import { DateTime } from 'luxon'
import { describe, expect, it } from 'vitest'
import { addBusinessDays, countBusinessDays } from '../../../tools/dates/business-days.ts'
import { callTool, toolsWith } from './call-tool.ts'

const tools = toolsWith()

describe('reckoning with dates', () => {
  it.each([
    ['en', { operation: 'weekday', date: '2026-12-24' }, 'Thursday, 24 December 2026; week 52, day 358 of the year'],
    ['ja', { operation: 'weekday', date: '2026-12-24' }, '2026年12月24日(木)、第52週、年の358日目'],
    ['en', { operation: 'add', amount: 3, unit: 'weeks' }, 'Friday, 21 November 2025 → Friday, 12 December 2025'],
    ['ja', { operation: 'add', amount: -10, unit: 'days' }, '2025年11月21日(金) → 2025年11月11日(火)'],
    [
      'en',
      { operation: 'add', date: '2024-02-29', amount: 1, unit: 'years' },
      'Thursday, 29 February 2024 → Friday, 28 February 2025',
    ],
    [
      'en',
      { operation: 'add', date: 'now', amount: 90, unit: 'minutes' },
      'Friday, 21 November 2025 21:05 Asia/Tokyo (UTC+09:00) → Friday, 21 November 2025 22:35 Asia/Tokyo (UTC+09:00)',
    ],
    [
      'en',
      { operation: 'difference', until: '12-25' },
      'Friday, 21 November 2025 → Thursday, 25 December 2025: 34 days (4 weeks, 6 days; 1 month, 4 days)',
    ],
    [
      'ja',
      { operation: 'difference', date: '2026-03-01', until: '2026-01-15' },
      '2026年3月1日(日) → 2026年1月15日(木): -45日 (6週間3日; 1か月14日)',
    ],
    [
      'en',
      { operation: 'difference', date: '2025-11-21T10:00', until: '2025-11-22T12:30' },
      'Friday, 21 November 2025 10:00 Asia/Tokyo (UTC+09:00) → Saturday, 22 November 2025 12:30 Asia/Tokyo (UTC+09:00): 1 day, 2 hours, 30 minutes',
    ],
    [
      'ja',
      { operation: 'business_days', date: '2025-11-21', until: '2025-12-01' },
      '2025年11月21日(金) → 2025年12月1日(月): 6営業日（月〜金。初日は含まず、祝日は考慮していません）',
    ],
    [
      'en',
      { operation: 'convert_zone', date: '15:00', timeZone: '東京', toTimeZone: 'London' },
      'Friday, 21 November 2025 15:00 Asia/Tokyo (UTC+09:00) = Friday, 21 November 2025 06:00 Europe/London (UTC+00:00)',
    ],
  ] as const)('works out (%s) %j', async (language, given, text) => {
    expect(await callTool(tools, 'calculate_date', given, { language })).toEqual({ text, isError: false })
  })

  it("takes the asker's today, not the machine's", async () => {
    const late = { operation: 'weekday', date: 'today' }
    const justAfterMidnight = Date.UTC(2025, 10, 21, 15, 1)

    const here = await callTool(tools, 'calculate_date', late, { askedAt: justAfterMidnight })
    const elsewhere = await callTool(
      tools,
      'calculate_date',
      { ...late, timeZone: 'UTC' },
      { askedAt: justAfterMidnight },
    )

    expect([here.text, elsewhere.text].map((text) => text.split(',')[0])).toEqual(['Saturday', 'Friday'])
  })

  it('takes a day without a year for the next one, today included, leap days too', async () => {
    const days = ['11-21', '11-20', '02-29'].map((date) =>
      callTool(tools, 'calculate_date', { operation: 'weekday', date }),
    )

    expect((await Promise.all(days)).map(({ text }) => text.split(';')[0])).toEqual([
      'Friday, 21 November 2025',
      'Friday, 20 November 2026',
      'Tuesday, 29 February 2028',
    ])
  })

  it('keeps the hour of the clock over a change to summer time when it adds days', async () => {
    const given = { operation: 'add', date: '2026-03-28T12:00', amount: 1, unit: 'days', timeZone: 'Berlin' }

    expect((await callTool(tools, 'calculate_date', given)).text).toContain(
      '29 March 2026 12:00 Europe/Berlin (UTC+02:00)',
    )
  })

  it.each([
    [{ operation: 'weekday', date: 'banana' }],
    [{ operation: 'weekday', date: '2025-02-30' }],
    [{ operation: 'weekday', date: '13-45' }],
    [{ operation: 'weekday', date: 'constructor' }],
    [{ operation: 'add', date: '9999-12-31', amount: 5, unit: 'days' }],
    [{ operation: 'add', amount: 5 }],
    [{ operation: 'add', amount: 1e9, unit: 'years' }],
    [{ operation: 'difference' }],
    [{ operation: 'convert_zone', date: 'now', toTimeZone: 'Mars' }],
    [{ operation: 'explode' }],
  ])('says what is wrong with %j', async (given) => {
    expect(await callTool(tools, 'calculate_date', given)).toMatchObject({ isError: true })
  })

  it('counts business days as a calendar does, day by day', () => {
    const start = fc.integer({ min: 0, max: 4000 }).map((days) => DateTime.utc(2020, 1, 1).plus({ days }))
    const amount = fc.integer({ min: -60, max: 60 })

    fc.assert(
      fc.property(start, amount, (from, days) => {
        expect(countBusinessDays(from, from.plus({ days }))).toBe(countByHand(from, days))
        expect(addBusinessDays(from, days).toISODate()).toBe(addByHand(from, days).toISODate())
      }),
    )
  })
})

function countByHand(from: DateTime, days: number): number {
  const first = days < 0 ? from.plus({ days }) : from
  const all = Array.from({ length: Math.abs(days) }, (_, index) => first.plus({ days: index + 1 }))
  const count = all.filter(({ weekday }) => weekday <= 5).length
  return days < 0 && count > 0 ? -count : count
}

function addByHand(from: DateTime, amount: number): DateTime {
  let day = from
  for (let left = Math.abs(amount); left > 0; ) {
    day = day.plus({ days: Math.sign(amount) })
    if (day.weekday <= 5) left -= 1
  }
  return day
}
