import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { estimateTokens } from '../../../src/domain/language/estimate-tokens.ts'
import { splitDocument } from '../../../src/ingest/split-document.ts'
import type { Block } from '../../../src/ports/document-loader.ts'

const WORDS = [
  'pump',
  'valve',
  'E4',
  'the',
  'ポンプ',
  '弁を閉じる',
  '。',
  '、',
  '. ',
  '! ',
  '\n',
  '\n\n',
  ' ',
  '𠮷',
  '👩‍🌾',
  'x'.repeat(90),
  '漢字'.repeat(40),
  'if (a) {',
  '}',
  '|',
  '- ',
]

const text = fc.array(fc.constantFrom(...WORDS), { minLength: 0, maxLength: 60 }).map((words) => words.join(' '))

const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('paragraph' as const, 'list' as const, 'code' as const),
    text,
    locator: fc.constant({}),
  }),
  fc.record({
    kind: fc.constant('heading' as const),
    level: fc.integer({ min: 1, max: 4 }),
    text,
    locator: fc.constant({}),
  }),
  text.map((inner): Block => ({ kind: 'code', text: `\`\`\`\n${inner}\n\`\`\``, locator: { line: 3 } })),
  fc
    .array(fc.constantFrom('| a | b |', '| 弁 | 12 |', `| ${'long '.repeat(50)} | c |`), {
      minLength: 1,
      maxLength: 12,
    })
    .map((rows): Block => ({ kind: 'table', text: ['| H | I |', '| --- | --- |', ...rows].join('\n'), locator: {} })),
)

const documents = fc.record({
  title: fc.constantFrom('Manual', '手引き', 'pump'),
  mediaType: fc.constant('text/plain'),
  blocks: fc.array(block, { maxLength: 12 }),
})

const sizes = fc.record({
  maxTokens: fc.integer({ min: 20, max: 350 }),
  overlapTokens: fc.integer({ min: 0, max: 60 }),
})

/** Letters and digits alone: white space, fences and repeated table headers come and go. */
function lettersOf(value: string): string {
  return value.replace(/[^\p{L}\p{N}\p{So}]/gu, '')
}

describe('splitDocument, whatever the document', () => {
  it('makes no chunk above the maximum and none empty', () => {
    fc.assert(
      fc.property(documents, sizes, (document, options) => {
        for (const chunk of splitDocument(document, options)) {
          expect(estimateTokens(chunk.text)).toBeLessThanOrEqual(options.maxTokens)
          expect(chunk.text.trim()).not.toBe('')
        }
      }),
    )
  })

  it('numbers chunks from zero without gaps', () => {
    fc.assert(
      fc.property(documents, sizes, (document, options) => {
        const chunks = splitDocument(document, options)
        expect(chunks.map((chunk) => chunk.position)).toEqual(chunks.map((_, at) => at))
      }),
    )
  })

  it('loses no text and keeps its order', () => {
    const bodies = documents.map((document) => ({
      ...document,
      blocks: document.blocks.filter((one) => one.kind !== 'heading'),
    }))
    fc.assert(
      fc.property(bodies, sizes, (document, options) => {
        const found = lettersOf(
          splitDocument(document, options)
            .map((chunk) => chunk.text)
            .join(' '),
        )
        const expected = lettersOf(document.blocks.map((one) => one.text).join(' '))
        // What is repeated on purpose makes the result longer; the document is still inside it, in order.
        expect(isSubsequence(expected, found)).toBe(true)
      }),
    )
  })

  it('shows every heading in a title or in the text', () => {
    fc.assert(
      fc.property(documents, sizes, (document, options) => {
        const chunks = splitDocument(document, options)
        const shown = lettersOf([document.title, ...chunks.map((chunk) => `${chunk.title} ${chunk.text}`)].join(' '))
        for (const one of document.blocks) {
          if (one.kind === 'heading') expect(isSubsequence(lettersOf(one.text), shown)).toBe(true)
        }
      }),
    )
  })

  it('gives the same chunks each time, and leaves a chunk that is split again as it is', () => {
    fc.assert(
      fc.property(documents, sizes, (document, options) => {
        const chunks = splitDocument(document, options)
        expect(splitDocument(document, options)).toEqual(chunks)
        for (const { text: chunkText } of chunks) {
          const again = splitDocument(
            { ...document, blocks: [{ kind: 'paragraph', text: chunkText, locator: {} }] },
            options,
          )
          expect(again.map((chunk) => chunk.text)).toEqual([chunkText])
        }
      }),
    )
  })
})

function isSubsequence(part: string, whole: string): boolean {
  let at = 0
  for (const character of part) {
    at = whole.indexOf(character, at) + 1
    if (at === 0) return false
  }
  return true
}
