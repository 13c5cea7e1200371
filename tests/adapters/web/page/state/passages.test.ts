import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { OpenedDocumentView } from '../../../../../src/adapters/web/api/schemas/library.ts'
import { findQuote, joinPassages } from '../../../../../src/adapters/web/page/state/passages.ts'

function opened(keys: readonly number[], hasBefore = true, hasAfter = true): OpenedDocumentView {
  const passages = keys.map((key) => ({ key, namespace: 'knowledge' as const, title: '', text: `${key}`, locator: {} }))
  return { title: 't', location: 'l', passages, hasBefore, hasAfter }
}

describe('passages around one another', () => {
  it('grow at the beginning and at the end without repeating any', () => {
    const before = joinPassages(opened([4, 5, 6]), opened([1, 2, 3, 4, 5], false), 'before')
    const both = joinPassages(before, opened([5, 6, 7], true, false), 'after')

    expect(both.passages.map(({ key }) => key)).toEqual([1, 2, 3, 4, 5, 6, 7])
    expect(both).toMatchObject({ hasBefore: false, hasAfter: false })
  })

  it('end where the server brings nothing new', () => {
    expect(joinPassages(opened([1, 2]), opened([1, 2]), 'after').hasAfter).toBe(false)
  })
})

describe('the place of a quote', () => {
  it.each([
    ['one two three', 'two', 'two'],
    ['first\n\n  second   line', 'first second', 'first\n\n  second'],
    ['休業は\n12月29日から', '休業は12月29日', '休業は\n12月29日'],
  ])('in %j of %j', (text, quote, found) => {
    const place = findQuote(text, quote)

    expect(text.slice(place?.start, place?.end)).toBe(found)
  })

  it.each([
    ['text', 'other'],
    ['text', ''],
    ['', 'x'],
  ])('is unknown in %j of %j', (text, quote) => {
    expect(findQuote(text, quote)).toBeUndefined()
  })

  it('is found for every part of a text', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.nat(), fc.nat(), (text, from, length) => {
        const quote = text.slice(from % text.length, (from % text.length) + length)
        fc.pre(quote.trim() !== '')
        const place = findQuote(text, quote)

        expect(text.slice(place?.start, place?.end).replace(/\s/g, '')).toBe(quote.replace(/\s/g, ''))
      }),
    )
  })
})
