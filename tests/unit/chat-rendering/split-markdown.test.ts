import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitMarkdown } from '../../../src/adapters/common/chat/split-markdown.ts'
import { markdownSoup, wellFormedBlock } from '../../adapters/slack/render/markdown-fragments.ts'

/** Whether all characters of a text but white space and numbers of items, which count on, occur in another in order. */
function isWithin(text: string, other: string): boolean {
  const [wanted = '', given = ''] = [text, other].map((each) => each.replace(/\s|\d+(?=[.)])/g, ''))
  let at = 0
  for (const character of given.split('')) if (character === wanted.charAt(at)) at += 1
  return at === wanted.length
}

const limits = fc.integer({ min: 64, max: 400 })
const documents = fc.array(wellFormedBlock, { maxLength: 40, size: 'max' }).map((blocks) => blocks.join('\n\n'))
const soups = fc.array(markdownSoup, { maxLength: 8, size: 'max' }).map((parts) => parts.join(''))

describe('splitting Markdown', () => {
  it('keeps every piece within the limit and loses no character', () => {
    fc.assert(
      fc.property(
        fc.oneof(documents, soups, fc.string({ unit: 'grapheme', maxLength: 1500, size: 'max' })),
        limits,
        (text, limit) => {
          const pieces = splitMarkdown(text, limit)

          expect(pieces.every((piece) => piece.length <= limit && piece.trim() !== '')).toBe(true)
          expect(isWithin(text, pieces.join('\n'))).toBe(true)
        },
      ),
      { numRuns: 500 },
    )
  })
})
