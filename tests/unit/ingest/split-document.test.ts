import { describe, expect, it } from 'vitest'
import { estimateTokens } from '../../../src/domain/language/estimate-tokens.ts'
import { splitDocument } from '../../../src/ingest/split-document.ts'
import type { Block, LoadedDocument } from '../../../src/ports/document-loader.ts'

const options = { maxTokens: 60, overlapTokens: 15 }

function heading(level: number, text: string): Block {
  return { kind: 'heading', level, text, locator: {} }
}

function paragraph(text: string, locator: Block['locator'] = {}): Block {
  return { kind: 'paragraph', text, locator }
}

function documentOf(...blocks: Block[]): LoadedDocument {
  return { title: 'Manual', mediaType: 'text/markdown', blocks }
}

/** About as many tokens as asked for, in sentences. */
function prose(tokens: number, word = 'words'): string {
  return Array.from({ length: Math.ceil((tokens * 3) / 30) }, (_, at) => `Sentence ${at} has some ${word} in.`).join(
    ' ',
  )
}

describe('splitDocument', () => {
  it('gives nothing for a document without text', () => {
    expect(splitDocument(documentOf(), options)).toEqual([])
    expect(splitDocument(documentOf(paragraph('  \n ')), options)).toEqual([])
  })

  it('carries the path of headings in title and locator', () => {
    const blocks = [
      heading(1, 'Pumps'),
      paragraph(prose(40)),
      heading(2, 'Starting'),
      paragraph(prose(40), { page: 3 }),
      heading(1, '停止'),
      paragraph('ポンプを止めるときは、まず弁を閉じます。次に電源を切り、表示灯が消えたことを確認してください。'),
    ]

    const chunks = splitDocument(documentOf(...blocks), options)

    expect(chunks.map(({ title, locator }) => [title, locator])).toEqual([
      ['Manual › Pumps', { headings: ['Pumps'] }],
      ['Manual › Pumps › Starting', { page: 3, headings: ['Pumps', 'Starting'] }],
      ['Manual › 停止', { headings: ['停止'] }],
    ])
    expect(chunks.map((chunk) => chunk.position)).toEqual([0, 1, 2])
  })

  it('marks where within a chunk another page begins', () => {
    const blocks = [1, 1, 2, 3].map((page, at) => paragraph(`Fact ${at} is on page ${page}.`, { page }))

    const [chunk, ...others] = splitDocument(documentOf(...blocks), options)

    expect(others).toEqual([])
    expect(chunk?.locator).toEqual({
      page: 1,
      marks: [
        { at: chunk?.text.indexOf('Fact 2'), page: 2 },
        { at: chunk?.text.indexOf('Fact 3'), page: 3 },
      ],
    })
  })

  it('marks where within a chunk another section begins', () => {
    const blocks = [
      heading(1, 'Errors'),
      heading(2, 'E4'),
      paragraph('Sensor off.', { line: 5 }),
      heading(2, 'E7'),
      paragraph('Low pressure.', { line: 9 }),
    ]

    const [chunk] = splitDocument(documentOf(...blocks), options)

    expect(chunk?.text).toBe('E4\nSensor off.\n\nE7\nLow pressure.')
    expect(chunk?.locator).toEqual({
      line: 5,
      headings: ['Errors'],
      marks: [
        { at: 0, line: 5, headings: ['Errors', 'E4'] },
        { at: chunk?.text.indexOf('E7'), line: 9, headings: ['Errors', 'E7'] },
      ],
    })
  })

  it('does not repeat the title of the document as a heading', () => {
    const [chunk] = splitDocument(documentOf(heading(1, 'manual'), heading(2, 'Use'), paragraph(prose(20))), options)

    expect(chunk?.title).toBe('Manual › Use')
    expect(chunk?.locator).toEqual({ headings: ['Use'] })
  })

  it('merges paragraphs up to the limit, with an empty line between them', () => {
    const chunks = splitDocument(
      documentOf(...[1, 2, 3].map((at) => paragraph(`Paragraph ${at}. ${prose(15)}`))),
      options,
    )

    expect(chunks.map((chunk) => chunk.text.split('\n\n').length)).toEqual([2, 1])
  })

  it('joins tiny neighbours under the heading that they share', () => {
    const blocks = [
      heading(1, 'Errors'),
      heading(2, 'E4'),
      paragraph('Sensor off.'),
      heading(2, 'E7'),
      paragraph('Low pressure.'),
    ]

    const chunks = splitDocument(documentOf(...blocks), options)

    expect(chunks.map(({ title, text }) => [title, text])).toEqual([
      ['Manual › Errors', 'E4\nSensor off.\n\nE7\nLow pressure.'],
    ])
  })

  it('never joins the end of one chapter with the start of the next', () => {
    const blocks = [
      ...[heading(1, 'One'), heading(2, 'Last of one'), paragraph('Tiny.')],
      ...[heading(1, 'Two'), heading(2, 'First of two'), paragraph('Small.')],
    ]

    const chunks = splitDocument(documentOf(...blocks), options)

    expect(chunks.map((chunk) => chunk.title)).toEqual(['Manual › One › Last of one', 'Manual › Two › First of two'])
  })

  it('keeps a heading that has nothing below it', () => {
    const chunks = splitDocument(
      documentOf(heading(1, 'Coming soon'), heading(1, 'Now'), paragraph(prose(50))),
      options,
    )

    expect(chunks.map(({ title, text }) => [title, text.slice(0, 11)])).toEqual([
      ['Manual', 'Coming soon'],
      ['Manual › Now', 'Sentence 0 '],
    ])
  })

  it('cuts a long paragraph at sentence ends and repeats a little of it', () => {
    const text = Array.from({ length: 20 }, (_, at) => `これは${at + 1}番目の文です。`).join('')

    const chunks = splitDocument(documentOf(paragraph(text)), options)

    expect(chunks.length).toBeGreaterThan(2)
    for (const [at, chunk] of chunks.entries()) {
      expect(chunk.text).toMatch(/^これは\d+番目の文です。/)
      expect(chunk.text).toMatch(/。$/)
      const next = chunks[at + 1]
      const lastSentence = /これは\d+番目の文です。$/.exec(chunk.text)?.[0] ?? ''
      if (next !== undefined) expect(next.text.startsWith(lastSentence)).toBe(true)
    }
  })

  it('repeats nothing where paragraphs end', () => {
    const chunks = splitDocument(documentOf(...[1, 2, 3, 4].map((at) => paragraph(`P${at}. ${prose(30)}`))), options)

    expect(chunks.map((chunk) => chunk.text.match(/P\d/g))).toEqual([['P1'], ['P2'], ['P3'], ['P4']])
  })

  it('keeps a table whole where it fits and repeats its header where it does not', () => {
    const rows = Array.from({ length: 12 }, (_, at) => `| item ${at} | ${at * 10} yen |`)
    const table = ['| Item | Price |', '| --- | --- |', ...rows].join('\n')
    const block: Block = { kind: 'table', text: table, locator: { page: 2 } }

    const whole = splitDocument(documentOf(block), { maxTokens: 350, overlapTokens: 40 })
    const parts = splitDocument(documentOf(block), options)

    expect(whole.map((chunk) => chunk.text)).toEqual([table])
    expect(parts.length).toBeGreaterThan(1)
    expect(parts.every((chunk) => chunk.text.startsWith('| Item | Price |\n| --- | --- |\n| item'))).toBe(true)
    expect(parts.flatMap((chunk) => chunk.text.split('\n').slice(2))).toEqual(rows)
  })

  it('cuts long code at empty lines and keeps it fenced', () => {
    const functions = ['one', 'two', 'three'].map(
      (name) => `function ${name}() {\n  return compute('${name}', 1, 2, 3, 4, 5, 6, 7, 8)\n}`,
    )
    const block: Block = {
      kind: 'code',
      text: ['```js', functions.join('\n\n'), '```'].join('\n'),
      locator: { line: 10 },
    }

    const chunks = splitDocument(documentOf(block), options)

    expect(chunks.map((chunk) => chunk.text)).toEqual([
      `\`\`\`js\n${functions[0]}\n\n${functions[1]}\n\`\`\``,
      `\`\`\`js\n${functions[2]}\n\`\`\``,
    ])
    expect(chunks.map((chunk) => chunk.locator.line)).toEqual([11, 19])
  })

  it('keeps what introduces a listing beside it', () => {
    const code: Block = { kind: 'code', text: `\`\`\`\n${'run --fast\n'.repeat(8)}\`\`\``, locator: {} }

    const chunks = splitDocument(documentOf(paragraph(prose(40)), paragraph('For example:'), code), options)

    expect(chunks).toHaveLength(2)
    expect(chunks[1]?.text).toMatch(/^For example:\n\n```/)
  })

  it('evens out the last chunks rather than leave a scrap', () => {
    const chunks = splitDocument(
      documentOf(...Array.from({ length: 7 }, (_, at) => paragraph(`Item ${at} is here now.`))),
      {
        maxTokens: 50,
        overlapTokens: 0,
      },
    )

    const sizes = chunks.map((chunk) => estimateTokens(chunk.text))
    expect(Math.min(...sizes)).toBeGreaterThan(12)
  })

  it('names the line where each part of a long text starts', () => {
    const lines = Array.from({ length: 30 }, (_, at) => `entry ${at + 5} of the log file`)

    const chunks = splitDocument(documentOf(paragraph(lines.join('\n'), { line: 5 })), options)

    for (const chunk of chunks) expect(chunk.text.startsWith(`entry ${chunk.locator.line} `)).toBe(true)
  })

  it('cuts words without end, but no character', () => {
    const chunks = splitDocument(documentOf(paragraph('👩‍🌾𠮷か\u3099'.repeat(100))), options)

    expect(chunks.every((chunk) => estimateTokens(chunk.text) <= 60)).toBe(true)
    expect(chunks.every((chunk) => !/\p{Surrogate}/u.test(chunk.text))).toBe(true)
    expect(chunks.map((chunk) => chunk.text).join('')).toBe('👩‍🌾𠮷か\u3099'.repeat(100))
  })
})
