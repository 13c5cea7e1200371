import fc from 'fast-check'

const FRAGMENTS = [
  ...['```', '`', '\n', '\\', '\\n', '"', '{', '}', ' ', '          ', '\t', '||', '**', '~~', '# ', '> ', '-# '],
  ...['<!channel>', '<!here>', '<@U1>', '<#C1>', '<!subteam^S1>', '<@&1>', '<:a:1>', '<t:1:R>', '</ask:1>', '<', '@'],
  ...['@here', '@everyone', '@channel', '&lt;!here&gt;', '&#60;!channel>', '&', '＠here', '＜!channel＞', '﹤@U1>'],
  ...['https://evil.example/@here', '[a](https://evil.example)', '<https://evil.example|safe>', 'discord.gg/abc'],
  ...[
    'javascript:alert(1)',
    '\u202e',
    '\u2066',
    '\u200b',
    '\u00ad',
    '\ufeff',
    '\u{e0041}',
    '\u3164',
    '\u2800',
    '\u0000',
  ],
  ...[
    '\u001b[2J',
    '\u009b8m',
    '\u2028',
    '\u00a0',
    '\u3000',
    '\ud800',
    'e\u0301\u0301\u0301',
    '\u20dd',
    '😀',
    '👨‍👩‍👧',
    '東京',
    '予約',
  ],
]

const text = fc.oneof(
  fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 12 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 40 }),
)

const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    text,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(text, tie('value'), { maxKeys: 3 }),
  ),
}))

/** Arguments that a model might be talked into, to deceive the one who is to approve them. */
export const hostileArguments = fc.dictionary(text, value, { maxKeys: 4 })
