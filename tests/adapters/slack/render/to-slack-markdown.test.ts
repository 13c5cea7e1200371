import fc from 'fast-check'
import type { Nodes } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { describe, expect, it } from 'vitest'
import { toSlackMarkdown } from '../../../../src/adapters/slack/render/to-slack-markdown.ts'
import { couldMention } from './could-mention.ts'
import { markdownSoup, wellFormedBlock } from './markdown-fragments.ts'

function nodesOf(markdown: string): Nodes[] {
  const list = (node: Nodes): Nodes[] => [node, ...('children' in node ? node.children.flatMap(list) : [])]
  return list(fromMarkdown(markdown))
}

function textsOf(markdown: string, type: Nodes['type']): string[] {
  const words = (node: Nodes): string =>
    'value' in node ? node.value : 'children' in node ? node.children.map(words).join('') : ''
  return nodesOf(markdown).flatMap((node) => (node.type === type ? [words(node).replaceAll('\u200b', '')] : []))
}

describe('Markdown for Slack', () => {
  it('mentions nobody, whatever the text holds', () => {
    fc.assert(
      fc.property(markdownSoup, (text) => {
        expect(couldMention(toSlackMarkdown(text))).toBe(false)
      }),
      { numRuns: 1500 },
    )
  })

  it('holds no HTML, no pictures, and links to http, https and mail only', () => {
    fc.assert(
      fc.property(markdownSoup, (text) => {
        const nodes = nodesOf(toSlackMarkdown(text))

        const kinds = nodes.map(({ type }) => type)
        expect(kinds).not.toContain('html')
        expect(kinds).not.toContain('image')
        expect(kinds).not.toContain('definition')
        expect(nodes.every((node) => node.type !== 'link' || /^(?:https?:\/\/|mailto:)/i.test(node.url))).toBe(true)
      }),
      { numRuns: 1500 },
    )
  })

  it('changes nothing when it is applied again', () => {
    fc.assert(
      fc.property(fc.array(wellFormedBlock, { maxLength: 12, size: 'max' }), (blocks) => {
        const once = toSlackMarkdown(blocks.join('\n\n'))

        expect(toSlackMarkdown(once)).toBe(once)
      }),
      { numRuns: 500 },
    )
  })

  describe('of mentions', () => {
    it.each([
      '<!channel>',
      '<!here|here>',
      '<!everyone>',
      '<@U012AB3CD>',
      '<@W012AB3CD|name>',
      '<#C012AB3CD>',
      '<!subteam^S012AB3CD|@team>',
      '<!date^1392734382^{date}|soon>',
      '@channel',
      '＠here',
      '@ＥＶＥＲＹＯＮＥ',
      '&lt;!channel&gt;',
      '&amp;lt;!channel&amp;gt;',
      '&#60;@U012AB3CD&#62;',
      '<\u200b!channel>',
      '@\u2060chan\u200bnel',
      '`<!channel>`',
      '```\n<!channel> @here\n```',
      '[<!channel>](https://example.com)',
      '[@here](https://example.com/@here)',
      '| a |\n|---|\n| <!channel> @here |',
      '<!chan<b></b>nel>',
      '@<!-- -->here',
      '\\<!channel>',
      '<https://example.com|@channel>',
      '> - **@everyone**',
      '@**here**',
    ])('takes the meaning of %j and keeps its words', (text) => {
      const result = toSlackMarkdown(text)

      expect(couldMention(result)).toBe(false)
      expect(result.normalize('NFKC').replace(/[\u200b\u2060]/g, '')).toMatch(
        /channel|here|everyone|U012AB3CD|W012AB3CD|C012AB3CD|subteam|date/i,
      )
    })

    it('leaves addresses, declarations and other words as they are', () => {
      const text = 'Write to me@example.com, `<!DOCTYPE html>`, @hello, a < b, 1 <2'

      expect(toSlackMarkdown(text)).toBe(text)
    })
  })

  describe('of headings', () => {
    it('has three levels, without marks at their ends', () => {
      expect(toSlackMarkdown('# A\n\n### B ###\n\n###### C')).toBe('# A\n\n### B\n\n### C')
    })

    it('turns underlined ones into those with marks', () => {
      expect(toSlackMarkdown('Title of\ntwo lines\n===\n\nSecond\n---')).toBe('# Title of two lines\n\n## Second')
    })
  })

  describe('of lists', () => {
    it('indents by four and counts on', () => {
      const text = '* a\n  * b\n    * c\n* d\n\n1) x\n   - y\n1) z'

      expect(toSlackMarkdown(text)).toBe('- a\n    - b\n        - c\n- d\n\n1. x\n    - y\n2. z')
    })

    it('shows tasks as boxes', () => {
      expect(toSlackMarkdown('- [ ] open\n- [x] 完了')).toBe('- ☐ open\n- ☑ 完了')
    })

    it('keeps paragraphs and code within their items', () => {
      const text = '1. a\n\n   more\n   ```js\n   if (x) {\n     y()\n   }\n   ```\n2. b'

      const result = toSlackMarkdown(text)

      expect(textsOf(result, 'code')).toEqual(['if (x) {\n  y()\n}'])
      expect(nodesOf(result).filter(({ type }) => type === 'listItem')).toHaveLength(2)
    })

    it('takes fences in items that are not indented as models write them', () => {
      const text = '1. Run\n   ```sh\nls\n```\n2. Look'

      expect(textsOf(toSlackMarkdown(text), 'code')).toEqual(['ls'])
    })
  })

  describe('of code', () => {
    it('keeps fences around fences', () => {
      const text = '````md\n```js\nlet a\n```\n````\nafter'

      expect(toSlackMarkdown(text)).toBe(text)
    })

    it('puts longer fences around Markdown that holds fences of the same length', () => {
      const text = '```markdown\n# T\n```js\nlet a\n```\nend\n```\nafter'

      expect(textsOf(toSlackMarkdown(text), 'code')).toEqual(['# T\n```js\nlet a\n```\nend'])
    })

    it('closes what was left open, and writes other kinds of code blocks as fences', () => {
      expect(toSlackMarkdown('```js\nlet a')).toBe('```js\nlet a\n```')
      expect(toSlackMarkdown('~~~\na\n~~~')).toBe('```\na\n```')
      expect(toSlackMarkdown('a\n\n    b\n\n      c\n\nd')).toBe('a\n\n```\nb\n\n  c\n```\n\nd')
    })

    it('changes nothing within it', () => {
      const text = '```html\n<b>[x](y)</b> **a**\t| b |\n\n# no heading\n```\n`<b>` and ``a ` b``'

      expect(toSlackMarkdown(text)).toBe(text)
    })
  })

  describe('of tables', () => {
    it('writes code that lines up, full-width characters counted twice', () => {
      const text = 'Rates:\n| 種類 | Rate |\n|:--|--:|\n| **普通** | 0.1% [1] |\n| time deposit | `a|b` |'

      expect(toSlackMarkdown(text)).toBe(
        [
          'Rates:',
          '```',
          '種類         | Rate',
          '-------------+---------',
          '普通         | 0.1% [1]',
          'time deposit | a|b',
          '```',
        ].join('\n'),
      )
    })

    it('wraps long cells and keeps every line within a hundred columns', () => {
      const long = 'とても長い説明が続きます。'.repeat(12)

      const lines = toSlackMarkdown(
        `| a | b |\n|---|---|\n| ${long} | short words that go on ${'and on '.repeat(20)} |`,
      ).split('\n')

      const width = (line: string) => [...line].reduce((sum, each) => sum + (each > '\u2fff' ? 2 : 1), 0)
      expect(Math.max(...lines.map(width))).toBeLessThanOrEqual(100)
      expect(
        lines
          .map((line) => line.split(' | ')[0])
          .join('')
          .replace(/[^ぁ-ん一-龠。]/g, ''),
      ).toBe(long)
    })

    it('writes very wide ones as a list of values', () => {
      const row = (cell: string) => `| ${Array.from({ length: 20 }, (_, at) => `${cell}${at}`).join(' | ')} |`

      const result = toSlackMarkdown(`${row('h')}\n${row('-').replace(/\d/g, '')}\n${row('v')}`)

      expect(result).toContain('h0: v0\nh1: v1')
    })

    it('lists its links below', () => {
      expect(toSlackMarkdown('a | b\n-|-\n[x](https://example.com/x) | y')).toMatch(
        /```\n\n\[x\]\(https:\/\/example\.com\/x\)$/,
      )
    })

    it('leaves lines with pipes that are no table', () => {
      expect(toSlackMarkdown('a | b\n| c |\n\n```\n| a |\n|---|\n```')).toBe('a | b\n| c |\n\n```\n| a |\n|---|\n```')
    })
  })

  describe('of links', () => {
    it('keeps those that are safe, pictures as links', () => {
      const text =
        '[a **b** [1]](https://example.com/x_(y) "title") ![pic](https://example.com/p.png) <https://example.com>'

      expect(toSlackMarkdown(text)).toBe(
        '[a **b** [1]](https://example.com/x_%28y%29) [pic](https://example.com/p.png) [https://example.com](https://example.com)',
      )
    })

    it.each([
      'javascript:alert(1)',
      'JAVASCRIPT&colon;alert(1)',
      'data:text/html,x',
      '//example.com',
      'https://a.example@b.example/',
      'slack://open',
    ])('leaves the words of one to %s', (address) => {
      expect(toSlackMarkdown(`see [words](${address})!`)).toBe('see words!')
    })

    it('shows the path of one to a file', () => {
      expect(toSlackMarkdown('[guide](docs/guide.md)')).toBe('guide (docs/guide.md)')
    })

    it('leaves citations alone, and makes no links of them', () => {
      const text = 'Yes [1][2]. いいえ[3]。'

      expect(toSlackMarkdown(text)).toBe(text)
      expect(nodesOf(toSlackMarkdown('[1]: https://example.com\n\nYes [1].')).map(({ type }) => type)).not.toContain(
        'linkReference',
      )
    })
  })

  describe('of HTML', () => {
    it('keeps the words', () => {
      const text =
        '<details><summary>More</summary>\n\nsome <b>bold</b><br>next <!-- not this -->&lt;b&gt; <T> List<String>\n\n</details>'

      expect(toSlackMarkdown(text)).toBe('More\n\nsome bold  \nnext &lt;b&gt; &lt;T> List&lt;String>')
    })
  })

  describe('of Japanese', () => {
    it.each([
      'これは**「重要」**です。',
      '**注意：**必ず読む',
      '値は**100%**です',
      'あ**（い）**う**え**お',
      '**「重要」**です',
    ])('makes the emphasis of %j work', (text) => {
      const result = toSlackMarkdown(text)

      const wanted = Array.from(text.matchAll(/\*\*(.+?)\*\*/g), ([, words]) => words)
      expect(textsOf(result, 'strong')).toEqual(wanted)
      expect(result.replaceAll('\u200b', '')).toBe(text)
    })

    it('makes emphasis with underscores work before words', () => {
      expect(textsOf(toSlackMarkdown('_重要_です'), 'emphasis')).toEqual(['重要'])
      expect(toSlackMarkdown('変数_名前_とsnake_case')).toBe('変数_名前_とsnake_case')
    })

    it('joins wrapped lines without a space, and keeps hard breaks', () => {
      expect(toSlackMarkdown('東京は\n日本の**首都**\nです。\nTokyo is\nhere。  \n次の行')).toBe(
        '東京は日本の**首都**です。\nTokyo is\nhere。  \n次の行',
      )
    })
  })

  it('keeps quotes with what stands in them', () => {
    expect(toSlackMarkdown('> a\nlazy\n>\n> - b\n>   - c\n\nd')).toBe('> a\n> lazy\n>\n> - b\n>     - c\n\nd')
  })

  it('reads a hundred thousand characters of anything without taking their square', () => {
    const hostile = [
      '[',
      '[a](',
      '`',
      '` ',
      '<',
      '<a ',
      '*',
      '**「a',
      '_あ',
      '>',
      '- ',
      '| a ',
      '&amp;',
      '@',
      '@\u200b',
      '![',
      '<!--',
    ]

    const sizes = hostile.map((part) => toSlackMarkdown(part.repeat(100_000 / part.length)).length)

    expect(sizes.every((size) => size < 1_000_000)).toBe(true)
  })
})
