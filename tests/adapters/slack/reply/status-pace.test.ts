import { describe, expect, it } from 'vitest'
import { createStatusPace } from '../../../../src/adapters/slack/reply/status-pace.ts'

describe('createStatusPace', () => {
  it('lets a status be changed once in a while in each channel', () => {
    const { pace, pass } = startPace()
    const taken = [pace.take('C1')]
    pass(1_000)
    taken.push(pace.take('C1'), pace.take('C2'))
    pass(1_000)

    taken.push(pace.take('C1'))

    expect(taken).toEqual([true, false, true, true])
  })

  it('lets changes wait for the first signs of new questions', () => {
    const { pace, pass } = startPace()
    pace.note('C1')
    pass(1_900)
    pace.note('C1')
    pass(1_900)
    const early = pace.take('C1')
    pass(100)

    const late = pace.take('C1')

    expect([early, late]).toEqual([false, true])
  })

  it('remembers who has been given no sign until there is one', () => {
    const { pace } = startPace()
    pace.miss('turn 1')
    pace.miss('turn 2')

    pace.settle('turn 1')

    expect([pace.hasMissed('turn 1'), pace.hasMissed('turn 2')]).toEqual([false, true])
  })

  it('keeps the changes of all channels together rare', () => {
    const { pace, pass } = startPace()
    let taken = 0

    for (let at = 0; at < 1_000; at += 1) {
      if (pace.take(`C${at}`)) taken += 1
      pass(10)
    }

    expect(taken).toBe(50)
  })
})

function startPace() {
  let elapsed = 0
  const pace = createStatusPace({ now: () => elapsed, elapsed: () => elapsed })
  return {
    pace,
    pass(milliseconds: number) {
      elapsed += milliseconds
    },
  }
}
