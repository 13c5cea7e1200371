import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { COMMAND_DEFINITIONS } from '../../src/adapters/discord/interact/commands/definitions.ts'
import { CHANNELS, GUILDS, PEOPLE } from '../fakes/discord/discord-server.ts'
import { type DiscordJourney, startDiscordJourney } from '../fakes/journey-discord.ts'

const { alice, bob, mona, owner, stranger } = PEOPLE
const { general, partnerGeneral, aliceDirect, foreignGeneral } = CHANNELS
const NAMES = COMMAND_DEFINITIONS.map(({ name }) => name).sort()
const FOR_MANAGERS = ['kiku']
const forAll = NAMES.filter((name) => !FOR_MANAGERS.includes(name))

describe('the commands', () => {
  let scene: DiscordJourney
  beforeAll(async () => {
    scene = await startDiscordJourney({ documents: null })
    while ((await registrations()) === 0) await scene.discord.idle({ quietMs: 20 })
  })
  afterAll(() => scene.end())

  const writes = () => scene.discord.calls.filter(({ method, path }) => method === 'PUT' && path.endsWith('/commands'))
  const namesIn = (guild?: string) =>
    scene.discord
      .commands(guild)
      .map(({ name }) => name)
      .sort()

  const registrations = async () => (await scene.journey.log()).split('"discord-commands"').length - 1

  /** What Discord was told to write by a new start. */
  async function restart(more: Readonly<Record<string, string>> = {}) {
    const before = { writes: writes().length, creates: scene.discord.commandCreates, times: await registrations() }
    await scene.restart(more)
    while ((await registrations()) === before.times) await scene.discord.idle({ quietMs: 20 })
    return {
      writes: writes()
        .slice(before.writes)
        .map(({ path }) => path.replace(/^.*applications\/\d+/, '')),
      creates: scene.discord.commandCreates - before.creates,
    }
  }

  it('are offered everywhere from the first start on, in both languages', () => {
    const commands = scene.discord.commands()

    expect(namesIn()).toEqual(NAMES)
    expect(writes()).toHaveLength(1)
    expect(scene.discord.commandCreates).toBe(NAMES.length)
    for (const { name, name_localizations: names } of commands) expect(names, name).toHaveProperty('ja')
  })

  it('are offered to whoever may use them where they are', () => {
    const { discord } = scene

    expect([...discord.commandsFor(bob, general)].sort()).toEqual(forAll)
    expect([...discord.commandsFor(stranger, partnerGeneral)].sort()).toEqual(NAMES)
    for (const user of [mona, owner]) expect([...discord.commandsFor(user, general)].sort()).toEqual(NAMES)
    expect([...discord.commandsFor(alice, aliceDirect)].sort()).toEqual(forAll)
    expect(discord.commandsFor(alice, foreignGeneral)).toEqual([])
  })

  it('are not written again by the next start', async () => {
    expect(await restart()).toEqual({ writes: [], creates: 0 })
  })

  it('are written once when they have changed, and keep their ids', async () => {
    const ids = scene.discord.commands().map(({ id }) => id)
    Object.assign(scene.discord.commands()[0] ?? {}, { description: 'What an earlier version said' })

    const changed = await restart()
    const next = await restart()

    expect(changed).toEqual({ writes: ['/commands'], creates: 0 })
    expect(next).toEqual({ writes: [], creates: 0 })
    expect(scene.discord.commands().map(({ id }) => id)).toEqual(ids)
    expect(JSON.stringify(scene.discord.commands())).not.toContain('earlier version')
  })

  it('are offered in some servers only when that is wished, and nowhere twice', async () => {
    const first = await restart({ KIKU_DISCORD_REGISTER_IN: GUILDS.office })
    const second = await restart({ KIKU_DISCORD_REGISTER_IN: GUILDS.office })

    expect(namesIn()).toEqual([])
    expect(namesIn(GUILDS.office)).toEqual(NAMES)
    expect(namesIn(GUILDS.partner)).toEqual([])
    expect(first).toEqual({ writes: [`/guilds/${GUILDS.office}/commands`, '/commands'], creates: NAMES.length })
    expect(second).toEqual({ writes: [], creates: 0 })
    expect([...scene.discord.commandsFor(bob, general)].sort()).toEqual(forAll)
    expect(scene.discord.commandsFor(alice, aliceDirect)).toEqual([])
  })

  it('come back everywhere, and go from the servers', async () => {
    const { writes: written } = await restart()

    expect(namesIn()).toEqual(NAMES)
    expect(namesIn(GUILDS.office)).toEqual([])
    expect(written).toEqual([`/guilds/${GUILDS.office}/commands`, '/commands'])
    expect([...scene.discord.commandsFor(bob, general)].sort()).toEqual(forAll)
  })
})
