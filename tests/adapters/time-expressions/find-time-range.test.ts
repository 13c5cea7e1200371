import { describe, expect, it } from 'vitest'
import { findTimeRange } from '../../../src/adapters/time-expressions/find-time-range.ts'

// Wednesday, 19 November 2025, 15:00 local time.
const now = new Date(2025, 10, 19, 15).getTime()
const at = (year: number, month: number, day: number, hour = 0) => new Date(year, month - 1, day, hour).getTime()
const days = (year: number, month: number, day: number, count: number) => [
  at(year, month, day),
  at(year, month, day + count),
]

describe('time words', () => {
  it.each([
    ['What did we decide yesterday?', 'yesterday', days(2025, 11, 18, 1)],
    ['the day before yesterday', 'the day before yesterday', days(2025, 11, 17, 1)],
    ['what was said today', 'today', days(2025, 11, 19, 1)],
    ['last night', 'last night', [at(2025, 11, 18, 17), at(2025, 11, 19, 5)]],
    ['the plan from last week', 'last week', days(2025, 11, 10, 7)],
    ['this week', 'this week', days(2025, 11, 17, 7)],
    ['the week before last', 'the week before last', days(2025, 11, 3, 7)],
    ['last month', 'last month', days(2025, 10, 1, 31)],
    ['last year', 'last year', days(2024, 1, 1, 366)],
    ['what happened on Monday', 'on Monday', days(2025, 11, 17, 1)],
    ['on Friday', 'on Friday', days(2025, 11, 14, 1)],
    ['on Wednesday', 'on Wednesday', days(2025, 11, 12, 1)],
    ["Monday's meeting", "Monday's", days(2025, 11, 17, 1)],
    ['Friday last week', 'Friday last week', days(2025, 11, 14, 1)],
    ['three days ago', 'three days ago', days(2025, 11, 16, 1)],
    ['2 weeks ago', '2 weeks ago', days(2025, 11, 3, 7)],
    ['in the last 3 days', 'the last 3 days', [at(2025, 11, 16), now]],
    ['since Monday', 'since Monday', [at(2025, 11, 17), now + 1]],
    ['on September 12', 'September 12', days(2025, 9, 12, 1)],
    ['on December 24', 'December 24', days(2024, 12, 24, 1)],
    ['on Sept 12, 2024', 'Sept 12, 2024', days(2024, 9, 12, 1)],
    ['the log of 2025-09-12', '2025-09-12', days(2025, 9, 12, 1)],
    ['in May', 'in May', days(2025, 5, 1, 31)],
    ['昨日何を決めた？', '昨日', days(2025, 11, 18, 1)],
    ['一昨日の話', '一昨日', days(2025, 11, 17, 1)],
    ['おとといの話', 'おととい', days(2025, 11, 17, 1)],
    ['今日の議題', '今日', days(2025, 11, 19, 1)],
    ['昨夜の障害', '昨夜', [at(2025, 11, 18, 17), at(2025, 11, 19, 5)]],
    ['先週の議事録', '先週', days(2025, 11, 10, 7)],
    ['先々週の話', '先々週', days(2025, 11, 3, 7)],
    ['先週の金曜日の件', '先週の金曜日', days(2025, 11, 14, 1)],
    ['月曜日に話したこと', '月曜日', days(2025, 11, 17, 1)],
    ['先月の売上', '先月', days(2025, 10, 1, 31)],
    ['去年の方針', '去年', days(2024, 1, 1, 366)],
    ['3日前の発言', '3日前', days(2025, 11, 16, 1)],
    ['三日前の発言', '三日前', days(2025, 11, 16, 1)],
    ['十二日前', '十二日前', days(2025, 11, 7, 1)],
    ['２週間前', '２週間前', days(2025, 11, 3, 7)],
    ['2か月前', '2か月前', days(2025, 9, 1, 30)],
    ['過去3日間', '過去3日', [at(2025, 11, 16), now]],
    ['9月12日に決めたこと', '9月12日', days(2025, 9, 12, 1)],
    ['９月１２日の会議', '９月１２日', days(2025, 9, 12, 1)],
    ['12月24日の会議', '12月24日', days(2024, 12, 24, 1)],
    ['2024年9月12日', '2024年9月12日', days(2024, 9, 12, 1)],
    ['10/3の会議', '10/3', days(2025, 10, 3, 1)],
    ['先週から何があった？', '先週', [at(2025, 11, 10), now + 1]],
  ])('%s', (text, matched, [from, until]) => {
    expect(findTimeRange(text, now)).toEqual({ from, until, matched })
  })

  it.each([
    'may I ask',
    'give me a second',
    'how many days are in a week',
    'the sun is hot and I sat down',
    'version 3.2 of march-native',
    'open 24/7',
    'half is 1/2',
    'tomorrow',
    '2月30日',
    '明日の予定',
    '日本の水曜どうでしょう',
    '有給休暇は何日ですか？',
  ])('names no past time: %s', (text) => {
    expect(findTimeRange(text, now)).toBeUndefined()
  })

  it('looks no further than the beginning of a long text', () => {
    expect(findTimeRange(`${'log '.repeat(25_000)}yesterday`, now)).toBeUndefined()
  })
})
