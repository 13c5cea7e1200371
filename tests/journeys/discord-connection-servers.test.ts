import { PermissionFlagsBits as Bits } from 'discord.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BOT_USER, CHANNELS, GUILDS, PEOPLE, visibleText } from '../fakes/discord/discord-server.ts'
import { createDiscordMemory, type DiscordMemory } from '../fakes/discord-memory.ts'
import { createDiscordTalk, type DiscordTalk } from '../fakes/discord-talk.ts'
import { type DiscordJourney, startDiscordJourney } from '../fakes/journey-discord.ts'
import { readConversationTexts } from '../fakes/journey-store.ts'
import { TELLING, UNHURRIED } from '../fakes/slack-talk.ts'

const { alice, bob } = PEOPLE
const { general, board, guests, japanese, partnerGeneral, foreignGeneral } = CHANNELS
const SOON = { timeout: 5_000, interval: 50 }

describe('servers that come and go', () => {
  let scene: DiscordJourney
  let talk: DiscordTalk
  let memory: DiscordMemory
  beforeAll(async () => {
    scene = await startDiscordJourney({ model: TELLING, environment: { ...UNHURRIED, KIKU_DISCORD_REMEMBER: 'true' } })
    talk = createDiscordTalk(scene)
    memory = createDiscordMemory(scene)
  })
  afterAll(() => scene.end())

  const tell = (channel: string, text: string, user: string = alice) => memory.tell({ user, channel, text })
  const search = (what: string, channel: string, user: string = alice) => memory.search(user, `the ${what}`, channel)
  const ask = async (channel: string, what: string) =>
    visibleText((await talk.ask({ user: alice, channel, text: `What is the code of the ${what}?` })).answer)
  const kept = () => scene.journey.inspect(readConversationTexts)

  it('are answered as soon as Kiku is in them, and forgotten when it is put out again', async () => {
    const { discord } = scene

    discord.joinGuild(GUILDS.foreign)
    await tell(foreignGeneral, 'The code of the glass bridge is beige.', bob)
    const answer = await ask(foreignGeneral, 'glass bridge')
    discord.removeGuild(GUILDS.foreign)
    await expect.poll(() => search('glass bridge', general), SOON).not.toContain('beige')

    expect(answer).toContain('beige [1]')
  })

  it('are not forgotten in an outage, and answered after it', async () => {
    const { discord } = scene
    await tell(partnerGeneral, 'The code of the iron gate is auburn.')
    await tell(general, 'The code of the brass gate is maroon.')

    discord.setGuildAvailable(GUILDS.partner, false)
    await discord.idle()
    const meanwhile = await ask(general, 'brass gate')
    discord.setGuildAvailable(GUILDS.partner, true)
    await discord.idle()

    expect(meanwhile).toContain('maroon [1]')
    expect(await ask(partnerGeneral, 'iron gate')).toContain('auburn [1]')
  })

  it('that have an outage when Kiku starts are not forgotten, and answered when it is over', async () => {
    const { discord } = scene
    await scene.stop()
    discord.setGuildAvailable(GUILDS.partner, false)

    await scene.start()
    const before = await ask(general, 'brass gate')
    await discord.idle()
    discord.setGuildAvailable(GUILDS.partner, true)
    await discord.idle()

    expect(before).toContain('maroon [1]')
    expect(await ask(partnerGeneral, 'iron gate')).toContain('auburn [1]')
  })

  it('in which Kiku may not see a channel any more, or a channel is deleted, while it is off lose it', async () => {
    const { discord } = scene
    const attic = discord.addChannel({ id: '1186988032999999101', guildId: GUILDS.office, name: 'attic' })
    const members = [alice, bob, BOT_USER]
    const closet = discord.openThread({ user: bob, channel: attic.id, name: 'Closet', isPrivate: true, members })
    const open = discord.openThread({ user: bob, channel: guests, name: 'Shelf' })
    const box = discord.openThread({ user: bob, channel: guests, name: 'Box', isPrivate: true, members })
    await tell(attic.id, 'The code of the wooden chest is indigo.')
    await tell(closet.id, 'The code of the wooden crib is crimson.')
    await tell(board, 'The code of the wooden desk is teal.')
    await tell(open.id, 'The code of the wooden shelf is jasmine.', bob)
    await tell(box.id, 'The code of the wooden box is saffron.')
    await tell(japanese, '木箱の暗号は藍です。')
    await scene.stop()
    discord.deleteChannel(attic.id)
    discord.deleteThread(box.id)
    const closed = { id: BOT_USER, kind: 'member', allow: 0n, deny: Bits.ViewChannel } as const
    discord.changeChannel(board, { overwrites: [closed] })

    await scene.start()
    await discord.idle({ quietMs: 300 })
    await scene.stop()

    const left = await kept()
    expect(left).toContain('藍')
    expect(left).toContain('jasmine')
    expect(left).not.toMatch(/indigo|crimson|teal|saffron/)
    await scene.start()
  })

  it('that Kiku joined and was put out of while it was off are forgotten', async () => {
    const { discord } = scene
    discord.joinGuild(GUILDS.foreign)
    await tell(foreignGeneral, 'The code of the rope bridge is ochre.', bob)
    await tell(partnerGeneral, 'The code of the stone bridge is sienna.')
    await scene.stop()
    const before = await kept()
    discord.removeGuild(GUILDS.foreign)
    discord.removeGuild(GUILDS.partner)

    await scene.start()
    await discord.idle({ quietMs: 300 })
    await scene.stop()

    const left = await kept()
    expect(before).toContain('ochre')
    expect(before).toContain('sienna')
    expect(left).not.toMatch(/ochre|sienna|auburn/)
    expect(left).toContain('maroon')
  })
})

describe('two connections', () => {
  it('answer the servers of both, and direct messages', async () => {
    const scene = await startDiscordJourney({
      model: TELLING,
      discord: { shards: 2 },
      environment: { ...UNHURRIED, KIKU_DISCORD_SHARDS: '2' },
    })
    try {
      const talk = createDiscordTalk(scene)
      const gate = await scene.journey.write('gate.md', '# Copper gate\n\nThe code of the copper gate is marigold.\n')
      await scene.kiku().ingest({ locations: [gate], audience: 'public' }, () => {}, new AbortController().signal)
      const text = 'What is the code of the copper gate?'

      const answers = await Promise.all([
        talk.ask({ user: alice, channel: general, text }),
        talk.ask({ user: alice, channel: partnerGeneral, text }),
        talk.ask({ user: bob, text }),
      ])
      scene.discord.dropSockets()
      await scene.discord.waitFor(() => scene.discord.openSockets === 2, 'both connections')
      const again = await talk.ask({ user: alice, channel: partnerGeneral, text })

      for (const { answer } of [...answers, again]) expect(visibleText(answer)).toContain('marigold [1]')
      expect(scene.discord.greetings.map(({ shard, shards }) => `${shard}/${shards}`).toSorted()).toEqual([
        '0/2',
        '0/2',
        '1/2',
        '1/2',
      ])
    } finally {
      await scene.end()
    }
  })
})
