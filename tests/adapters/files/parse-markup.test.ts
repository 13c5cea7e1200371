import { describe, expect, it } from 'vitest'
import { outline, parseFile, readFixture, textFile } from './fixture-files.ts'

describe('Markdown', () => {
  it('keeps headings, lists, code, tables and quotations, and reads the front matter', async () => {
    const document = await parseFile(readFixture('release-notes.md'))

    expect(document.title).toBe('Release notes')
    expect(outline(document)).toEqual([
      'paragraph What changed in each version.',
      'heading1 Version 2.0',
      'paragraph Version 2.0 renames `start` to `launch` (https://example.org/launch) and drops support for old systems. logo',
      'heading2 Upgrading',
      'list 1. Stop the service.\n  - Wait for the queue to drain.\n2. Install the package:\n  ```sh\n  npm install example@2\n\n  npm start\n  ```',
      'table | Option | Default |\n| :----- | ------: |\n| port   | 8080    |\n| host   | `::1`   |',
      'paragraph Back up your data first.',
      'heading1 Version 1.9',
      'paragraph Fixes',
      'paragraph A crash on empty input is gone.',
      'paragraph Known issues[^1] remain.',
      'paragraph [^1]: Tracked elsewhere.',
    ])
    expect(document.blocks.find((block) => block.text === 'Upgrading')?.locator).toEqual({ line: 14 })
  })

  it('joins wrapped Japanese lines without a space', async () => {
    const document = await parseFile(readFixture('手順書.md'))

    expect(outline(document).slice(0, 2)).toEqual([
      'heading1 サーバー再起動の手順',
      'paragraph 障害が起きたときは、まず当番に連絡し、次の手順で再起動してください。',
    ])
  })

  const inline: readonly [string, string][] = [
    ['**bold**, *slanted*, __both__ and ~~gone~~', 'bold, slanted, both and gone'],
    ['2 * 3 * 4 and snake_case_name', '2 * 3 * 4 and snake_case_name'],
    ['`**literal**` and `` a`b ``', '`**literal**` and `` a`b ``'],
    ['[`code`](https://example.org/c)', '`code` (https://example.org/c)'],
    ['[docs](./docs.md) and [top](#top)', 'docs and top'],
    ['[docs][d]\n\n[d]: https://example.org/d', 'docs (https://example.org/d)'],
    ['<https://example.org> and https://example.org', 'https://example.org and https://example.org'],
    ['an array[0][1] and a [task]', 'an array[0][1] and a [task]'],
    ['[[docs](https://example.org/d)]', '[docs (https://example.org/d)]'],
    ['1 &lt; 2 &amp; \\*not bold\\*', '1 < 2 & *not bold*'],
    ['Array<string> stays, <b>tags</b> go', 'Array<string> stays, tags go'],
    ['first  \nsecond', 'first\nsecond'],
  ]

  it.each(inline)('renders %j', async (source, words) => {
    const document = await parseFile(textFile('a.md', source))

    expect(outline(document)).toEqual([`paragraph ${words}`])
  })

  it('does not choke on hostile nesting', async () => {
    const nested = [`${'> '.repeat(3_000)}deep`, '['.repeat(20_000), `${'- '.repeat(500)}deep`, '*a '.repeat(20_000)]

    const documents = await Promise.all(nested.map((text) => parseFile(textFile('a.md', text))))

    expect(documents.every((document) => document.blocks.length > 0)).toBe(true)
  })

  it('reads a long document in parts without losing lines or order', async () => {
    const text = Array.from({ length: 6_000 }, (_, at) => `## Part ${at}\n\nText of part ${at}, long enough.\n`).join(
      '\n',
    )

    const document = await parseFile(textFile('a.md', text))

    expect(document.blocks).toHaveLength(12_000)
    expect(document.blocks[11_999]).toEqual({
      kind: 'paragraph',
      text: 'Text of part 5999, long enough.',
      locator: { line: 5_999 * 4 + 3 },
    })
  })
})

describe('HTML', () => {
  it('keeps the main content alone, with its structure', async () => {
    const document = await parseFile(readFixture('garden-guide.html'))

    expect(document.title).toBe('Watering tomatoes')
    expect(outline(document)).toEqual([
      'heading1 Watering tomatoes',
      'paragraph Tomatoes need deep watering twice a week. See the soil guide (https://example.org/soil) for details.',
      'paragraph Loose text in a division.\nAfter a break.',
      'heading2 How much',
      'paragraph Litres per plant',
      'table | Month | Litres |\n| --- | --- |\n| June | 4 |\n| July | 6 |',
      'heading2 Steps',
      'list 1. Water in the morning.\n  - Never at noon.\n2. Mulch afterwards.',
      'code ```sh\nwater --litres 4\n  # twice a week\n```',
      'paragraph Words stay together.',
    ])
  })

  it('finds the article of a Japanese page that marks nothing, in the encoding it declares', async () => {
    const document = await parseFile(readFixture('社内規程.html'))

    const text = outline(document).join('\n')
    expect(text).toContain('交通費の精算は、利用した月の翌月十日までに申請してください。')
    expect(text).toContain('申請書はこちら (https://example.jp/forms/expense)からダウンロードできます。')
    expect(text).not.toContain('お知らせ')
    expect(document.title).toBe('経費精算規程')
  })

  it('falls back to the body of a short page', async () => {
    const document = await parseFile(textFile('a.html', '<p>One line.<p>Another.'))

    expect(outline(document)).toEqual(['paragraph One line.', 'paragraph Another.'])
  })

  it('survives broken and hostile markup', async () => {
    const pages = [
      `${'<div>'.repeat(5_000)}deep`,
      '<table><tr><td><table><tr><td>nested</table>',
      '<p>un<closed <b>tags',
      '<!doctype html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body>&x;text</body></html>',
    ]

    const texts = await Promise.all(
      pages.map(async (page) => outline(await parseFile(textFile('a.html', page))).join('\n')),
    )

    expect(texts[0]).toContain('deep')
    expect(texts[1]).toContain('nested')
    expect(texts.join()).not.toContain('root:')
  })
})
