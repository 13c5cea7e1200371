import { describe, expect, it } from 'vitest'
import { outline, parseFile, textFile } from './fixture-files.ts'

describe('tables of values', () => {
  it('reads rows as named values, with the row as their place', async () => {
    const text = '氏名,部署,備考\n田中,営業,"大阪, 京都担当"\n\n鈴木,,在宅\n'

    const document = await parseFile(textFile('社員.csv', text, 'CP932'))

    expect(document.title).toBe('社員')
    expect(document.blocks).toEqual([
      { kind: 'paragraph', text: '氏名: 田中\n部署: 営業\n備考: 大阪, 京都担当', locator: { row: 1 } },
      { kind: 'paragraph', text: '氏名: 鈴木\n備考: 在宅', locator: { row: 3 } },
    ])
  })

  it('loses no cell of a ragged table with doubtful headers', async () => {
    const document = await parseFile(textFile('a.csv', 'Name,Name,\nAnn,Lee,x,y\nBob\n'))

    expect(outline(document)).toEqual(['paragraph Name: Ann\nName: Lee\n3: x\n4: y', 'paragraph Name: Bob'])
  })

  it('finds the header below a title line, and semicolons and tabs between cells', async () => {
    const titled = await parseFile(textFile('a.csv', 'Price list\nItem;Price\nBolt;1,20\n'))
    const tabbed = await parseFile(textFile('a.tsv', 'Item\tPrice\nBolt\t1,20\n'))

    expect(outline(titled)).toEqual(['paragraph Price list', 'paragraph Item: Bolt\nPrice: 1,20'])
    expect(outline(tabbed)).toEqual(['paragraph Item: Bolt\nPrice: 1,20'])
  })
})

describe('JSON', () => {
  it('reads the elements of an array as records', async () => {
    const value = [{ id: 1, tags: ['a', 'b'], owner: { name: '佐藤' } }, 'plain', null]

    const document = await parseFile(textFile('a.json', JSON.stringify(value)))

    expect(document.blocks).toEqual([
      { kind: 'paragraph', text: 'id: 1\ntags: a, b\nowner.name: 佐藤', locator: { row: 1 } },
      { kind: 'paragraph', text: 'plain', locator: { row: 2 } },
    ])
  })

  it('takes the keys of an object for headings', async () => {
    const value = { title: 'Settings', port: 80, users: [{ name: 'Ann' }, { name: 'Bob' }], empty: [] }

    const document = await parseFile(textFile('a.json', JSON.stringify(value)))

    expect(document.title).toBe('Settings')
    expect(outline(document)).toEqual([
      'paragraph title: Settings\nport: 80',
      'heading2 users',
      'paragraph name: Ann',
      'paragraph name: Bob',
    ])
  })

  it('reads JSON Lines, keeping a line that is none', async () => {
    const document = await parseFile(textFile('a.jsonl', '{"q":"Why?"}\nnot json\n\n{"q":"なぜ"}\n'))

    expect(document.blocks.map(({ text, locator }) => [locator.row, text])).toEqual([
      [1, 'q: Why?'],
      [2, 'not json'],
      [4, 'q: なぜ'],
    ])
  })

  it('reads what only looks like JSON as text', async () => {
    const document = await parseFile(textFile('tsconfig.json', '{\n  // comment\n  "strict": true,\n}\n'))

    expect(outline(document)).toEqual(['code {\n  // comment\n  "strict": true,\n}'])
  })

  it('survives absurd depth', async () => {
    const document = await parseFile(textFile('a.json', '['.repeat(5_000) + ']'.repeat(5_000)))

    expect(document.blocks).toEqual([])
  })
})

describe('code and text', () => {
  it('cuts code between definitions and knows their lines', async () => {
    const text = 'import a\n\n\ndef one():\n    x = 1\n\n    return x\n\n\ndef two():\n    return 2\n'

    const document = await parseFile(textFile('lib.py', text))

    expect(document.title).toBe('lib.py')
    expect(document.blocks).toEqual([
      { kind: 'code', text: 'import a', locator: { line: 1 } },
      { kind: 'code', text: 'def one():\n    x = 1\n\n    return x', locator: { line: 4 } },
      { kind: 'code', text: 'def two():\n    return 2', locator: { line: 10 } },
    ])
  })

  it('joins wrapped lines but leaves verses and addresses alone', async () => {
    const wrapped =
      '本規程は、会社における情報機器の利用について必要な事項を定めることを\n目的とする。この規程は、全従業員に適用される。\n'
    const address = 'Example Ltd.\n1 High Street\nLondon\n'

    const document = await parseFile(textFile('a.txt', `${wrapped}\n${address}`))

    expect(outline(document)).toEqual([
      'paragraph 本規程は、会社における情報機器の利用について必要な事項を定めることを目的とする。この規程は、全従業員に適用される。',
      'paragraph Example Ltd.\n1 High Street\nLondon',
    ])
    expect(document.blocks.map((block) => block.locator.line)).toEqual([1, 4])
  })

  it('takes underlined lines for headings', async () => {
    const document = await parseFile(textFile('a.rst', 'Guide\n=====\n\nText.\n\nPart\n----\nMore.\n'))

    expect(outline(document)).toEqual(['heading1 Guide', 'paragraph Text.', 'heading2 Part', 'paragraph More.'])
  })

  it('strips control, invisible and reordering characters', async () => {
    const tagged = String.fromCodePoint(0xe0049, 0xe0067)
    const text = `a\u0000b\u001b[31mred\u001b[0m \u202eevil\u200b\u2066${tagged}\r\nnext\fpage`

    const document = await parseFile(textFile('a.log', text))

    expect(outline(document)).toEqual(['paragraph abred evil\nnext', 'paragraph page'])
  })

  it('cuts lines of megabytes into blocks of a bearable size', async () => {
    const document = await parseFile(textFile('a.txt', '日本語の文章です。'.repeat(200_000)))

    expect(Math.max(...document.blocks.map((block) => block.text.length))).toBeLessThanOrEqual(32_000)
    expect(document.blocks.map((block) => block.text).join('')).toBe('日本語の文章です。'.repeat(200_000))
  })

  it('names documents after their files, or their folders where the name says nothing', async () => {
    const plain = await parseFile(textFile('meeting-notes_2024.txt', 'Text.'))
    const readme = await parseFile({ location: '/projects/pump-control/README.md', bytes: Buffer.from('Text.') })

    expect([plain.title, readme.title]).toEqual(['meeting notes 2024', 'pump control'])
  })
})
