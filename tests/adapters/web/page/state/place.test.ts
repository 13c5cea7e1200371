import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Place, parsePlace, pathOf } from '../../../../../src/adapters/web/page/state/place.ts'

describe('places in the address bar', () => {
  it.each<[string, Place]>([
    ['/', { view: 'ask' }],
    ['/sources', { view: 'sources' }],
    ['/insight/', { view: 'insight' }],
    ['/threads/web:local:1', { view: 'ask', threadId: 'web:local:1' }],
    ['/threads', { view: 'missing' }],
    ['/threads/%E0%A4%A', { view: 'missing' }],
    ['/sources/more', { view: 'missing' }],
  ])('%s', (path, place) => {
    expect(parsePlace(path)).toEqual(place)
  })

  it('leads back to the same thread whatever its id holds', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (threadId) => {
        expect(parsePlace(pathOf({ view: 'ask', threadId }))).toEqual({ view: 'ask', threadId })
      }),
    )
  })
})
