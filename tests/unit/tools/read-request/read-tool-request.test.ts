import { describe, expect, it } from 'vitest'
import { readToolRequest } from '../../../../tools/read-request/read-tool-request.ts'
import { ASKED_AT, callTool, toolsWith } from '../call-tool.ts'

const tools = toolsWith()
const JAPANESE = /[\u3040-\u30ff\u4e00-\u9fff]/
const languageOf = (text: string) => (JAPANESE.test(text) ? 'ja' : 'en')
const read = (text: string) => readToolRequest(text, languageOf(text), ASKED_AT)

/** Reads the request and runs it: what the asker gets to see. */
async function answer(text: string): Promise<string> {
  const request = read(text)
  if (request === undefined) return 'not read'
  const result = await callTool(tools, request.tool, request.arguments, { language: languageOf(text) })
  return result.isError ? `error: ${result.text}` : result.text
}

describe('reading a sum', () => {
  it.each([
    ['what is 12.5% of 80', '12.5/100*80 = 10'],
    ['12の3乗は?', '12^3 = 1728'],
    ['(3+4)*2 =', '(3+4)*2 = 14'],
    ['80の15%は？', '80*15/100 = 12'],
    ['１２÷３は？', '12/3 = 4'],
    ['Kiku, can you calculate 1,234.5 * 2 please?', '1234.5 * 2 = 2469'],
    ["What's 15 percent off 2,000 yen?", '2000*(1-15/100) = 1700'],
    ['5000円の3割引はいくらですか？', '5000*(1-3/10) = 3500'],
    ['3万の15%は？', '30000*15/100 = 4500'],
    ['12足す5は？', '12+5 = 17'],
    ['What is 3 plus 4 times 2?', '3+4*2 = 11'],
    ['what is the square root of 16', 'sqrt(16) = 4'],
    ['√16は？', 'sqrt(16) = 4'],
    ['5の階乗を計算してください', '5! = 120'],
    ['average of 3, 5 and 10', 'mean([3, 5, 10]) = 6'],
    ['3と5と10の平均は？', 'mean([3, 5, 10]) = 6'],
    ['3² + 4²', '3^2 + 4^2 = 25'],
    ['what is 12 - 3', '12 - 3 = 9'],
    ['calculate 12-3', '12-3 = 9'],
  ])('%s', async (question, text) => {
    expect(await answer(question)).toBe(text)
  })
})

describe('reading a question for the time', () => {
  it.each([
    ['what time is it in Tokyo', 'Friday, 21 November 2025 21:05 Asia/Tokyo (UTC+09:00)'],
    ['ニューヨークは今何時?', '2025年11月21日(金) 07:05 America/New_York (UTC-05:00)'],
    [
      'Hey, do you know what time it is in London right now?',
      'Friday, 21 November 2025 12:05 Europe/London (UTC+00:00)',
    ],
    ['ロンドンの現在時刻を教えて', '2025年11月21日(金) 12:05 Europe/London (UTC+00:00)'],
    ['今何時ですか？', '2025年11月21日(金) 21:05 Asia/Tokyo (UTC+09:00)'],
    ["what's today's date?", 'Friday, 21 November 2025 21:05 Asia/Tokyo (UTC+09:00)'],
    ['今日は何曜日？', '2025年11月21日(金) 21:05 Asia/Tokyo (UTC+09:00)'],
  ])('%s', async (question, text) => {
    expect(await answer(question)).toBe(text)
  })
})

