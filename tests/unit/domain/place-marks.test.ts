import { describe, expect, it } from 'vitest'
import { lastPageOf, locateQuote } from '../../../src/domain/place-marks.ts'

const TEXT = 'The office opens at nine.\n\nParking is free.\nOn Sundays (all of\nthem) the gate is shut.'
const LOCATOR = {
  page: 1,
  headings: ['Visitors'],
  marks: [
    { at: TEXT.indexOf('Parking'), page: 2, headings: ['Visitors', 'Parking'] },
    { at: TEXT.indexOf('On Sundays'), page: 3, headings: ['Visitors', 'Gate'] },
  ],
}

describe('locateQuote', () => {
  it.each([
    ['at the start', 'opens at nine.', { page: 1, headings: ['Visitors'] }],
    ['behind a mark', 'Parking is free.', { page: 2, headings: ['Visitors', 'Parking'] }],
    ['over a line end', 'On Sundays (all of them) the gate', { page: 3, headings: ['Visitors', 'Gate'] }],
    ['nowhere', 'Dogs are welcome.', { page: 1, headings: ['Visitors'] }],
    ['with nothing in it', '', { page: 1, headings: ['Visitors'] }],
  ])('says where in the document a quote stands: %s', (_, quote, place) => {
    expect(locateQuote(TEXT, LOCATOR, quote)).toEqual(place)
  })

  it('keeps the place of a chunk without marks', () => {
    expect(locateQuote(TEXT, { page: 4 }, 'Parking')).toEqual({ page: 4 })
  })
})

describe('lastPageOf', () => {
  it('tells the last page only where a chunk goes on to it', () => {
    expect(lastPageOf(LOCATOR)).toBe(3)
    expect(lastPageOf({ page: 3 })).toBeUndefined()
    expect(lastPageOf({ page: 3, marks: [{ at: 5, page: 3, headings: ['B'] }] })).toBeUndefined()
    expect(lastPageOf({ headings: ['A'], marks: [{ at: 5, headings: ['B'] }] })).toBeUndefined()
  })
})
