import { describe, expect, it } from 'vitest'
import { createInvalidCount } from '../../../../src/adapters/discord/api/invalid-count.ts'
import { nameResource, nameRoute } from '../../../../src/adapters/discord/api/name-route.ts'
import { createUnderWay } from '../../../../src/adapters/discord/api/under-way.ts'

describe('the name of a route', () => {
  it('holds neither ids nor tokens', () => {
    const routes = [
      '/channels/300000000000000001/messages/400000000000000001',
      '/webhooks/100000000000000001/aW50ZXJhY3Rpb24/messages/%40original',
      '/interactions/500000000000000001/aW50ZXJhY3Rpb24/callback',
      '/channels/300000000000000001/messages/400000000000000001/reactions/%F0%9F%91%8D/@me',
    ]

    expect(routes.map(nameRoute)).toEqual([
      '/channels/:id/messages/:id',
      '/webhooks/:id/:token/messages/%40original',
      '/interactions/:id/:token/callback',
      '/channels/:id/messages/:id/reactions/:emoji/@me',
    ])
  })

  it('goes with what Discord counts by', () => {
    expect(nameResource('/channels/3/messages/4')).toBe('3')
    expect(nameResource('/webhooks/1/token/messages/4')).toBe('token')
    expect(nameResource('/users/@me')).toBe('')
  })
})

describe('calls under way', () => {
  it('are bounded, in a bucket and in all', () => {
    const { enter } = createUnderWay(2, 3)
    const leave = enter('a')
    enter('a')

    const refused = enter('a')
    leave?.()

    expect(refused).toBeUndefined()
    expect([enter('a'), enter('b'), enter('c')].map((left) => left === undefined)).toEqual([false, false, true])
  })
})

describe('calls that Discord has to refuse', () => {
  it('are too many for the rest of ten minutes', () => {
    let now = 0
    const count = createInvalidCount({ now: () => now, elapsed: () => now }, 3)
    const isHigh = [1, 2, 3].map(() => {
      count.add()
      return count.isHigh()
    })

    now = 10 * 60_000

    expect(isHigh).toEqual([false, false, true])
    expect(count.isHigh()).toBe(false)
  })
})
