import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRateLimit } from '../../../src/conversation/rate-limit.ts'
import { createThreadLock } from '../../../src/conversation/thread-lock.ts'
import { createTurnQueue } from '../../../src/conversation/turn-queue.ts'
import { waitForPlace } from '../../../src/conversation/wait-for-place.ts'

const never = new AbortController().signal

describe('the thread lock', () => {
  it('admits one after the other, in order', async () => {
    const lock = createThreadLock()
    const order: string[] = []
    const first = await lock.acquire('t', never)
    const second = lock.acquire('t', never).then((release) => {
      order.push('second')
      return release
    })
    const third = lock.acquire('t', never).then((release) => {
      order.push('third')
      return release
    })

    first()
    ;(await second)()
    ;(await third)()

    expect(order).toEqual(['second', 'third'])
    expect(lock.isHeld('t')).toBe(false)
  })

  it('does not hold up other threads', async () => {
    const lock = createThreadLock()
    await lock.acquire('a', never)

    await expect(lock.acquire('b', never)).resolves.toBeTypeOf('function')
  })

  it('lets go of who leaves, and refuses when too many wait', async () => {
    const lock = createThreadLock({ mostWaiting: 1 })
    const controller = new AbortController()
    const release = await lock.acquire('t', never)
    const leaving = lock.acquire('t', controller.signal)

    await expect(lock.acquire('t', never)).rejects.toMatchObject({ code: 'queue-full', retryable: true })
    controller.abort(new Error('left'))
    await expect(leaving).rejects.toThrow('left')
    const next = lock.acquire('t', never)
    release()
    release()

    await expect(next).resolves.toBeTypeOf('function')
    expect(lock.isHeld('t')).toBe(true)
  })
})

describe('the turn queue', () => {
  it('gives authors turns, so that many questions of one do not hold up another', async () => {
    const queue = createTurnQueue({ concurrency: 1 })
    const order: string[] = []
    const leave = await queue.enter('busy', never)
    const ask = async (author: string, name: string) => {
      const done = await queue.enter(author, never)
      order.push(name)
      done()
    }
    const asked = [ask('busy', 'busy 1'), ask('busy', 'busy 2'), ask('busy', 'busy 3'), ask('calm', 'calm 1')]

    leave()
    await Promise.all(asked)

    expect(order).toEqual(['busy 1', 'calm 1', 'busy 2', 'busy 3'])
  })

  it('says how many come first, and says it again when that changes', async () => {
    const queue = createTurnQueue({ concurrency: 1 })
    const told: Record<string, number[]> = { 'busy 1': [], 'busy 2': [], calm: [] }
    const leave = await queue.enter('first', never)
    const giveUp = new AbortController()
    const busy = queue.enter('busy', giveUp.signal, (position) => told['busy 1']?.push(position))
    const later = queue.enter('busy', never, (position) => told['busy 2']?.push(position))
    const calm = queue.enter('calm', never, (position) => told.calm?.push(position))

    giveUp.abort(new Error('gave up'))
    await expect(busy).rejects.toThrow('gave up')
    leave()
    ;(await later)()
    ;(await calm)()

    // One question of each author in turn: the calm one overtakes the second of the busy one.
    expect(told).toEqual({ 'busy 1': [1], 'busy 2': [2, 3, 1], calm: [2, 1] })
  })

  it('takes back the place of whoever leaves while waiting for it', async () => {
    const queue = createTurnQueue({ concurrency: 1 })
    const leave = await queue.enter('first', never)

    for await (const event of waitForPlace(queue, 'second', never)) {
      expect(event).toEqual({ kind: 'status', stage: 'queued', position: 1 })
      break
    }
    leave()

    expect(queue.isBusy()).toBe(false)
  })

  it('refuses beyond its bounds, of one author and of all', async () => {
    const queue = createTurnQueue({ concurrency: 1, mostWaiting: 3, mostPerAuthor: 2 })
    const controller = new AbortController()
    await queue.enter('x', never)
    const waiting = ['a', 'a', 'b'].map((author) => queue.enter(author, controller.signal))

    const [byOne, byAll] = [queue.enter('a', never), queue.enter('c', never)]

    await expect(byOne).rejects.toMatchObject({ code: 'queue-full' })
    await expect(byAll).rejects.toMatchObject({ code: 'queue-full' })
    controller.abort(new Error('left'))
    expect((await Promise.allSettled(waiting)).map(({ status }) => status)).toEqual([
      'rejected',
      'rejected',
      'rejected',
    ])
    await expect(Promise.race([queue.enter('c', AbortSignal.abort(new Error('late'))), 0])).rejects.toThrow('late')
  })

  it('never runs more than it may and forgets nobody', async () => {
    const authors = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 15 })
    await fc.assert(
      fc.asyncProperty(authors, fc.integer({ min: 1, max: 3 }), async (asking, concurrency) => {
        const queue = createTurnQueue({ concurrency, mostWaiting: 50, mostPerAuthor: 50 })
        let running = 0
        let most = 0
        const all = asking.map(async (author) => {
          const leave = await queue.enter(author, never)
          running += 1
          most = Math.max(most, running)
          await Promise.resolve()
          running -= 1
          leave()
          leave()
        })

        await Promise.all(all)

        expect(most).toBeLessThanOrEqual(concurrency)
        expect(queue.isBusy()).toBe(false)
      }),
      { numRuns: 100 },
    )
  })
})

describe('the rate limit', () => {
  it('refuses the question too many and says how long to wait', () => {
    let time = 0
    const limit = createRateLimit({ limit: 2, windowMs: 10_000, clock: { now: () => 0, elapsed: () => time } })
    limit.check('a')
    time = 4_000
    limit.check('a')

    expect(() => limit.check('a')).toThrow(expect.objectContaining({ code: 'rate-limited', details: { seconds: 6 } }))
    expect(() => limit.check('b')).not.toThrow()
    time = 10_000
    expect(() => limit.check('a')).not.toThrow()
  })

  it('remembers no more authors than it may', () => {
    const limit = createRateLimit({
      limit: 1,
      windowMs: 10_000,
      clock: { now: () => 0, elapsed: () => 0 },
      mostKnown: 2,
    })
    for (const author of ['a', 'b', 'c']) limit.check(author)

    expect(() => limit.check('a')).not.toThrow()
    expect(() => limit.check('c')).toThrow()
  })
})
