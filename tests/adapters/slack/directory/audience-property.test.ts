import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createAudienceResolver } from '../../../../src/adapters/slack/directory/create-audience-resolver.ts'
import { createDirectory } from '../../../../src/adapters/slack/directory/create-directory.ts'
import { isAudienceLabel } from '../../../../src/domain/audience.ts'
import { silentTelemetry } from '../../../../src/ports/telemetry.ts'
import { applyChange, type Change, changes, mayRead, readersOf, tellOf, type World, worlds } from './audience-world.ts'
import { createManualClock, identity } from './scripted-api.ts'

const { signal } = new AbortController()

function createTested(world: World) {
  const clock = createManualClock()
  const directory = createDirectory({ api: tellOf(world), identity, clock, telemetry: silentTelemetry })
  const resolver = createAudienceResolver({ directory, identity })
  const change = (made: Change) => {
    applyChange(world, made)
    if (made.kind === 'become') directory.forgetUser(made.user)
    else directory.forgetChannel(made.channel)
  }
  return { resolver, clock, change }
}

const placeOf = (channel: string) => ({ team: 'T1', channel, threadTs: '1700000000.000100' })

it('never lets a reply draw on what one of its readers may not read', async () => {
  const property = fc.asyncProperty(worlds, fc.array(changes, { maxLength: 6 }), async (given, happened) => {
    const world = structuredClone(given)
    const { resolver, clock, change } = createTested(world)
    for (const made of [undefined, ...happened]) {
      if (made !== undefined) change(made)
      clock.pass(20_000)
      for (const channel of world.places.keys()) {
        const { labels } = await resolver.forReply(placeOf(channel), signal)
        const readers = readersOf(world, channel)
        const leaks = labels.flatMap((label) =>
          readers.filter((user) => !mayRead(world, user, label)).map((user) => [user, label]),
        )
        expect(leaks).toEqual([])
        expect(labels.every(isAudienceLabel)).toBe(true)
      }
    }
  })

  await fc.assert(property, { numRuns: 150 })
})

it('never shows one person what that person may not read', async () => {
  const property = fc.asyncProperty(worlds, fc.array(changes, { maxLength: 3 }), async (given, happened) => {
    const world = structuredClone(given)
    const { resolver, change } = createTested(world)
    for (const made of [undefined, ...happened]) {
      if (made !== undefined) change(made)
      for (const user of world.people.keys()) {
        for (const channel of world.places.keys()) {
          const { labels } = await resolver.forPerson(user, placeOf(channel), signal)
          // Bots ask nothing, and who is gone neither.
          if (['bot', 'gone'].includes(world.people.get(user) ?? '')) continue
          expect(labels.filter((label) => !mayRead(world, user, label))).toEqual([])
        }
      }
    }
  })

  await fc.assert(property, { numRuns: 100 })
})

it('lets a reply draw on the workspace wherever Slack says that all its readers are members', async () => {
  const property = fc.asyncProperty(worlds, async (world) => {
    fc.pre(world.silent.size === 0)
    const { resolver } = createTested(world)
    for (const [channel, place] of world.places) {
      const people = [...place.members].filter((user) => !['bot', 'gone'].includes(world.people.get(user) ?? ''))
      const isOpen =
        place.sharing === 'none' && people.length > 0 && people.every((user) => world.people.get(user) === 'member')
      const { labels } = await resolver.forReply(placeOf(channel), signal)
      // A channel with bots alone is read by members, too; nothing depends on those.
      if (people.length > 0) expect(labels.includes('slack:T1')).toBe(isOpen)
    }
  })

  await fc.assert(property, { numRuns: 100 })
})
