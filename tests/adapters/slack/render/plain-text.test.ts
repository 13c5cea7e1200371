import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plainText } from '../../../../src/adapters/slack/render/plain-text.ts'
import { couldMention } from './could-mention.ts'
import { markdownSoup } from './markdown-fragments.ts'

describe('the plain text of an answer', () => {
  it('has the words without markup', () => {
    const text =
      '# 見出し\n\n**太字**と [リンク](https://example.com) [1]。\n\n- `code`\n1. _one_\n\n> quoted\n\n```js\nlet a\n```'

    expect(plainText(text, 500)).toBe('見出し\n太字と リンク [1]。\n• code\n1. one\nquoted\nlet a')
  })

  it('mentions and formats nothing, and never is longer than asked for', () => {
    fc.assert(
      fc.property(markdownSoup, fc.integer({ min: 1, max: 120 }), (text, most) => {
        const plain = plainText(text, most)

        expect(couldMention(plain)).toBe(false)
        expect(plain.length).toBeLessThanOrEqual(most)
        expect(plain).not.toMatch(/[<>`]/)
      }),
      { numRuns: 1000 },
    )
  })

  it('keeps as much as fits where characters have to be written longer', () => {
    expect(plainText('a < b & c > d', 100)).toBe('a &lt; b &amp; c &gt; d')
    expect(plainText('< '.repeat(500), 100).length).toBeGreaterThan(60)
  })
})
