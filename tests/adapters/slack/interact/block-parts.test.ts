import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { describeAge } from '../../../../src/adapters/common/chat/describe-age.ts'
import { nameLocation } from '../../../../src/adapters/common/chat/name-location.ts'
import { cutLine, cutText, escapeText, linkTo } from '../../../../src/adapters/slack/interact/block-parts.ts'
import { findPings } from '../../../fakes/slack/find-pings.ts'

const hostile = fc.string({
  unit: fc.constantFrom('<', '>', '&', '!', '@', '|', 'here', 'channel', 'U1', ' ', 'lt;', '人', '\n'),
})

describe('escapeText', () => {
  it('lets no text ping or link', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const escaped = escapeText(text)

        return findPings(escaped).length === 0 && !/[<>]/.test(escaped)
      }),
    )
  })
})

describe('linkTo', () => {
  it('is one link whatever the label and the address hold', () => {
    fc.assert(
      fc.property(hostile, hostile, (label, path) => {
        const link = linkTo(`https://x.test/${path}`, label)

        return findPings(link).length === 0 && /^<https:\/\/x\.test[^<>|]*\|[^<>|]+>$/.test(link)
      }),
    )
  })

  it.each([
    ['javascript:alert(1)', 'label'],
    ['/srv/files/plan.md', 'label'],
    ['https://bank.example@evil.test/', 'label'],
    [`https://x.test/${'a'.repeat(5_000)}`, 'label'],
    ['https://', 'label'],
  ])('is the label alone for %.40s', (location, label) => {
    expect(linkTo(location, label)).toBe(label)
  })
})

describe('cutText', () => {
  it('keeps to the limit and tears no character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 2, max: 40 }), (text, most) => {
        const cut = cutText(text, most)

        return cut.length <= most && !/\p{Surrogate}/u.test(cut) && (text.length > most || cut === text)
      }),
    )
    expect(cutText('家族👨‍👩‍👧‍👦です', 6)).toBe('家族…')
    expect(cutLine(' a\n b　c ', 20)).toBe('a b c')
  })
})

describe('nameLocation', () => {
  it.each([
    ['/srv/kiku/docs/旅費.md', '旅費.md'],
    ['C:\\docs\\plan.docx', 'plan.docx'],
    ['https://wiki.test/a%20b/', 'wiki.test/a b'],
    ['https://wiki.test/%E0%A4%A', 'wiki.test/%E0%A4%A'],
    ['/', '/'],
    ['', ''],
  ])('calls %j %j', (location, name) => {
    expect(nameLocation(location)).toBe(name)
  })
})

describe('describeAge', () => {
  it.each([
    [-5, 'just now', 'たった今'],
    [59_000, 'just now', 'たった今'],
    [60_000, '1 minute ago', '1 分前'],
    [7_200_000, '2 hours ago', '2 時間前'],
    [86_400_000, 'yesterday', '昨日'],
    [40 * 86_400_000, '40 days ago', '40 日前'],
  ])('says %d ms as %j and %j', (ms, english, japanese) => {
    expect(describeAge(ms, 'en')).toBe(english)
    expect(describeAge(ms, 'ja')).toBe(japanese)
  })
})
