import { describe, expect, it } from 'vitest'
import {
  createGuildSwitches,
  type GuildSwitchesOptions,
} from '../../../../src/adapters/discord/history/create-guild-switches.ts'
import { createMemoryStore } from '../../../../src/adapters/memory/memory-store.ts'

const GUILD_DEFAULTS = { threads: true, language: 'ja' } as const
const CHANNEL_DEFAULTS = { followUps: true, remember: false, answerPosts: false }

function create({ settings = createMemoryStore().settings, ...more }: Partial<GuildSwitchesOptions> = {}) {
  return createGuildSwitches({
    settings,
    guildDefaults: GUILD_DEFAULTS,
    channelDefaults: CHANNEL_DEFAULTS,
    ...more,
  })
}

describe('the switches of a server and its channels', () => {
  it('begin with the defaults, and keep what was chosen across restarts', async () => {
    const { settings } = createMemoryStore()
    const first = create({ settings })
    const before = [await first.readGuild('1'), await first.readChannel('1', '2')]

    await first.writeGuild('1', { language: 'en', threads: false })
    await first.writeChannel('1', '2', { followUps: false, remember: true, answerPosts: true })
    const again = create({ settings })

    expect(before).toEqual([GUILD_DEFAULTS, CHANNEL_DEFAULTS])
    for (const switches of [first, again]) {
      expect(await switches.readGuild('1')).toEqual({ language: 'en', threads: false })
      expect(await switches.readChannel('1', '2')).toEqual({ followUps: false, remember: true, answerPosts: true })
    }
    expect(await again.readChannel('2', '2')).toEqual(CHANNEL_DEFAULTS)
    expect((await settings.list('discord:')).map(({ name }) => name)).toEqual([
      'discord:1:channel:2',
      'discord:1:guild',
    ])
  })

  it("tell the choice of the server's own language from no choice", async () => {
    const { settings } = createMemoryStore()
    const first = create({ settings })

    await first.writeGuild('1', { language: undefined, threads: true })

    expect((await create({ settings }).readGuild('1')).language).toBeUndefined()
    expect((await first.readGuild('1')).language).toBeUndefined()
    expect((await first.readGuild('2')).language).toBe('ja')
  })

  it.each([
    ['not json', GUILD_DEFAULTS],
    ['[]', GUILD_DEFAULTS],
    ['{"language":"fr","threads":false}', { language: 'ja', threads: false }],
    ['{"threads":"yes","later":1}', GUILD_DEFAULTS],
  ])('fall back to the defaults of a server where %s was kept', async (value, expected) => {
    const { settings } = createMemoryStore()
    await settings.set('discord:1:guild', value)

    expect(await create({ settings }).readGuild('1')).toEqual(expected)
  })

  it.each([
    ['null', CHANNEL_DEFAULTS],
    ['{"remember":true}', { ...CHANNEL_DEFAULTS, remember: true }],
    ['{"followUps":0,"answerPosts":true}', { ...CHANNEL_DEFAULTS, answerPosts: true }],
  ])('fall back to the defaults of a channel where %s was kept', async (value, expected) => {
    const { settings } = createMemoryStore()
    await settings.set('discord:1:channel:2', value)

    expect(await create({ settings }).readChannel('1', '2')).toEqual(expected)
  })

  it('go when Kiku leaves the server, and those of other servers stay', async () => {
    const { settings } = createMemoryStore()
    const switches = create({ settings })
    for (const guild of ['1', '11']) {
      await switches.writeGuild(guild, { threads: false })
      await switches.writeChannel(guild, '2', { ...CHANNEL_DEFAULTS, remember: true })
    }

    await switches.removeGuild('1')

    expect(await switches.readGuild('1')).toEqual(GUILD_DEFAULTS)
    expect(await switches.readChannel('1', '2')).toEqual(CHANNEL_DEFAULTS)
    expect((await settings.list('discord:')).map(({ name }) => name)).toEqual([
      'discord:11:channel:2',
      'discord:11:guild',
    ])
  })

  it('are looked up once, and only so many are kept at hand', async () => {
    const { settings } = createMemoryStore()
    const asked: string[] = []
    const switches = create({
      settings: {
        ...settings,
        get: (name) => {
          asked.push(name)
          return settings.get(name)
        },
      },
      most: 2,
    })

    for (const channel of ['1', '1', '2', '3', '3', '1']) await switches.readChannel('9', channel)

    expect(asked.map((name) => name.slice(-1))).toEqual(['1', '2', '3', '1'])
  })
})
