import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createAudienceResolver } from '../../../../src/adapters/discord/directory/create-audience-resolver.ts'
import { createGatewayFacts } from '../../../../src/adapters/discord/directory/gateway-facts.ts'
import { isAudienceLabel } from '../../../../src/domain/audience.ts'
import { mayRead, type Place, readersOf } from './audience-oracle.ts'
import {
  applyChange,
  type Change,
  changes,
  DIRECT_CHANNELS,
  FOREIGN,
  GROUP,
  USERS,
  type World,
  type WorldChannel,
  worlds,
} from './audience-world.ts'
import { answerFrom, createManualClock, tellAll, tellChange } from './tell-of-world.ts'

const { signal } = new AbortController()

function createTested(world: World) {
  const facts = createGatewayFacts()
  const clock = createManualClock()
  const resolver = createAudienceResolver({ facts, api: answerFrom(world), clock })
  tellAll(world, facts)
  const change = (made: Change) => {
    applyChange(world, made)
    tellChange(world, made, facts)
    // Who was no member is asked for again after ten minutes.
    if (made.kind === 'member') clock.pass(10 * 60_000)
  }
  return { resolver, change }
}

/** Every place in which Kiku can be asked: channels, threads of both kinds, direct messages, and where it is not. */
function placesIn(world: World): readonly Place[] {
  const inGuilds = [...world.guilds].flatMap(([guild, { channels, threads }]) => [
    ...[...channels.keys()].map((channel) => ({ guild, channel, root: '7' })),
    ...[...threads].map(([id, { parent, isPrivate }]) => ({ guild, channel: isPrivate ? id : parent, root: id })),
  ])
  const direct = [...DIRECT_CHANNELS, GROUP].map((channel) => ({ guild: 'dm', channel, root: '7' }))
  return [...inGuilds, ...direct, { ...FOREIGN, root: '7' }]
}

function isTooYoung({ guilds, adults }: World, user: string, { guild, channel }: Place): boolean {
  const there = guilds.get(guild)
  const deciding = there?.channels.get(there.threads.get(channel)?.parent ?? channel)
  return deciding?.isAgeRestricted === true && !adults.has(user)
}

const isOwn = ({ guild, channel, root }: Place, label: string) =>
  [`discord:${guild}:${channel}`, `thread:discord:${guild}:${channel}:${root}`].includes(label)

/** Milliseconds, for a machine that is busy with other things. */
const UNHURRIED_MS = 120_000

it(
  'never lets a reply draw on what one of its readers may not read',
  async () => {
    const property = fc.asyncProperty(worlds, fc.array(changes, { maxLength: 6 }), async (given, happened) => {
      const world = structuredClone(given)
      const { resolver, change } = createTested(world)
      for (const made of [undefined, ...happened]) {
        if (made !== undefined) change(made)
        for (const place of placesIn(world)) {
          const { labels } = await resolver.forReply(place, signal)
          // Of places where Kiku is not, nobody knows who reads along: only what was said there may be used.
          const isUnknown = place.guild === FOREIGN.guild || place.channel === GROUP
          const readers = readersOf(world, place)
          const leaks = labels.flatMap((label) =>
            isUnknown && isOwn(place, label)
              ? []
              : readers.filter((user) => !mayRead(world, user, label)).map((user) => [place, user, label]),
          )
          expect(leaks).toEqual([])
          expect(labels.every(isAudienceLabel)).toBe(true)
        }
      }
    })

    await fc.assert(property, { numRuns: 150 })
  },
  UNHURRIED_MS,
)

it(
  'never shows one person what that person may not read',
  async () => {
    const property = fc.asyncProperty(worlds, fc.array(changes, { maxLength: 3 }), async (given, happened) => {
      const world = structuredClone(given)
      const { resolver, change } = createTested(world)
      for (const made of [undefined, ...happened]) {
        if (made !== undefined) change(made)
        for (const user of USERS) {
          for (const place of placesIn(world)) {
            // Nobody asks where they may not look.
            if (isTooYoung(world, user, place)) continue
            const { labels } = await resolver.forPerson(user, place, signal)
            expect(labels.filter((label) => !mayRead(world, user, label)).map((label) => [user, place, label])).toEqual(
              [],
            )
          }
        }
      }
    })

    await fc.assert(property, { numRuns: 100 })
  },
  UNHURRIED_MS,
)

it(
  'shows one person all that the person may read',
  async () => {
    const property = fc.asyncProperty(worlds, async (given) => {
      const world = { ...given, silent: new Set<string>() }
      const { resolver } = createTested(world)
      for (const user of USERS) {
        const { labels } = await resolver.forPerson(user, { ...FOREIGN, root: 'private-7' }, signal)
        const inGuilds = [...world.guilds].flatMap(([id, { channels, members }]) => {
          const standing = members.get(user)?.standing
          if (standing === undefined || standing === 'guest') return []
          const readable = [...channels]
            .filter(([, { isAgeRestricted }]) => !isAgeRestricted)
            .map(([channel]) => `discord:${id}:${channel}`)
            .filter((label) => mayRead(world, user, label))
          return [...(standing === 'pending' ? [] : [`discord:${id}`]), ...readable]
        })
        const own = ['public', `person:discord:${user}`, `thread:discord:${FOREIGN.guild}:${FOREIGN.channel}:private-7`]
        expect([...labels].sort()).toEqual([...own, ...inGuilds].sort())
      }
    })

    await fc.assert(property, { numRuns: 100 })
  },
  UNHURRIED_MS,
)

it(
  'lets a reply draw on what everybody in an ordinary server may read',
  async () => {
    const property = fc.asyncProperty(worlds, async (world) => {
      const { resolver } = createTested(world)
      for (const [id, guild] of world.guilds) {
        const isOrdinary = (channel: WorldChannel) => channel.type !== 2 && channel.type !== 13 && !channel.hasLobby
        const holdsEvery = ['view', 'history'].every((right) => guild.roles.get(id)?.some((one) => one === right))
        const open = [...guild.channels]
          .filter(([, channel]) => holdsEvery && channel.overwrites.length === 0 && !channel.isAgeRestricted)
          .filter(([, { type }]) => type !== 2 && type !== 13)
          .map(([channel]) => `discord:${id}:${channel}`)
        const isClosed = !guild.features.some((feature) => feature !== 'COMMUNITY')
        for (const [channel, about] of guild.channels) {
          if (!isClosed || !isOrdinary(about)) continue
          const { labels } = await resolver.forReply({ guild: id, channel, root: '7' }, signal)
          const isCertain = holdsEvery && about.overwrites.length === 0
          const expected = [`discord:${id}`, ...open, ...(isCertain ? [`discord:${id}:${channel}`] : [])]
          expect(labels).toEqual(expect.arrayContaining(expected))
        }
      }
    })

    await fc.assert(property, { numRuns: 100 })
  },
  UNHURRIED_MS,
)
