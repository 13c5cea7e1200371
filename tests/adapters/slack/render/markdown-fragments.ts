import fc from 'fast-check'

/** Pieces of Markdown and of attacks on it, to be joined at random. */
const FRAGMENTS = [
  ...['word ', 'two words', '東京', 'です。', '「引用」', 'a', '1', '2024年', ' ', '  ', '\n', '\n\n', '\t', '    '],
  ...['**', '*', '_', '__', '~~', '`', '``', '```', '````', '~~~', '```js\n', '```markdown\n', '\n```\n', '\\', '\\*'],
  ...[
    '- ',
    '* ',
    '+ ',
    '1. ',
    '2) ',
    '10. ',
    '- [ ] ',
    '- [x] ',
    '> ',
    '>',
    '# ',
    '## ',
    '###### ',
    '---',
    '***',
    '___',
  ],
  ...[
    '|',
    '| a | b |\n',
    '|---|---|\n',
    '| 東京 | **x** |\n',
    '[',
    ']',
    '(',
    ')',
    '](',
    '[1]',
    '[12]',
    '[a](https://x.jp/y)',
  ],
  ...[
    '![alt](https://x.jp/i.png)',
    '[x](javascript:alert(1))',
    '<https://x.jp>',
    '<https://x.jp|label>',
    '<b>',
    '</b>',
  ],
  ...[
    '<br>',
    '<!-- c -->',
    '<!--',
    '-->',
    '<',
    '>',
    '<div class="x">',
    '<foo>',
    '&lt;',
    '&gt;',
    '&amp;',
    '&',
    ';',
    '!',
  ],
  ...['<!channel>', '<!here|here>', '<@U123>', '<#C1|x>', '<!subteam^S1>', '<!date^1^{date}|x>', '@channel', '＠here'],
  ...['@', 'here', 'channel', 'everyone', '!', 'channel>', '&lt;!', '\u200b', '\u2060', '@every\u200bone', '&#64;here'],
  ...['🎉', '👨‍👩‍👧', 'が', '\r\n', '\r', '\u0000', '\u202e', 'https://medium.com/@here/x', 'x_y_z', ':', '=', '!['],
]

export const markdownSoup = fc
  .array(fc.constantFrom(...FRAGMENTS), { maxLength: 40, size: 'max' })
  .map((parts) => parts.join(''))

/** Cuts a text at random places, within characters too. */
export function cutRandomly(text: string, places: readonly number[]): string[] {
  const cuts = [...new Set(places.map((place) => place % (text.length + 1)))].sort((left, right) => left - right)
  return [...cuts, text.length].map((cut, at) => text.slice(at === 0 ? 0 : cuts[at - 1], cut))
}

/** Blocks as a careful author writes them. */
export const wellFormedBlock = fc.constantFrom(
  'A paragraph with **bold**, a [link](https://x.jp/a) and a marker [1].',
  '東京は日本の首都です[1]。**「大阪」**は\n商業の中心です。',
  '# Heading\nwith text below',
  '- one\n  - nested\n    1. deeper\n- two\n\n  a paragraph in it',
  '1. first\n2. second\n   ```js\n   const a = 1\n   ```\n3. third',
  '| 名前 | value |\n|:--|--:|\n| **東京** | [x](https://x.jp) |\n| b | 2 |\nafter the table',
  '> quoted\n> > twice\n>\n> - item',
  '````md\n```js\ncode\n```\n````',
  '~~~\ncode <!channel>\n~~~',
  '---',
  '<details><summary>More</summary>\n\nhidden\n\n</details>',
)
