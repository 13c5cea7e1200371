import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitMarkdown } from '../../../src/adapters/common/chat/split-markdown.ts'
import { markdownSoup, wellFormedBlock } from '../../adapters/slack/render/markdown-fragments.ts'

/** Whether all characters of a text but white space and numbers of items, which count on, occur in another in order. */
function isWithin(text: string, other: string): boolean {
  const [wanted = '', given = ''] = [text, other].map((each) => each.replace(/\s|\d+(?=[.)])/g, ''))
  let at = 0
  for (const character of given.split('')) if (character === wanted.charAt(at)) at += 1
  return at === wanted.length
}

const limits = fc.integer({ min: 64, max: 400 })
const documents = fc.array(wellFormedBlock, { maxLength: 40, size: 'max' }).map((blocks) => blocks.join('\n\n'))
const soups = fc.array(markdownSoup, { maxLength: 8, size: 'max' }).map((parts) => parts.join(''))

describe('splitting Markdown', () => {
  it('keeps every piece within the limit and loses no character', () => {
    const texts = fc.oneof(documents, soups, fc.string({ unit: 'grapheme', maxLength: 1500, size: 'max' }))

    fc.assert(
      fc.property(texts, limits, (text, limit) => {
        const pieces = splitMarkdown(text, limit)

        expect(pieces.every((piece) => piece.length <= limit && piece.trim() !== '')).toBe(true)
        expect(isWithin(text, pieces.join('\n'))).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it('cuts no character, link, code or citation that is shorter than a piece', () => {
    const whole = [
      '👨‍👩‍👧‍👦',
      'か\u3099',
      '𠮷',
      '[東京 [1] の本](https://example.com/a_(b))',
      '`a b`',
      '[12]',
      '**',
      '&amp;',
      '\\*',
      '<https://example.com/x>',
    ]
    const parts = fc.array(fc.constantFrom('word', ' ', '。', '、', '東京', ...whole), {
      minLength: 30,
      maxLength: 80,
      size: 'max',
    })

    fc.assert(
      fc.property(parts, fc.integer({ min: 80, max: 200 }), (words, limit) => {
        const pieces = splitMarkdown(words.join(' '), limit)

        for (const part of whole.filter((each) => each !== '**')) {
          const count = (text: string) => text.split(part).length - 1
          expect(pieces.reduce((sum, piece) => sum + count(piece), 0)).toBe(count(words.join(' ')))
        }
      }),
      { numRuns: 300 },
    )
  })

  it('gives a short text as it is, and nothing for a blank one', () => {
    expect(splitMarkdown('\n\n  a\n  b  \n', 100)).toEqual(['  a\n  b'])
    expect(splitMarkdown(' \n ', 100)).toEqual([])
    expect(() => splitMarkdown('a', 10)).toThrow(RangeError)
  })

  it('cuts between blocks, and keeps a heading with what it announces', () => {
    const paragraph = 'Words that fill a paragraph to a good length. '.repeat(2).trim()

    const pieces = splitMarkdown(`${paragraph}\n\n## Next\n\n${paragraph}\n\n${paragraph}`, 150)

    expect(pieces).toEqual([paragraph, `## Next\n\n${paragraph}`, paragraph])
  })

  it('cuts Japanese behind sentences, without spaces to go by', () => {
    const sentence = '東京は日本の首都であり、多くの人が暮らしています。'

    const pieces = splitMarkdown(sentence.repeat(10), 100)

    expect(pieces.every((piece) => piece.endsWith('。'))).toBe(true)
    expect(pieces.join('')).toBe(sentence.repeat(10))
  })

  it('closes a code fence and opens it again with its language', () => {
    const code = Array.from({ length: 12 }, (_, line) => `  line(${line})`)

    const pieces = splitMarkdown(`\`\`\`python\n${code.join('\n')}\n\`\`\``, 80)

    expect(pieces.length).toBeGreaterThan(1)
    expect(pieces.every((piece) => piece.startsWith('```python\n  line') && piece.endsWith('\n```'))).toBe(true)
  })

  it('opens a fence within a list again where the list is not', () => {
    const text = `- item\n    \`\`\`js\n${Array.from({ length: 8 }, (_, line) => `    if (${line}) {\n      run()\n    }`).join('\n')}\n    \`\`\`\n- next`

    const pieces = splitMarkdown(text, 100)

    expect(pieces[1]).toMatch(/^```js\n {2}run\(\)\n\}\nif \(\d\) \{\n/)
    expect(pieces.at(-1)?.endsWith('- next')).toBe(true)
  })

  it('repeats the head of a table, also of one that is written as code', () => {
    const rows = Array.from({ length: 12 }, (_, row) => `| key ${row} | value ${row} |`)
    const written = Array.from({ length: 12 }, (_, row) => `key ${row}  | value ${row}`)

    const pieces = splitMarkdown(`| K | V |\n|---|---|\n${rows.join('\n')}`, 100)
    const codes = splitMarkdown(`\`\`\`\nK      | V\n-------+------\n${written.join('\n')}\n\`\`\``, 200)

    expect(pieces.every((piece) => piece.startsWith('| K | V |\n|---|---|\n| key'))).toBe(true)
    expect(
      codes.every((piece) => piece.startsWith('```\nK      | V\n-------+------\nkey') && piece.endsWith('```')),
    ).toBe(true)
    expect(codes.length).toBeGreaterThan(1)
  })

  it('counts on in a list, and keeps quote marks', () => {
    const items = Array.from({ length: 8 }, () => '1. an item with some words in it')
    const quote = `> ${'words of a long quotation, '.repeat(8)}`

    const pieces = splitMarkdown(items.join('\n'), 80)
    const quotes = splitMarkdown(quote, 80)

    expect(pieces.map((piece) => /^\d+/.exec(piece)?.[0])).toEqual(['1', '3', '5', '7'])
    expect(quotes.length).toBeGreaterThan(1)
    expect(quotes.every((piece) => piece.startsWith('> '))).toBe(true)
  })

  it('takes a nested item out of what it would be indented by', () => {
    const text = `- first\n${Array.from({ length: 6 }, (_, at) => `    - nested item number ${at} of these`).join('\n')}\n- second`

    const pieces = splitMarkdown(text, 90)

    expect(pieces.every((piece) => piece.startsWith('- '))).toBe(true)
  })

  it('closes emphasis that is cut and opens it again', () => {
    const pieces = splitMarkdown(`Before **${'strong words '.repeat(12).trim()}** after`, 80)

    expect(pieces.every((piece) => (piece.match(/\*\*/g)?.length ?? 0) % 2 === 0)).toBe(true)
    expect(pieces[1]).toMatch(/^\*\*(?:strong|words)/)
  })

  it('cuts no emphasis between lines, and begins no piece with what would be a list there', () => {
    const lines = Array.from({ length: 8 }, (_, at) => `words of line ${at}`).join('\n')

    const strong = splitMarkdown(`**${lines}**`, 80)
    const flat = splitMarkdown('one - two 1. three # four '.repeat(12), 80)

    expect(strong.every((piece) => (piece.match(/\*\*/g)?.length ?? 0) % 2 === 0)).toBe(true)
    expect(flat.length).toBeGreaterThan(2)
    expect(flat.every((piece) => /^(?:one|two|three|four)/.test(piece))).toBe(true)
  })

  it('closes single stars too where they are always emphasis', () => {
    const text = `Before *${'leaning **strong words** '.repeat(8).trim()}* after`

    const pieces = splitMarkdown(text, 80, { marks: ['**', '~~', '*'], joint: '' })

    expect(pieces.length).toBeGreaterThan(2)
    expect(pieces.every((piece) => (piece.match(/\*/g)?.length ?? 0) % 2 === 0)).toBe(true)
  })

  it('reads a hundred thousand characters of anything without taking their square', () => {
    const hostile = [
      '[',
      '[a](',
      '`',
      '` ',
      '<',
      '*',
      '> ',
      '- ',
      '| a |\n',
      '# a\n',
      '```\n',
      'a',
      '\n',
      '&amp;',
      'http://',
      'a\u0301',
    ]

    const sizes = hostile.map((part) => splitMarkdown(`x${part.repeat(100_000 / part.length)}y`, 2_000).join('').length)

    expect(sizes.every((size) => size < 200_000)).toBe(true)
  })
})
