import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { displayRows, displayWidth, padToWidth, truncateToWidth } from '../../../src/cli/text/display-width.ts'
import { createStreamNeutralizer } from '../../../src/cli/text/neutralize-stream.ts'
import { neutralizeLine, neutralizeText } from '../../../src/cli/text/neutralize-text.ts'

const DANGEROUS = /(?![\t\n])\p{Cc}|[\u202a-\u202e\u2066-\u2069\u{e0000}-\u{e007f}]/u

// Texts rich in what terminals obey, cut anywhere.
const hostileText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '\u001b[31m',
        '\u001b]0;title\u0007',
        '\u001b]8;;http://x\u001b\\',
        '\u009b2J',
        '\u001b',
        '[',
        ']',
      ),
      fc.constantFrom(
        '\r\n',
        '\r',
        '\u0007',
        '\u202e',
        '\u001bP',
        '\u009d',
        '日本語',
        '😀',
        '\u001b(B',
        ';',
        '5m',
        '\\',
      ),
      fc.string(),
    ),
  )
  .map((parts) => parts.join(''))

describe('neutralizeText', () => {
  it.each([
    ['\u001b[31mred\u001b[0m', 'red'],
    ['\u001b[2J\u001b[Hcleared', 'cleared'],
    ['\u001b]0;new title\u0007text', 'text'],
    ['\u001b]52;c;c2VjcmV0\u0007clipboard', 'clipboard'],
    ['\u001b]8;;https://evil.example\u001b\\click\u001b]8;;\u001b\\', 'click'],
    ['\u009b31mC1', 'C1'],
    ['invoice\u202efdp.exe', 'invoicefdp.exe'],
    ['one\r\ntwo\rthree\u2028four', 'one\ntwo\nthree\nfour'],
    ['\u001b\u001b[31m[31mnested', '[31mnested'],
    ['日本語の文書\ttab', '日本語の文書\ttab'],
    ['family 👩‍👩‍👧 stays', 'family 👩‍👩‍👧 stays'],
  ])('turns %j into %j', (text, expected) => {
    expect(neutralizeText(text)).toBe(expected)
  })

  it('leaves nothing that a terminal obeys', () => {
    fc.assert(fc.property(hostileText, (text) => !DANGEROUS.test(neutralizeText(text))))
  })

  it('makes one line of anything', () => {
    expect(neutralizeLine(' a\n\tb\u0000\r\n c ')).toBe('a b c')
  })
})

describe('createStreamNeutralizer', () => {
  it('prints what the whole text would print, however it is cut', () => {
    fc.assert(
      fc.property(hostileText, fc.array(fc.nat({ max: 12 })), (text, cuts) => {
        const stream = createStreamNeutralizer()
        let rest = text
        let printed = ''
        for (const cut of cuts) {
          printed += stream.push(rest.slice(0, cut))
          rest = rest.slice(cut)
        }
        printed += stream.push(rest) + stream.end()

        expect(printed).toBe(neutralizeText(text))
        expect(printed).not.toMatch(DANGEROUS)
      }),
    )
  })

  it('does not wait for ever for an escape that never ends', () => {
    const stream = createStreamNeutralizer()

    const printed = stream.push(`\u001b]0;${'x'.repeat(300)}`)

    expect(printed).toContain('xxx')
  })
})

describe('display width', () => {
  it.each([
    ['plain', 5],
    ['日本語', 6],
    ['ｶﾅ', 2],
    ['（全角）', 8],
    ['が', 2],
    ['か\u3099', 2],
    ['é', 1],
    ['e\u0301', 1],
    ['😀', 2],
    ['👩‍👩‍👧', 2],
    ['', 0],
  ])('of %j is %d columns', (text, width) => {
    expect(displayWidth(text)).toBe(width)
  })

  it('cuts and pads by columns, not by characters', () => {
    expect(truncateToWidth('日本語の文書', 7)).toBe('日本語…')
    expect(truncateToWidth('日本語の文書', 6)).toBe('日本…')
    expect(truncateToWidth('short', 5)).toBe('short')
    expect(truncateToWidth('anything', 0)).toBe('')
    expect(padToWidth('資料', 6)).toBe('資料  ')
  })

  it('counts the rows that a text takes', () => {
    expect(displayRows('日本語の文書', 5)).toBe(3)
    expect(displayRows('a\n\nb', 80)).toBe(3)
  })

  it('never exceeds the columns it was given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 40 }), (text, columns) => {
        return displayWidth(truncateToWidth(neutralizeLine(text), columns)) <= columns
      }),
    )
  })
})
