import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stackDays } from '../../../../../src/adapters/web/page/charts/stack-days.ts'

describe('bars over days', () => {
  it('stack what became of the questions, from the bottom up', () => {
    const { top, bars } = stackDays([{ day: '2026-11-21', answered: 3, extracted: 0, abstained: 1 }])

    expect(top).toBe(4)
    expect(bars).toEqual([
      {
        day: '2026-11-21',
        total: 4,
        parts: [
          { outcome: 'answered', from: 0, height: 0.75 },
          { outcome: 'abstained', from: 0.75, height: 0.25 },
        ],
      },
    ])
  })

  it('fit under an even number at the upper edge', () => {
    const count = fc.nat(5_000)
    const day = fc.record({ day: fc.constant('2026-01-01'), answered: count, extracted: count, abstained: count })

    fc.assert(
      fc.property(fc.array(day), (days) => {
        const { top, bars } = stackDays(days)
        const most = Math.max(0, ...bars.map(({ total }) => total))

        expect(top).toBeGreaterThanOrEqual(most)
        expect(top).toBeLessThanOrEqual(Math.max(4, most * 2.5))
        expect(top % 2).toBe(0)
      }),
    )
  })
})
