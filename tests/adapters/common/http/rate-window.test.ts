import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRateWindow } from '../../../../src/adapters/common/http/rate-window.ts'

function createWindow(limit: number) {
  let now = 0
  const clock = { now: () => now, elapsed: () => now }
  return {
    window: createRateWindow({ limit, windowMs: 1_000, clock }),
    pass(ms: number) {
      now += ms
    },
  }
}

describe('a rate window', () => {
  it('lets so many through in its time, and says how long the next one waits', () => {
    const { window, pass } = createWindow(2)

    const first = [window.take(), window.take()]
    pass(400)
    const third = window.take()
    pass(600)
    const later = window.take()

    expect([...first, third, later]).toEqual([0, 0, 1, 0])
  })

  it('counts nothing where it is only looked at', () => {
    const { window } = createWindow(1)

    const looks = [window.peek(), window.peek(), window.take(), window.peek()]

    expect(looks).toEqual([0, 0, 0, 1])
  })

  it('never lets more through in any such time, and nobody wait who need not', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 400 }),
        (limit, waits) => {
          const { window, pass } = createWindow(limit)
          const passed: number[] = []
          let now = 0
          for (const wait of waits) {
            pass(wait)
            now += wait
            const within = passed.filter((time) => now - time < 1_000).length
            const isThrough = window.take() === 0
            expect(isThrough).toBe(within < limit)
            if (isThrough) passed.push(now)
          }
        },
      ),
    )
  })
})
