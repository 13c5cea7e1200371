import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createGrowingText } from '../../../../../src/adapters/web/page/markdown/growing-text.ts'
import { parseMarkdown } from '../../../../../src/adapters/web/page/markdown/parse-markdown.ts'

const pieces = fc.constantFrom(
  'word ',
  '日本語。',
  '[1] ',
  '\n',
  '\n\n',
  '- item',
  '1. item',
  '> quote',
  '```',
  '\n```\n',
  '# head',
  '| a | b |\n|--|--|\n',
  '    code',
  '**',
  '`',
  '<div>',
  '</div>',
  '<!-- ',
  ' -->',
  '---',
  '\t',
  '  ',
  '\\',
  '[x](https://e.example)',
  '[1]: https://e.example\n',
  '&amp;',
  '\r\n',
)

describe('a text that grows', () => {
  it('is at every moment read as if it were read whole', () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 25 }), (parts) => {
        const growing = createGrowingText()
        let text = ''
        for (const part of parts) {
          text += part
          const blocks = growing.parse(text).map(({ block }) => block)
          expect(blocks).toEqual(parseMarkdown(text).map(({ block }) => block))
        }
      }),
      { numRuns: 300 },
    )
  })

  it('keeps the blocks that cannot change any more', () => {
    const growing = createGrowingText()
    const before = growing.parse('First.\n\nSecond.\n\nThi')

    const after = growing.parse('First.\n\nSecond.\n\nThird.')

    expect(after[0]).toBe(before[0])
    expect(after[1]).toBe(before[1])
    expect(after[2]).not.toBe(before[2])
  })

  it('begins anew with another text', () => {
    const growing = createGrowingText()
    growing.parse('One.\n\nTwo.\n\nThree.')

    expect(growing.parse('Other.').map(({ block }) => block)).toEqual(parseMarkdown('Other.').map(({ block }) => block))
  })
})
