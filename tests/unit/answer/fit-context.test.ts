import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dropNearDuplicates } from '../../../src/answer/drop-near-duplicates.ts'
import { fitContext } from '../../../src/answer/fit-context.ts'
import { renderEvidence } from '../../../src/answer/render-evidence.ts'
import { shortenText } from '../../../src/answer/shorten-text.ts'
import { trimPassage } from '../../../src/answer/trim-passage.ts'
import { estimateTokens } from '../../../src/domain/language/estimate-tokens.ts'
import { BOUNDARY, evidence } from '../../fakes/answer-fixtures.ts'

const word = (index: number) => `topic${index} `.repeat(60)

describe('fitting', () => {
  it('keeps neighbours of a document together in reading order, the best document first', () => {
    const found = [
      evidence(word(1), { key: 7, location: 'a', probability: 0.9 }),
      evidence(word(2), { key: 3, location: 'b', probability: 0.8 }),
      evidence(word(3), { key: 6, location: 'a', probability: 0.7 }),
    ]

    const { passages } = fitContext(found, 'topic', 4_000)

    expect(passages.map(({ number, evidence: { key } }) => [number, key])).toEqual([
      [1, 6],
      [2, 7],
      [3, 3],
    ])
  })

  it('counts what it leaves out', () => {
    const found = Array.from({ length: 9 }, (_, index) => evidence(word(index), { key: index + 1 }))

    const context = fitContext(found, 'topic', 800)

    expect(context.found).toBe(9)
    expect(context.passages.length).toBeGreaterThan(0)
    expect(context.passages.length).toBeLessThan(9)
  })

  it('never exceeds its budget, and every passage is a piece of its evidence', () => {
    const sentence = fc.constantFrom(
      'A short one. ',
      'Something about the vacation of employees. ',
      '有給休暇は年20日です。',
      '\n\n| a | b |\n',
      'x'.repeat(300),
    )
    const text = fc.array(sentence, { minLength: 1, maxLength: 40 }).map((parts) => parts.join('').trim())
    fc.assert(
      fc.property(fc.array(text, { maxLength: 12 }), fc.integer({ min: 0, max: 2_000 }), (texts, budget) => {
        const { passages } = fitContext(
          texts.map((item, index) => evidence(item, { key: index + 1 })),
          'vacation 休暇',
          budget,
        )

        expect(estimateTokens(renderEvidence(passages, BOUNDARY))).toBeLessThanOrEqual(Math.max(budget, 0))
        for (const passage of passages) expect(passage.evidence.text).toContain(passage.text)
      }),
      { numRuns: 200 },
    )
  })
})

describe('trimming', () => {
  it('keeps whole sentences around the best match', () => {
    const text = `${'Filler stands here. '.repeat(80)}The door code is 4711. It changes monthly. ${'More filler follows. '.repeat(80)}`

    const trimmed = trimPassage(text, 'What is the door code?', 60)

    expect(trimmed).toContain('The door code is 4711. It changes monthly.')
    expect(text).toContain(trimmed)
    expect(estimateTokens(trimmed)).toBeLessThanOrEqual(60)
  })

  it('cuts a table at its lines', () => {
    const rows = Array.from({ length: 200 }, (_, index) => `| row ${index} | value ${index} |`).join('\n')

    expect(trimPassage(rows, 'row 150', 80)).toContain('| row 150 | value 150 |')
  })
})

describe('near duplicates', () => {
  it('are dropped, whatever their spacing and case', () => {
    const kept = dropNearDuplicates([
      { text: 'The Osaka office opened in 2019 and has 40 desks.' },
      { text: 'THE OSAKA OFFICE   opened in 2019, and has 40 desks' },
      { text: '大阪オフィスは2019年に開設され、席は40あります。' },
      { text: '大阪オフィスは 2019年に開設され、席は40あります' },
    ])

    expect(kept.map(({ text }) => text.slice(0, 3))).toEqual(['The', '大阪オ'])
  })

  it('are not what says more, or the opposite in a word or two of many', () => {
    const texts = [
      'Plan A costs 10.',
      'Plan B costs 20.',
      `Plan A costs 10. ${'And there is more to say about it. '.repeat(5)}`,
    ]

    expect(dropNearDuplicates(texts.map((text) => ({ text })))).toHaveLength(3)
  })
})

describe('shortening', () => {
  it('keeps beginning and end and says that something is missing', () => {
    const text = `First words. ${'log '.repeat(5_000)}Last words.`

    const short = shortenText(text, 100)

    expect(short).toMatch(/^First words\.[\s\S]*\[… \d+ …\][\s\S]*Last words\.$/)
    expect(estimateTokens(short)).toBeLessThan(120)
  })
})
