import { describe, expect, it } from 'vitest'
import { createEditPace } from '../../../../src/adapters/discord/reply/edit-pace.ts'

function open() {
  let now = 0
  const pace = createEditPace({ now: () => now, elapsed: () => now })
  return {
    pace,
    advance(milliseconds: number) {
      now += milliseconds
    },
  }
}

describe('the pace of edits', () => {
  it('is about one a second in a lane, whoever edits', () => {
    const { pace, advance } = open()

    const first = [pace.take('a'), pace.take('a'), pace.take('b')]
    advance(1_100)

    expect(first).toEqual([0, 1_100, 0])
    expect(pace.take('a')).toBe(0)
  })

  it('slows down while Discord makes edits wait, and recovers', () => {
    const { pace, advance } = open()
    const waitAfter = (tookMs: number) => {
      pace.take('a')
      advance(tookMs)
      pace.note('a', tookMs)
      const waitMs = pace.take('a')
      advance(waitMs)
      return waitMs
    }

    const waits = [100, 3_000, 5_000, 100, 100].map(waitAfter)
    const later = Array.from({ length: 30 }, () => waitAfter(100)).at(-1)

    expect(waits[1]).toBeGreaterThan(waits[0] ?? 0)
    expect(waits[2]).toBeGreaterThan(waits[1] ?? 0)
    expect(waits[4]).toBeLessThan(waits[3] ?? 0)
    expect(later).toBe(1_000)
  })
})
