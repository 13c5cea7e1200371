import { describe, expect, it } from 'vitest'
import { english } from '../../../../../src/adapters/web/page/text/english.ts'
import { formatAge, formatBytes, formatDay, formatPercent } from '../../../../../src/adapters/web/page/text/format.ts'
import { japanese } from '../../../../../src/adapters/web/page/text/japanese.ts'
import { nameLocation, namePlace } from '../../../../../src/adapters/web/page/text/name-place.ts'
import { writeMarkdown } from '../../../../../src/adapters/web/page/text/write-markdown.ts'
import { answerWith } from '../../../../fakes/web-page/answer-fixtures.ts'

describe('numbers and times', () => {
  it('are written as people of the language write them', () => {
    const now = Date.UTC(2026, 10, 21, 12)

    expect(formatAge(now - 7_200_000, now, english)).toBe('2 hours ago')
    expect(formatAge(now - 86_400_000, now, english)).toBe('yesterday')
    expect(formatAge(now - 90_000, now, japanese)).toBe('1 分前')
    expect(formatDay('2026-11-21', japanese)).toBe('11月21日')
    expect(formatPercent(0.876, english)).toBe('88%')
    expect([formatBytes(900), formatBytes(52_428_800)]).toEqual(['1 kB', '50 MB'])
  })
})

describe('places', () => {
  it.each([
    ['/srv/documents/rules.pdf', 'rules.pdf'],
    ['C:\\data\\rules.pdf', 'rules.pdf'],
    ['https://example.com/a%20b/', 'example.com/a b'],
    ['https://example.com/%E0%A4%A', 'example.com/%E0%A4%A'],
    ['javascript:alert(1)', 'javascript:alert(1)'],
    ['slack:T1:C7', 'slack:T1:C7'],
  ])('%s is named %s', (location, name) => {
    expect(nameLocation(location)).toBe(name)
  })

  it('are pages, slides, rows or lines', () => {
    expect(namePlace({ location: 'a.pdf', locator: { page: 3, line: 9 } }, english)).toBe('page 3')
    expect(namePlace({ location: 'a.pptx', locator: { page: 3 } }, japanese)).toBe('スライド3')
    expect(namePlace({ location: 'a.csv', locator: { row: 2 } }, english)).toBe('row 2')
    expect(namePlace({ location: 'a.md', locator: {} }, english)).toBeUndefined()
  })
})

describe('an answer for the clipboard', () => {
  it('brings question, text and sources, whose titles cannot act', () => {
    const citation = {
      number: 1,
      key: 4,
      title: '[x](https://evil.example) <b>',
      location: '/srv/a.pdf',
      locator: { page: 2 },
      quote: '',
      score: 1,
    }

    const text = writeMarkdown('When?\nReally?', answerWith({ text: 'Then [1].', citations: [citation] }), english)

    expect(text).toBe(
      '> When?\n> Really?\n\nThen [1].\n\n**Sources**\n\n1. \\[x\\](https://evil.example) \\<b\\>, /srv/a.pdf, page 2\n',
    )
  })
})
