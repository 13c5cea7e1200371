import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMarkdownStream } from '../../../../src/adapters/discord/render/create-markdown-stream.ts'
import { toDiscordMarkdown } from '../../../../src/adapters/discord/render/to-discord-markdown.ts'
import { cutRandomly, wellFormedBlock } from '../../slack/render/markdown-fragments.ts'
import { discordSoup } from './discord-fragments.ts'

function stream(parts: readonly string[]): string {
  const markdown = createMarkdownStream()
  return parts.map((part) => markdown.push(part)).join('') + markdown.end()
}

describe('the stream of Markdown for Discord', () => {
  it('gives the same however the text is cut', () => {
    fc.assert(
      fc.property(discordSoup, fc.array(fc.nat(), { maxLength: 30 }), (text, places) => {
        const whole = stream([text])

        expect(stream(cutRandomly(text, places))).toBe(whole)
        expect(stream([...text])).toBe(whole)
      }),
      { numRuns: 300 },
    )
  })

  it('gives what the whole text becomes, unless a line changes the one before it', () => {
    const changesNothing = fc.oneof(
      discordSoup.map((text) => text.replace(/[-=]/g, '')),
      fc.array(wellFormedBlock, { maxLength: 12, size: 'max' }).map((blocks) => blocks.join('\n\n')),
    )

    fc.assert(
      fc.property(changesNothing, (text) => {
        expect(stream([text])).toBe(toDiscordMarkdown(text))
      }),
      { numRuns: 300 },
    )
  })
})

describe('what the stream of Markdown for Discord holds back', () => {
  const shown = (...parts: string[]) => {
    const markdown = createMarkdownStream()
    return parts.map((part) => markdown.push(part))
  }

  it('is no plain word, in any place', () => {
    expect(shown('Hello', ' worm', 's', ', 東京')).toEqual(['Hello', ' worm', 's', ', 東京'])
    expect(shown('## Title', ' here')).toEqual(['## Title', ' here'])
    expect(shown('- item', ' on')).toEqual(['- item', ' on'])
    expect(shown('```js\nlet', ' a\n  re', 'turn')).toEqual(['```js\nlet', ' a\n  re', 'turn'])
  })

  it('is emphasis, half a link, address or mention, and a table until it ends', () => {
    expect(shown('a **bold', ' on', '** go')).toEqual(['a ', '', '**bold on** go'])
    expect(shown('see [the', ' page](https://', 'x.jp', ') now')).toEqual([
      'see ',
      '',
      '',
      '[the page](<https://x.jp>) now',
    ])
    expect(shown('at https://x', '.jp/a', ' now')).toEqual(['at ', '', '<https://x.jp/a> now'])
    expect(shown('hi @', 'ev', 'en')).toEqual(['hi ', '', '@even'])
    expect(shown('| a | b |\n', '|---|---|\n| 1 | 2 |\n', '\nafter')).toEqual([
      '',
      '',
      '```\na | b\n--+--\n1 | 2\n```\n\nafter',
    ])
  })
})
