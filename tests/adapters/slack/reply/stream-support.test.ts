import { describe, expect, it } from 'vitest'
import { createStreamSupport } from '../../../../src/adapters/slack/reply/stream-support.ts'

const general = { team: 'T1', channel: 'C1' }

function start() {
  let now = 0
  const support = createStreamSupport({ now: () => now, elapsed: () => now })
  return { support, wait: (milliseconds: number) => (now += milliseconds) }
}

describe('createStreamSupport', () => {
  it('expects everything at first', () => {
    expect(start().support.read(general)).toBe('full')
  })

  it('remembers what a workspace refuses, in all its channels, for an hour', () => {
    const { support, wait } = start()

    support.lower(general, 'none', 'missing_scope')

    expect(support.read({ team: 'T1', channel: 'C2' })).toBe('none')
    expect(support.read({ team: 'T2', channel: 'C1' })).toBe('full')
    wait(60 * 60 * 1000 + 1)
    expect(support.read(general)).toBe('full')
  })

  it('remembers what one kind of channel refuses for that channel alone', () => {
    const { support } = start()

    support.lower(general, 'none', 'channel_type_not_supported')

    expect(support.read(general)).toBe('none')
    expect(support.read({ team: 'T1', channel: 'C2' })).toBe('full')
  })
})
