import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toDiscordMarkdown } from '../../../../src/adapters/discord/render/to-discord-markdown.ts'
import { discordSoup } from './discord-fragments.ts'
import { type DiscordNode, nodesOf, readAsDiscord, textsOf, wordsOf } from './read-as-discord.ts'

const all = (markdown: string) => nodesOf(readAsDiscord(markdown))
const kindsOf = (markdown: string) => all(markdown).map(({ kind }) => kind)
const seen = (markdown: string) => wordsOf(readAsDiscord(markdown))
const DECEPTIVE: readonly DiscordNode['kind'][] = ['token', 'call', 'spoiler', 'underline', 'small', 'rest-quote']

describe('Markdown for Discord', () => {
  it('mentions nobody, hides nothing and forges no note, whatever the text holds', () => {
    fc.assert(
      fc.property(discordSoup, (text) => {
        const kinds = kindsOf(toDiscordMarkdown(text))

        expect(kinds.filter((kind) => DECEPTIVE.includes(kind))).toEqual([])
      }),
      { numRuns: 800 },
    )
  })

  it('links to the web only, shows where links lead, and unfolds no invitation', () => {
    fc.assert(
      fc.property(discordSoup, (text) => {
        const markdown = toDiscordMarkdown(text)
        const nodes = all(markdown)

        const addresses = nodes.flatMap(({ kind, value }) => (kind === 'address' ? [value] : []))
        expect(addresses.every((address) => /^https?:/.test(address) && markdown.includes(`<${address}>`))).toBe(true)
        const links = nodes.filter(({ kind }) => kind === 'link')
        expect(links.every(({ detail }) => /^https?:/.test(detail) && markdown.includes(`(<${detail}>)`))).toBe(true)
        expect(links.some(({ children }) => /\\|paypal/.test(wordsOf(children)))).toBe(false)
        const words = nodes.map(({ kind, value }) => (kind === 'text' ? value : ' ')).join('')
        expect(words).not.toMatch(/discord\.gg\//i)
        expect(addresses.some((address) => new URL(address).host === 'discord.gg')).toBe(false)
      }),
      { numRuns: 800 },
    )
  })

  describe('of mentions', () => {
    it.each([
      '<@80351110224678912>',
      '<@!80351110224678912>',
      '<@&165511591545143296>',
      '<#103735883630395392>',
      '</airhorn:816437322781949972>',
      '<id:customize>',
      '<t:1618953630:d>',
      '<:mmLol:216154654256398347>',
      '<a:b1nzy:392938283556143104>',
      '@everyone',
      '@here',
      '@every\u200bone',
      '&lt;@80351110224678912&gt;',
      '&#64;everyone',
      '@<b></b>everyone',
      '[<@80351110224678912>](https://example.com)',
      '[@here](https://example.com/@here)',
      '> - **@everyone**',
      '# <@80351110224678912>',
    ])('takes the meaning of %j and keeps its words', (text) => {
      const markdown = toDiscordMarkdown(text)

      expect(kindsOf(markdown)).not.toContain('token')
      expect(kindsOf(markdown)).not.toContain('call')
      expect(seen(markdown).replace(/[\u202f]/g, '')).toMatch(/everyone|here|\d{10,}|customize/)
    })

    it('leaves code, addresses of mail and other words as they are', () => {
      expect(toDiscordMarkdown('`<@123>` and `@everyone`, me@example.com, @hello')).toBe(
        '`<@123>` and `@everyone`, me@example.com, @hello',
      )
      expect(toDiscordMarkdown('```html\n<div>@here</div>\n```')).toBe('```html\n<div>@here</div>\n```')
    })
  })

  describe('of what Discord alone knows', () => {
    it.each([
      ['-# a note', '-# a note'],
      ['- -# in an item', '-# in an item'],
      ['# -# in a heading', '-# in a heading'],
      ['**-# strong**', '-# strong'],
      ['a ||secret|| b', 'a ||secret|| b'],
      ['__init__.py', 'init.py'],
      ['steam://run/1', 'steam://run/1'],
      ['a \\- b `` ` ``', 'a - b  ` '],
    ])('shows %j as words', (text, words) => {
      expect(seen(toDiscordMarkdown(text))).toBe(words)
      expect(kindsOf(toDiscordMarkdown(text)).filter((kind) => DECEPTIVE.includes(kind))).toEqual([])
    })

    it('begins no block where Markdown has none', () => {
      const text = 'In\n2024. it began\n\\# no heading\n\\- no point\n　＃ word\n-5 degrees\n\n**1. Title**'

      expect(kindsOf(toDiscordMarkdown(text))).not.toContain('item')
      expect(kindsOf(toDiscordMarkdown(text))).not.toContain('heading')
      expect(seen(toDiscordMarkdown(text))).toContain('2024. it began\n# no heading\n- no point')
    })

    it('lets no quote swallow what follows it', () => {
      const markdown = toDiscordMarkdown('>>> quoted\n\nafter')

      expect(kindsOf(markdown)).not.toContain('rest-quote')
      expect(readAsDiscord(markdown).at(-1)).toMatchObject({ kind: 'text', value: '\nafter' })
    })

    it('names the host of an invitation without unfolding it', () => {
      const markdown = toDiscordMarkdown(
        '[Join us](https://discord.gg/abc) or https://discord.com/invite/abc or discord.gg/x',
      )

      expect(kindsOf(markdown)).toEqual(['text'])
      expect(markdown).not.toMatch(/discord\.(?:gg|com)/)
      expect(seen(markdown)).toBe('Join us (discord.gg/abc) or discord.com/invite/abc or discord.gg/x')
    })
  })

  describe('of headings', () => {
    it('has three levels and strong lines below them', () => {
      expect(toDiscordMarkdown('# A\n\n### B ###\n\n#### C **d** *e*\n\n###### ')).toBe('# A\n\n### B\n\n**C d *e***')
    })

    it('turns underlined ones into those with marks', () => {
      expect(toDiscordMarkdown('Title of\ntwo lines\n===\n\nSecond\n---')).toBe('# Title of two lines\n\n## Second')
    })

    it('draws rules', () => {
      expect(toDiscordMarkdown('a\n\n---\n\n* * *')).toMatch(/^a\n\n─+\n\n─+$/)
    })
  })

  describe('of lists', () => {
    it('indents by the width of the mark and counts on', () => {
      const text = '* a\n  * b\n    * c\n* d\n\n10) x\n    - y\n10) z'

      expect(toDiscordMarkdown(text)).toBe('- a\n  - b\n    - c\n- d\n\n10. x\n    - y\n11. z')
    })

    it('keeps a list of points and one of numbers apart', () => {
      expect(toDiscordMarkdown('- a\n1. b')).toBe('- a\n\n1. b')
    })

    it('shows tasks as boxes', () => {
      expect(toDiscordMarkdown('- [ ] open\n- [x] 完了')).toBe('- ☐ open\n- ☑ 完了')
    })

    it('writes code at the margin, where Discord reads it whole', () => {
      const text = '1. Run\n   ```sh\n   ls\n\n   cd\n   ```\n2. Look\n3. ```\n   a\n   ```'

      const markdown = toDiscordMarkdown(text)

      expect(markdown).toBe('1. Run\n```sh\nls\n\ncd\n```\n2. Look\n3. \u200b\n```\na\n```')
      expect(textsOf(markdown, 'block')).toEqual(['ls\n\ncd', 'a'])
    })
  })

  describe('of quotes', () => {
    it('keeps them together over blank lines, inner ones by their marks', () => {
      const markdown = toDiscordMarkdown('> a\n>\n> - b\n>\n> > c\n\nd')

      expect(markdown).toBe('> a\n> \n> - b\n> \n> \\> c\n\nd')
      expect(textsOf(markdown, 'quote')).toHaveLength(1)
    })

    it('keeps code within', () => {
      expect(textsOf(toDiscordMarkdown('> ```js\n> a\n>\n> b\n> ```'), 'block')).toEqual(['a\n\nb'])
    })
  })

  describe('of code', () => {
    it('holds fences within fences', () => {
      expect(textsOf(toDiscordMarkdown('````md\n```js\nlet a\n```\n````\nafter'), 'block')).toEqual([
        '```js\nlet a\n```',
      ])
      expect(textsOf(toDiscordMarkdown('```markdown\n# T\n```js\nlet a\n```\nend\n```\nafter'), 'block')).toEqual([
        '# T\n```js\nlet a\n```\nend',
      ])
    })

    it('closes what was left open, names languages as Discord does, and shows empty blocks', () => {
      expect(toDiscordMarkdown('```c#\nlet a')).toBe('```cs\nlet a\n```')
      expect(toDiscordMarkdown('~~~\na\n~~~')).toBe('```\na\n```')
      expect(kindsOf(toDiscordMarkdown('```\n\n```'))).toEqual(['block'])
    })

    it('has one or two backticks within lines', () => {
      expect(toDiscordMarkdown('```` a`b ```` and ``x``, `` a```b ``')).toBe(
        '`` a`b `` and `x`, `` a`\u200b`\u200b`b ``',
      )
      expect(textsOf(toDiscordMarkdown('an open ` here\n\nand ` there'), 'code')).toEqual([])
    })
  })

  describe('of tables', () => {
    it('writes code that lines up, full-width characters counted twice, and lists its links below', () => {
      const text =
        'Rates:\n| 種類 | Rate |\n|:--|--:|\n| **普通** | 0.1% [1] |\n| [定期](https://example.com/x) | `a|b` |'

      expect(toDiscordMarkdown(text)).toBe(
        [
          'Rates:',
          '```',
          '種類 | Rate',
          '-----+---------',
          '普通 | 0.1% [1]',
          '定期 | a|b',
          '```',
          '',
          '[定期](<https://example.com/x>)',
        ].join('\n'),
      )
    })

    it('wraps long cells at sixty columns', () => {
      const long = 'とても長い説明が続きます。'.repeat(6)

      const lines = toDiscordMarkdown(`| a | b |\n|---|---|\n| ${long} | word |`).split('\n')

      const width = (line: string) => [...line].reduce((sum, each) => sum + (each > '\u2fff' ? 2 : 1), 0)
      expect(Math.max(...lines.map(width))).toBeLessThanOrEqual(60)
    })
  })

  describe('of emphasis', () => {
    it.each([
      ['これは**「重要」**です。', 'bold', ['「重要」']],
      ['**注意：**必ず読む', 'bold', ['注意：']],
      ['値は**100%**です。**（い）**う', 'bold', ['100%', '（い）']],
      ['*「強調」*です。_重要_です', 'italic', ['「強調」', '重要']],
      ['***both*** and **a *b* c** and __d__', 'bold', ['both', 'a b c', 'd']],
      ['**a***b*', 'bold', ['a']],
      ['**a***b*', 'italic', ['b']],
      ['~~旧~~新', 'strike', ['旧']],
      ['2*3*4 and 2**10**2, 5 * 3 * 1, 100円*税込*', 'italic', ['税込']],
      ['変数_名前_とsnake_case_name と _a b_', 'italic', ['a b']],
      ['open **one\n\nand **another, *one\n\nand* more', 'bold', []],
      ['open **one\n\nand **another, *one\n\nand* more', 'italic', []],
      ['\\*no\\* \\_no\\_ \\*\\*no\\*\\*', 'bold', []],
    ] as const)('reads %j alike: %s', (text, kind, wanted) => {
      const markdown = toDiscordMarkdown(text)

      expect(textsOf(markdown, kind)).toEqual(wanted)
      expect(seen(markdown)).not.toContain('\\')
    })
  })

  describe('of links', () => {
    it('keeps those that are safe, without unfolding them, pictures as links', () => {
      const text =
        '[a **b** [1]](https://example.com/x_(y) "title") ![pic](https://example.com/p.png) ![](https://example.com/q.png)'

      expect(toDiscordMarkdown(text)).toBe(
        '[a **b** [1]](<https://example.com/x_%28y%29>) [pic](<https://example.com/p.png>) <https://example.com/q.png>',
      )
    })

    it('shows addresses bare, also where they name themselves, and ends them before Japanese', () => {
      expect(
        toDiscordMarkdown('<https://a.jp> [https://b.jp](https://b.jp/) (https://c.jp/x_y_z). https://d.jp/aです。'),
      ).toBe('<https://a.jp> <https://b.jp/> (<https://c.jp/x_y_z>). <https://d.jp/a>です。')
      expect(toDiscordMarkdown('**https://e.jp** https://ja.wikipedia.org/wiki/東京を見る')).toBe(
        '**<https://e.jp>** <https://ja.wikipedia.org/wiki/東京>を見る',
      )
    })

    it.each([
      ['[paypal.com](https://evil.example/x)', 'paypal.com ([evil.example](<https://evil.example/x>))'],
      ['[**PayPal.com**/login](https://evil.example)', '**PayPal.com**/login ([evil.example](<https://evil.example>))'],
      ['[раураl.com](https://evil.example)', 'раураl.com ([evil.example](<https://evil.example>))'],
      ['[pay\u200bpal.com](https://evil.example)', 'pay\u200bpal.com ([evil.example](<https://evil.example>))'],
      ['[see https://a.jp/x](https://b.jp)', 'see https\\://a.jp/x ([b.jp](<https://b.jp>))'],
      ['[my_file_.txt](https://b.jp)', 'my\\_file\\_.txt ([b.jp](<https://b.jp>))'],
      ['[docs.example.com](https://docs.example.com/a)', '[docs.example.com](<https://docs.example.com/a>)'],
      ['[README.md](https://github.com/a)', '[README.md](<https://github.com/a>)'],
    ])('shows the real host where %j would deceive or could not be shown', (text, wanted) => {
      expect(toDiscordMarkdown(text)).toBe(wanted)
    })

    it.each([
      'javascript:alert(1)',
      'JAVASCRIPT&colon;alert(1)',
      'data:text/html,x',
      '//example.com',
      'https://a.example@b.example/',
      'discord://-/settings',
      'steam://run/1',
    ])('leaves the words of one to %s', (address) => {
      expect(toDiscordMarkdown(`see [words](${address})!`)).toBe('see words!')
    })

    it('shows the path of one to a file, and addresses of mail', () => {
      expect(toDiscordMarkdown('[guide](docs/guide.md) [me](mailto:a@b.jp) <mailto:a@b.jp>')).toBe(
        'guide (docs/guide.md) me (a@b.jp) a@b.jp',
      )
    })

    it('leaves citations alone', () => {
      const text = 'Yes [1][2]. いいえ[3]。'

      expect(toDiscordMarkdown(text)).toBe(text)
    })
  })

  it('shows HTML by its words, entities as what they stand for, footnotes as small digits', () => {
    const text =
      '<details><summary>More</summary>\n\n<b>bold</b><br>next &lt;b&gt; <T> &amp;&nbsp;x[^12]\n\n</details>\n\n[^12]: note'

    expect(seen(toDiscordMarkdown(text))).toBe('More\n\nbold\nnext <b> <T> &\u00a0x¹²\n\n¹² note')
    expect(kindsOf(toDiscordMarkdown(text))).toEqual(['text'])
  })

  it.each([
    '$x_1^2 * y_2$',
    '$$\\sum_{i=1}^n a_i * b_i$$',
    '\\(a_b * c_d\\)',
    '\\[ f(x) = |x| \\]',
    'costs $5 and $10',
  ])('shows the formula %j as it was written', (text) => {
    expect(seen(toDiscordMarkdown(`so ${text} is`))).toBe(`so ${text} is`)
    expect(kindsOf(toDiscordMarkdown(text))).toEqual(['text'])
  })

  it('joins Japanese lines that were merely wrapped, and keeps all other breaks', () => {
    expect(toDiscordMarkdown('東京は\n日本の**首都**\nです。\n次の文\n・点\n・点\nTokyo is\nhere。  \n次の行')).toBe(
      '東京は日本の**首都**です。\n次の文\n・点\n・点\nTokyo is\nhere。\n次の行',
    )
  })

  it('reads tens of thousands of characters of anything without taking their square', () => {
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
      '**a ',
      '>',
      '- ',
      '| a ',
      '&amp;',
      '@',
      '$',
    ]
    const others = [
      '$$',
      '\\(',
      'http://a',
      'https://x.jp/(',
      'discord.gg/',
      'd',
      '~~a',
      '1.',
      '[^',
      'a**b ',
      '# ',
      '\u3000',
    ]

    const sizes = [...hostile, ...others].map((part) => toDiscordMarkdown(part.repeat(20_000 / part.length)).length)

    expect(sizes.every((size) => size < 200_000)).toBe(true)
  })
})
