import { describe, expect, it } from 'vitest'
import { readBlocks } from '../../../../src/adapters/slack/receive/read-blocks.ts'

const section = (...elements: unknown[]) => ({ type: 'rich_text_section', elements })
const text = (words: string) => ({ type: 'text', text: words })

describe('readBlocks', () => {
  it('writes rich text in the markup of texts', () => {
    const blocks = [
      {
        type: 'rich_text',
        elements: [
          section({ type: 'user', user_id: 'UKIKU' }, text(' 1 < 2 & '), {
            type: 'link',
            url: 'https://a.jp/|',
            text: 'ページ',
          }),
          { type: 'rich_text_list', style: 'ordered', elements: [section(text('first')), section(text('二番目'))] },
          { type: 'rich_text_list', style: 'bullet', elements: [section({ type: 'channel', channel_id: 'C1' })] },
          { type: 'rich_text_quote', elements: [text('said\nso')] },
          { type: 'rich_text_preformatted', elements: [text('const a = 1')] },
          section(
            { type: 'emoji', name: 'wave' },
            { type: 'broadcast', range: 'here' },
            { type: 'usergroup', usergroup_id: 'S1' },
          ),
        ],
      },
    ]

    expect(readBlocks(blocks)).toBe(
      [
        '<@UKIKU> 1 &lt; 2 &amp; <https://a.jp/%7C|ページ>',
        '1. first',
        '2. 二番目',
        '- <#C1>',
        '> said',
        '> so',
        '```',
        'const a = 1',
        '```',
        ':wave:<!here><!subteam^S1>',
      ].join('\n'),
    )
  })

  it('reads sections, headers, contexts and Markdown', () => {
    const blocks = [
      { type: 'header', text: { type: 'plain_text', text: 'R&D' } },
      {
        type: 'section',
        text: { type: 'mrkdwn', text: 'see <https://a.jp|a>' },
        fields: [{ type: 'plain_text', text: 'field' }],
      },
      {
        type: 'context',
        elements: [
          { type: 'mrkdwn', text: 'by' },
          { type: 'image', image_url: 'https://x' },
        ],
      },
      { type: 'markdown', text: '**bold**' },
      { type: 'divider' },
    ]

    expect(readBlocks(blocks)).toBe('R&amp;D\nsee <https://a.jp|a>\nfield\nby \n**bold**')
  })

  it.each([
    [undefined],
    [null],
    ['text'],
    [{}],
    [[null, 1, {}, { type: 1 }, { type: 'section', text: 7, elements: 'x' }]],
  ])('finds nothing in %j', (blocks) => {
    expect(readBlocks(blocks)).toBe('')
  })

  it('goes no deeper and no further than is sensible', () => {
    let nested: unknown = section(text('deep'))
    for (let depth = 0; depth < 5_000; depth += 1) nested = { type: 'rich_text', elements: [nested] }
    const wide = { type: 'rich_text', elements: Array.from({ length: 10_000 }, () => section(text('x'))) }

    expect(readBlocks([nested])).toBe('')
    expect(readBlocks([wide]).length).toBeLessThan(5_000)
  })
})
