import { describe, expect, it } from 'vitest'
import { createPacer } from '../../../../src/adapters/slack/api/create-pacer.ts'
import type { Lane } from '../../../../src/adapters/slack/api/method-traits.ts'

const posts: Lane = { name: 'post C1', intervalMs: 1000, burst: 3 }

describe('createPacer', () => {
  it('lets a burst through and then one call per interval', () => {
    const pacer = createPacer()

    const waits = [1, 2, 3, 4, 5].map(() => pacer.takePlace(posts, 0, 60_000))

    expect(waits).toEqual([0, 0, 0, 1000, 2000])
  })

  it('fills the burst up again while nothing is called', () => {
    const pacer = createPacer()
    for (let call = 0; call < 5; call += 1) pacer.takePlace(posts, 0, 60_000)

    const waits = [1, 2, 3, 4].map(() => pacer.takePlace(posts, 10_000, 60_000))

    expect(waits).toEqual([0, 0, 0, 1000])
  })

  it('takes no place that lies beyond the patience of the caller', () => {
    const pacer = createPacer()
    for (let call = 0; call < 4; call += 1) pacer.takePlace(posts, 0, 60_000)

    const impatient = pacer.takePlace(posts, 0, 500)
    const patient = pacer.takePlace(posts, 0, 60_000)

    expect(impatient).toBeUndefined()
    expect(patient).toBe(2000)
  })

  it('keeps channels apart', () => {
    const pacer = createPacer()
    for (let call = 0; call < 9; call += 1) pacer.takePlace(posts, 0, 60_000)

    expect(pacer.takePlace({ ...posts, name: 'post C2' }, 0, 60_000)).toBe(0)
  })

  it('holds up what Slack asked to leave alone, and nothing else', () => {
    const pacer = createPacer()
    pacer.hold('chat.postMessage C1', 5000, 0)

    expect(pacer.heldFor('chat.postMessage C1', 2000)).toBe(3000)
    expect(pacer.heldFor('chat.postMessage C2', 2000)).toBe(0)
  })

  it('does not shorten a hold', () => {
    const pacer = createPacer()
    pacer.hold('users.info', 9000, 0)
    pacer.hold('users.info', 4000, 0)

    expect(pacer.heldFor('users.info', 1000)).toBe(8000)
  })

  it('forgets what has passed instead of growing', () => {
    const pacer = createPacer({ most: 10 })

    for (let n = 0; n < 1000; n += 1) pacer.takePlace({ ...posts, name: `post C${n}` }, n * 10_000, 60_000)

    expect(pacer.takePlace({ ...posts, name: 'post C0' }, 10_000_000, 0)).toBe(0)
  })
})
