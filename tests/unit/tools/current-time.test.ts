import { describe, expect, it } from 'vitest'
import { findTimeZone } from '../../../tools/time-zones/find-time-zone.ts'
import { callTool, toolsWith } from './call-tool.ts'

const tools = toolsWith()

describe('the current time', () => {
  it.each([
    ['en', {}, 'Friday, 21 November 2025 21:05 Asia/Tokyo (UTC+09:00)'],
    ['ja', {}, '2025年11月21日(金) 21:05 Asia/Tokyo (UTC+09:00)'],
    ['en', { timeZone: 'New York' }, 'Friday, 21 November 2025 07:05 America/New_York (UTC-05:00)'],
    ['ja', { timeZone: 'ロンドン' }, '2025年11月21日(金) 12:05 Europe/London (UTC+00:00)'],
    ['en', { timeZone: 'UTC+5:30' }, 'Friday, 21 November 2025 17:35 UTC+05:30'],
    ['en', { timeZone: 'Pacific/Auckland' }, 'Saturday, 22 November 2025 01:05 Pacific/Auckland (UTC+13:00)'],
  ] as const)('is told in the language of the asker, here or elsewhere: %s %j', async (language, given, text) => {
    expect(await callTool(tools, 'current_time', given, { language })).toEqual({ text, isError: false })
  })

  it('follows summer time', async () => {
    const inJuly = toolsWith({ clock: { now: () => Date.UTC(2026, 6, 1), elapsed: () => 0 } })

    expect((await callTool(inJuly, 'current_time', { timeZone: 'Berlin' })).text).toContain('UTC+02:00')
  })

  it.each([['Mars'], ['USA'], ['Russia'], ['UTC+99'], ['constructor']])(
    'does not guess the zone of %s',
    async (timeZone) => {
      expect(await callTool(tools, 'current_time', { timeZone })).toMatchObject({ isError: true })
    },
  )
})

describe('finding a time zone', () => {
  it.each([
    ['tokyo', 'Asia/Tokyo'],
    ['大阪', 'Asia/Tokyo'],
    ['São Paulo', undefined],
    ['Sao Paulo', 'America/Sao_Paulo'],
    ['ＪＳＴ', 'Asia/Tokyo'],
    ['PST', 'America/Los_Angeles'],
    ['washington d.c.', 'America/New_York'],
    ['GMT', 'UTC'],
    ['Easter', undefined],
    ['', undefined],
  ])('knows %s', (name, zone) => {
    expect(findTimeZone(name)).toBe(zone)
  })
})
