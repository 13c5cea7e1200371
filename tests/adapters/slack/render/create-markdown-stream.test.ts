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

  it('takes marks behind a tab for code, whether the line comes at once or not', () => {
    const text = '```js\n\t````\n'

    expect(stream([text])).toBe('```js\n\t````\n```')
    expect(stream([...text])).toBe('```js\n\t````\n```')
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

describe('what the stream of Markdown holds back', () => {
  /** What each part makes appear. */
  const shown = (...parts: string[]) => {
    const markdown = createMarkdownStream()
    return parts.map((part) => markdown.push(part))
  }

  it('is no plain word, in any place', () => {
    expect(shown('Hello', ' wor', 'ld', ', 東京')).toEqual(['Hello', ' wor', 'ld', ', 東京'])
    expect(shown('## Title', ' here')).toEqual(['## Title', ' here'])
    expect(shown('- item', ' on')).toEqual(['- item', ' on'])
    expect(shown('> quoted', ' on')).toEqual(['> quoted', ' on'])
    expect(shown('**bold', ' and on')).toEqual(['**bold', ' and on'])
    expect(shown('```js\nlet', ' a\n  re', 'turn')).toEqual(['```js\nlet', ' a\n  re', 'turn'])
  })

  it('is half a link, marker, citation or mention', () => {
    expect(shown('see [the', ' page](https://', 'example.com', ') now')).toEqual([
      'see ',
      '',
      '',
      '[the page](https://example.com) now',
    ])
    expect(shown('a *', '*b')).toEqual(['a ', '**b'])
    expect(shown('yes [1', '].')).toEqual(['yes ', '[1].'])
    expect(shown('hi @', 'ch', 'at')).toEqual(['hi ', '', '@chat'])
    expect(shown('hi <!chan', 'nel>')[0]).not.toContain('<!')
    expect(shown('a <', 'b>c')).toEqual(['a ', 'c'])
    expect(shown('`co', 'de` on')).toEqual(['', '`code` on'])
  })

  it('is a table until it ends', () => {
    expect(shown('| a | b |\n', '|---|---|\n| 1 |', ' 2 |\n', '\nafter')).toEqual([
      '',
      '',
      '',
      '```\na | b\n--+--\n1 | 2\n```\n\nafter',
    ])
    expect(shown('| not a table\n', 'word')).toEqual(['', '| not a table\nword'])
  })
})
