import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMarkdownStream } from '../../../../src/adapters/slack/render/create-markdown-stream.ts'
import { toSlackMarkdown } from '../../../../src/adapters/slack/render/to-slack-markdown.ts'
import { cutRandomly, markdownSoup, wellFormedBlock } from './markdown-fragments.ts'

function stream(parts: readonly string[]): string {
  const markdown = createMarkdownStream()
  return parts.map((part) => markdown.push(part)).join('') + markdown.end()
}

describe('the stream of Markdown for Slack', () => {
  it('gives the same however the text is cut', () => {
    fc.assert(
      fc.property(markdownSoup, fc.array(fc.nat(), { maxLength: 30 }), (text, places) => {
        const whole = stream([text])

        expect(stream(cutRandomly(text, places))).toBe(whole)
        expect(stream([...text])).toBe(whole)
      }),
      { numRuns: 1500 },
    )
  })

  it('gives what the whole text becomes, unless a line changes the one before it', () => {
    const changesNothing = fc.oneof(
      markdownSoup.map((text) => text.replace(/[-=]/g, '')),
      fc.array(wellFormedBlock, { maxLength: 12, size: 'max' }).map((blocks) => blocks.join('\n\n')),
    )

    fc.assert(
      fc.property(changesNothing, (text) => {
        expect(stream([text])).toBe(toSlackMarkdown(text))
      }),
      { numRuns: 1500 },
    )
  })
})
