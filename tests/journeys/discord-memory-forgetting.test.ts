import { PermissionFlagsBits as Bits } from 'discord.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BOT_USER, CHANNELS, GUILDS, PEOPLE, visibleText } from '../fakes/discord/discord-server.ts'
import { createDiscordMemory, type DiscordMemory } from '../fakes/discord-memory.ts'
import { createDiscordTalk, type DiscordTalk } from '../fakes/discord-talk.ts'
import { type DiscordJourney, startDiscordJourney } from '../fakes/journey-discord.ts'
import { readConversationTexts } from '../fakes/journey-store.ts'
import { TELLING, UNHURRIED } from '../fakes/slack-talk.ts'

const { alice, bob, yuki, owner } = PEOPLE
const { general, japanese, guests, partnerGeneral } = CHANNELS
const SOON = { timeout: 3_000, interval: 50 }

describe('what is deleted in Discord', () => {
  let scene: DiscordJourney
  let talk: DiscordTalk
  let memory: DiscordMemory
  beforeAll(async () => {
    scene = await startDiscordJourney({ model: TELLING, environment: { ...UNHURRIED, KIKU_DISCORD_REMEMBER: 'true' } })
    talk = createDiscordTalk(scene)
    memory = createDiscordMemory(scene)
  })
  afterAll(() => scene.end())

  const tell = (channel: string, text: string, user: string = bob) => memory.tell({ user, channel, text })
  const search = (what: string, channel: string, user: string = alice) => memory.search(user, `the ${what}`, channel)

  /** Nobody finds it any more, and the model is not told of it. */
  async function expectForgotten(code: string, what: string, channel: string, user: string = alice): Promise<void> {
    await expect.poll(() => search(what, channel, user), SOON).not.toContain(code)
    const count = talk.prompts().length
    const { answer } = await talk.ask({ user, channel, text: `What is the code of the ${what}?` })
    expect(visibleText(answer)).not.toContain(code)
    expect(talk.prompts(count).join()).not.toContain(code)
  }

  it('is forgotten: a message, and one of a thread', async () => {
    const one = await tell(general, 'The code of the copper gate is marigold.')
    const two = await tell(CHANNELS.publicThread, 'The code of the copper bell is scarlet.', yuki)

    scene.discord.remove(two)
    await expectForgotten('scarlet', 'copper bell', general)
    const other = await search('copper gate', general)
    scene.discord.remove(one)
    await expectForgotten('marigold', 'copper gate', general)

    expect(other).toContain('marigold')
  })

  it('is forgotten: many messages at once, in Japanese', async () => {
    const said = [
      await tell(japanese, '雪山の暗号は藍です。', yuki),
      await tell(japanese, '海辺の暗号は紅です。', yuki),
      await tell(japanese, '森林の暗号は翠です。', yuki),
    ]
    const find = (what: string) =>
      memory.use({ user: yuki, name: 'search', options: { query: what }, channel: japanese })
    const before = (await find('海辺の暗号')).text

    scene.discord.removeMany(said.slice(0, 2))

    expect(before).toContain('紅')
    await expect.poll(async () => (await find('海辺の暗号')).text, SOON).not.toContain('紅')
    expect((await find('雪山の暗号')).text).not.toContain('藍')
    expect((await find('森林の暗号')).text).toContain('翠')
  })

  it.each([
    ['a public thread', false],
    ['a private thread', true],
  ])('is forgotten: %s', async (_kind, isPrivate) => {
    const members = [alice, bob, BOT_USER]
    const thread = scene.discord.openThread({ user: bob, channel: general, name: 'Keys', isPrivate, members })
    const what = `${isPrivate ? 'hidden' : 'open'} shelf`
    await tell(thread.id, `The code of the ${what} is saffron.`)
    const place = isPrivate ? thread.id : general
    const before = await search(what, place)

    scene.discord.deleteThread(thread.id)

    expect(before).toContain('saffron')
    await expectForgotten('saffron', what, general)
    expect(await scene.journey.log()).not.toContain('saffron')
  })

  it('is forgotten: a channel, with its open and its private threads', async () => {
    const { id } = scene.discord.addChannel({ id: '1186988032999999999', guildId: GUILDS.office, name: 'attic' })
    const members = [alice, bob, BOT_USER]
    const open = scene.discord.openThread({ user: bob, channel: id, name: 'Open' })
    const closed = scene.discord.openThread({ user: bob, channel: id, name: 'Closed', isPrivate: true, members })
    await tell(id, 'The code of the wooden chest is indigo.')
    await tell(open.id, 'The code of the wooden crate is jasmine.')
    await tell(closed.id, 'The code of the wooden crib is crimson.')

    scene.discord.deleteChannel(id)

    await expectForgotten('indigo', 'wooden chest', general)
    await expectForgotten('jasmine', 'wooden crate', general)
    expect(await countTurns(id, open.id, closed.id)).toBe(0)
  })

  /** Questions of a channel that are still known, by what Kiku would say of its last conversations. */
  async function countTurns(...channels: readonly string[]): Promise<number> {
    await scene.discord.idle()
    await scene.stop()
    const kept = await scene.journey.inspect(readConversationTexts)
    await scene.start()
    return channels.filter((id) => kept.includes(`:${id}:`)).length
  }

  it('is forgotten: a file that came with a question, when it is taken off the message or goes with it', async () => {
    const files = (name: string, content: string) => [{ filename: name, content, contentType: 'text/plain' }]
    const ask = (code: string, what: string) =>
      scene.discord.say({
        user: alice,
        channel: guests,
        text: `<@${BOT_USER}> What is the code of the ${what}?`,
        files: files(`${code}.txt`, `The code of the ${what} is ${code}.\n`),
      })
    const [one, two] = [ask('periwinkle', 'rented crane'), ask('vermilion', 'rented digger')]
    const first = visibleText(await talk.answerIn(one.id))
    const second = visibleText(await talk.answerIn(two.id))
    await scene.discord.idle()

    one.attachments = []
    scene.discord.edit(one, one.content)
    await expectForgotten('periwinkle', 'rented crane', one.id)
    scene.discord.remove(two)
    await expectForgotten('vermilion', 'rented digger', two.id)

    expect(first).toContain('periwinkle')
    expect(second).toContain('vermilion')
  })

  const KEY = '1186988032999999001'
  it.each([
    ['the channel closes to it', 'cabin', (id: string) => scene.discord.changeChannel(id, { overwrites: [closed] })],
    [
      'it has a role no more',
      'hutch',
      () => scene.discord.changeMember(GUILDS.office, BOT_USER, { roles: ownRoles() }),
    ],
    ['a role is deleted', 'stable', () => scene.discord.deleteRole(GUILDS.office, KEY)],
  ])(
    'is forgotten, and what Kiku may not see any more, since it would not hear of deletions there: %s',
    async (_, name, lose) => {
      const { discord } = scene
      if (!discord.world.guild(GUILDS.office).roles.has(KEY)) discord.addRole(GUILDS.office, { id: KEY, name: 'Keys' })
      discord.changeMember(GUILDS.office, BOT_USER, { roles: [...ownRoles(), KEY] })
      const everyone = { id: GUILDS.office, kind: 'role', allow: 0n, deny: Bits.ViewChannel } as const
      const overwrites = [everyone, { id: KEY, kind: 'role', allow: Bits.ViewChannel, deny: 0n }] as const
      const { id } = discord.addChannel({ id: idOf(name), guildId: GUILDS.office, name, overwrites })
      await tell(id, `The code of the ${name} door is teal.`, owner)
      const before = await search(`${name} door`, general, owner)

      lose(id)

      expect(before).toContain('teal')
      await expect.poll(() => search(`${name} door`, general, owner), SOON).not.toContain('teal')
    },
  )

  const closed = { id: BOT_USER, kind: 'member', allow: 0n, deny: Bits.ViewChannel } as const
  const ownRoles = () => scene.discord.world.member(GUILDS.office, BOT_USER)?.roles.filter((role) => role !== KEY) ?? []
  const idOf = (name: string) => `11869880329999991${10 + name.length}`

  it('is forgotten: a server that Kiku is put out of', async () => {
    await tell(partnerGeneral, 'The code of the glass bridge is beige.', alice)
    const before = await search('glass bridge', partnerGeneral)

    scene.discord.removeGuild(GUILDS.partner)
    await scene.discord.idle()
    scene.discord.joinGuild(GUILDS.partner)

    expect(before).toContain('beige')
    await expectForgotten('beige', 'glass bridge', partnerGeneral)
  })

  it('leaves nothing behind', async () => {
    await scene.stop()

    const kept = await scene.journey.inspect(readConversationTexts)

    expect(kept).toContain('翠')
    expect(kept).not.toMatch(/scarlet|saffron|indigo|jasmine|crimson|periwinkle|vermilion|teal|beige|紅|藍/)
  })
})