describe('reading a question for a date', () => {
  it.each([
    ['what day is 2026-12-24', 'Thursday, 24 December 2026; week 52, day 358 of the year'],
    ['What day of the week was March 3?', 'Monday, 3 March 2025; week 10, day 62 of the year'],
    ['12月24日は何曜日？', '2025年12月24日(水)、第52週、年の358日目'],
    ['12/24は何曜日？', '2025年12月24日(水)、第52週、年の358日目'],
    ["what's tomorrow's date", 'Saturday, 22 November 2025; week 47, day 326 of the year'],
    ['明日は何日？', '2025年11月22日(土)、第47週、年の326日目'],
    ['3週間後は何日?', '2025年11月21日(金) → 2025年12月12日(金)'],
    ['what date is three weeks from today?', 'Friday, 21 November 2025 → Friday, 12 December 2025'],
    ['5営業日後はいつですか', '2025年11月21日(金) → 2025年11月28日(金)'],
    ['30 days before 2026-01-05', 'Monday, 5 January 2026 → Saturday, 6 December 2025'],
    [
      'how many days until Christmas',
      'Friday, 21 November 2025 → Thursday, 25 December 2025: 34 days (4 weeks, 6 days; 1 month, 4 days)',
    ],
    ['クリスマスまであと何日？', '2025年11月21日(金) → 2025年12月25日(木): 34日 (4週間6日; 1か月4日)'],
    [
      'how many weeks since March 3?',
      'Monday, 3 March 2025 → Friday, 21 November 2025: 263 days (37 weeks, 4 days; 8 months, 18 days)',
    ],
    ['2026年1月1日から2026年1月11日まで何日？', '2026年1月1日(木) → 2026年1月11日(日): 10日 (1週間3日)'],
    [
      '東京の午後3時はロンドンでは何時ですか',
      '2025年11月21日(金) 15:00 Asia/Tokyo (UTC+09:00) = 2025年11月21日(金) 06:00 Europe/London (UTC+00:00)',
    ],
  ])('%s', async (question, text) => {
    expect(await answer(question)).toBe(text)
  })
})

describe('reading a conversion', () => {
  it.each([
    ['5 miles in km', '5 miles = 8.04672 km'],
    ['How many feet are in a mile?', '1 mile = 5280 feet'],
    ['convert 212 F to C', '212 F = 100 C'],
    ['5 in to cm', '5 in = 12.7 cm'],
    ['華氏212度は摂氏何度?', '212 華氏 = 100 摂氏'],
    ['30℃は何℉？', '30 °C = 86 °F'],
    ['121坪は何平米?', '121 坪 = 400 平米'],
    ['5マイルをキロに変換して', '5 マイル = 8.04672 キロ'],
    ['2時間は何分？', '2 時間 = 120 分'],
  ])('%s', async (question, text) => {
    expect(await answer(question)).toBe(text)
  })
})

describe('what is no request for one tool', () => {
  it.each([
    ['What is the 2024 budget?'],
    ['2024年の予算は？'],
    ['room 12-3 の予約'],
    ['12-3号室は空いていますか'],
    ['12-3'],
    ['What is 24/7?'],
    ['what is 4/20'],
    ['2020-2021'],
    ['what is 2020 - 2021'],
    ['03-1234-5678'],
    ['+81 90 1234 5678'],
    ['what is 404'],
    ['what is 4x4'],
    ['version 3.11 or 3.9?'],
    ['What is 5S?'],
    ['what is 10 % 3'],
    ['10%+5%'],
    ['what is 5!'],
    ['what is 007+1'],
    ['calculate the budget for 2024'],
    ['What is 3 + 4, and who decided that?'],
    ['What time is the meeting?'],
    ['会議は何時？'],
    ['東京支社の会議は今何時？'],
    ['what time is it in Mars'],
    ['what time is it in the US'],
    ['What day is payday?'],
    ["What's tomorrow?"],
    ['今日は何の日？'],
    ['給料日まであと何日？'],
    ['来週の金曜日は何日？'],
    ['what day is 3/4'],
    ['how many days between March 3 and January 1'],
    ['How many days of leave do I get?'],
    ['how many people in 3 rooms'],
    ['what is 100 usd in yen'],
    ['how much is 5 kg in meters'],
    ['how many kilometers is the commute in a year'],
    ['What is 3 + 4\nand what is 5 + 6'],
    [''],
    ['?'],
  ])('%s', (question) => {
    expect(read(question)).toBeUndefined()
  })

  it('leaves a day without its year alone where the time zone decides which one is meant', () => {
    expect(read('how many days since November 21')).toBeUndefined()
  })
})
