import { describe, expect, it } from 'vitest'
import { createTurns } from '../../../../src/adapters/web/api/stream/take-turns.ts'

describe('answers that begin at the same moment', () => {
  it('have a turn of the loop each, in their order, and lose no event', async () => {
    const { stream } = createTurns()
    const steps: string[] = []
    let round = 0
    const countRounds = () => {
      round += 1
      steps.push(`round ${round}`)
      if (round < 4) setImmediate(countRounds)
    }

    const all = Promise.all(['a', 'b', 'c'].map((name) => collect(stream(begin(name, steps)))))
    setImmediate(countRounds)
    const events = await all

    expect(events).toEqual(['a1 a2', 'b1 b2', 'c1 c2'])
    expect(steps.slice(0, 6)).toEqual(['round 1', 'a', 'round 2', 'b', 'round 3', 'c'])
  })

  it('come after a search whose turn is before theirs', async () => {
    const { next, stream } = createTurns()
    const steps: string[] = []

    const search = next().then(() => steps.push('search'))
    await Promise.all([collect(stream(begin('a', steps))), search])

    expect(steps).toEqual(['search', 'a'])
  })

  it('do not wait for one that fails', async () => {
    const { stream } = createTurns()
    async function* fail(): AsyncGenerator<string> {
      yield await Promise.reject(new Error('The first one failed.'))
    }

    const [first, second] = await Promise.allSettled([collect(stream(fail())), collect(stream(begin('b', [])))])

    expect(first).toMatchObject({ reason: { message: 'The first one failed.' } })
    expect(second).toEqual({ status: 'fulfilled', value: 'b1 b2' })
  })
})

async function* begin(name: string, steps: string[]): AsyncGenerator<string> {
  steps.push(name)
  yield `${name}1`
  yield `${name}2`
}

async function collect(events: AsyncIterable<string>): Promise<string> {
  const seen: string[] = []
  for await (const event of events) seen.push(event)
  return seen.join(' ')
}
