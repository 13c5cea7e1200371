import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cutToTokens, fitEmbeddingText } from '../../../../src/domain/embedding/fit-embedding-text.ts'
import { cosineOf, toUnitVector, vectorLength } from '../../../../src/domain/embedding/unit-vector.ts'
import { estimateTokens } from '../../../../src/domain/language/estimate-tokens.ts'
import { EMBEDDING_PRESETS } from '../../../../src/index/embedding-presets.ts'

describe('cutToTokens', () => {
  it('keeps the longest start or end that fits, and whole characters', () => {
    const texts = fc.string({ unit: 'grapheme', maxLength: 200 })
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 80 }), fc.constantFrom('start', 'end'), (text, maxTokens, keep) => {
        const cut = cutToTokens(text, maxTokens, keep)

        expect(estimateTokens(cut)).toBeLessThanOrEqual(maxTokens)
        expect(keep === 'start' ? text.startsWith(cut) : text.endsWith(cut)).toBe(true)
        expect(Buffer.from(cut).toString()).toBe(cut)
        if (estimateTokens(text) <= maxTokens) expect(cut).toBe(text)
        else expect(cut.length).toBeGreaterThanOrEqual(Math.min(text.length, maxTokens) - 2)
      }),
    )
  })
})

describe('fitEmbeddingText', () => {
  it('keeps the instruction whole and within the limit', () => {
    const text = fitEmbeddingText(EMBEDDING_PRESETS.e5, { task: 'qa', side: 'key' }, '山'.repeat(9_000), 512)

    expect(text).toMatch(/^passage: 山+$/)
    expect(estimateTokens(text)).toBeLessThanOrEqual(512)
  })

  it('leaves room for an end token and puts it last', () => {
    const { 'e5-mistral': preset } = EMBEDDING_PRESETS
    const text = fitEmbeddingText(preset, { task: 'qa', side: 'query' }, 'river '.repeat(9_000), 512, '</s>')

    expect(text).toMatch(/^Instruct: .*\nQuery: river .*<\/s>$/)
    expect(estimateTokens(text)).toBeLessThanOrEqual(513)
  })

  it('sends no NUL and no half of a surrogate pair', () => {
    const shaped = (text: string) => fitEmbeddingText(EMBEDDING_PRESETS.gte, { task: 'qa', side: 'key' }, text, 64)

    expect(shaped('a\0b\ud83dc\udc4d 👍')).toBe('a b\ufffdc\ufffd 👍')
  })

  it('drops the beginning of a conversation, since the question stands last', () => {
    const text = fitEmbeddingText(
      EMBEDDING_PRESETS['llm-embedder'],
      { task: 'convsearch', side: 'query' },
      `${'old talk '.repeat(900)}What now?`,
      512,
    )

    expect(text).toMatch(/^Encode this query and context for searching relevant passages: .*What now\?$/)
  })
})

describe('toUnitVector', () => {
  it('gives length 1 and the same direction, and leaves zeros alone', () => {
    const numbers = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(numbers, (values) => {
        const vector = toUnitVector(values)

        expect(vector).toBeDefined()
        const isZero = vectorLength(values) === 0
        if (isZero || vectorLength(values) < 1e-30) return
        expect(vectorLength(vector ?? [])).toBeCloseTo(1, 5)
        expect(cosineOf(vector ?? [], values)).toBeCloseTo(1, 5)
      }),
    )
    expect(toUnitVector([0, 0])).toEqual(new Float32Array(2))
  })

  it.each([[[Number.NaN, 1]], [[Number.POSITIVE_INFINITY]], [[1e200, 1e200]]])('refuses %j', (numbers) => {
    expect(toUnitVector(numbers)).toBeUndefined()
  })
})
