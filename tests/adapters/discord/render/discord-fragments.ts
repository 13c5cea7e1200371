import fc from 'fast-check'
import { markdownSoup } from '../../slack/render/markdown-fragments.ts'

/** Attacks on Discord's Markdown, and pieces of them, to be joined at random with Markdown. */
const FRAGMENTS = [
  ...['||', '||spoiler||', '<@123>', '<@!1>', '<@&1>', '<#1>', '</cmd:1>', '<id:customize>', '<t:1:R>', '<:a:1>'],
  ...[
    '<a:b:1>',
    '@everyone',
    '@here',
    '@',
    'here',
    '＠',
    '&#64;everyone',
    '&#124;&#124;',
    '-# note',
    '-#',
    '>>> ',
    '> ',
  ],
  ...[
    'discord.gg/abc',
    'https://discord.gg/abc',
    'steam://run/1',
    'd',
    'h',
    'ht',
    'tps://',
    'https://x.jp/a_b',
    'です',
  ],
  ...['$', '$$', '\\(', '\\)', '\\[', '\\]', 'x^2', '_', '*', '**', '[^1]', '[^1]: ', '1.', '2024. ', '#', '+', ' '],
  ...['[paypal.com](https://evil.example)', '[a_b_](https://x.jp)', '[||x||](https://x.jp)', '[# a](https://x.jp)'],
  ...['\n', '\n\n', 'word'],
]

const part = fc.oneof(
  markdownSoup.map((text) => text.slice(0, 12)),
  fc.constantFrom(...FRAGMENTS),
)

export const discordSoup = fc.array(part, { maxLength: 30, size: 'max' }).map((parts) => parts.join(''))
