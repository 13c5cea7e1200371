import { PermissionFlagsBits } from 'discord.js'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { channelLabel, guildLabel } from '../../src/adapters/discord/discord-ids.ts'
import { BOT_USER, CHANNELS, GUILDS, PEOPLE, ROLES, visibleText } from '../fakes/discord/discord-server.ts'
import { createDiscordTalk, type DiscordTalk } from '../fakes/discord-talk.ts'
import { NEVER } from '../fakes/journey-bench.ts'
import { type DiscordJourney, startDiscordJourney } from '../fakes/journey-discord.ts'
import { TELLING, UNHURRIED } from '../fakes/slack-talk.ts'

const { alice, bob, yuki, guest } = PEOPLE
const SECRET = 'amaranth'
const QUESTION = 'What is the code of the velvet vault?'

describe('who reads what in Discord', () => {
  let scene: DiscordJourney
  let talk: DiscordTalk
  beforeAll(async () => {
    scene = await startDiscordJourney({ model: TELLING, environment: UNHURRIED, documents: null })
    talk = createDiscordTalk(scene)
    const board = await scene.journey.write(
      'vault.md',
      `# Velvet vault\n\nThe code of the velvet vault is ${SECRET}.\n`,
    )
    const office = await scene.journey.write('gate.md', '# Copper gate\n\nThe code of the copper gate is marigold.\n')
    const { ingest } = scene.kiku()
    await ingest({ locations: [board], audience: channelLabel(GUILDS.office, CHANNELS.board) }, () => {}, NEVER)
    await ingest({ locations: [office], audience: guildLabel(GUILDS.office) }, () => {}, NEVER)
  })
  afterEach(() => expect(scene.discord.pings).toEqual([]))
  afterAll(() => scene.end())

  const isKnownTo = (user: string) =>
    Object.values(CHANNELS).some((channel) =>
      scene.discord.visibleTo(user, channel).some((message) => visibleText(message).includes(SECRET)),
    )

  it('is what everyone in a closed channel may read, there', async () => {
    const { answer } = await talk.ask({ user: alice, channel: CHANNELS.board, text: QUESTION })

    expect(visibleText(answer)).toContain(SECRET)
    expect(isKnownTo(yuki)).toBe(false)
  })

  it('is nothing of a closed channel elsewhere, also for those who may read it', async () => {
    const before = talk.prompts().length

    const { answer } = await talk.ask({ user: alice, channel: CHANNELS.general, text: QUESTION })

    expect(visibleText(answer)).not.toContain(SECRET)
    expect(talk.prompts(before).join()).not.toContain(SECRET)
  })

  it('is what the asker may read where the asker alone sees the answer', async () => {
    const options = { private: 'yes' }
    const forAlice = await talk.askByCommand({ user: alice, channel: CHANNELS.general, question: QUESTION, options })
    const forYuki = await talk.askByCommand({ user: yuki, channel: CHANNELS.general, question: QUESTION, options })

    expect(visibleText(forAlice.answer)).toContain(SECRET)
    expect(forAlice.answer.onlyFor).toBe(alice)
    expect(visibleText(forYuki.answer)).not.toContain(SECRET)
    expect(isKnownTo(yuki)).toBe(false)
  })

  it('is the same in direct messages, and follows a role that is taken away at once', async () => {
    const first = await talk.ask({ user: bob, text: QUESTION })
    scene.discord.changeMember(GUILDS.office, bob, { roles: [ROLES.oncall] })
    const second = await talk.ask({ user: bob, text: `${QUESTION} Once more, please.` })
    scene.discord.changeMember(GUILDS.office, bob, { roles: [ROLES.board, ROLES.oncall] })

    expect(visibleText(first.answer)).toContain(SECRET)
    expect(visibleText(second.answer)).not.toContain(`is ${SECRET} [`)
  })

  it('is what the server’s members may read in its channels, and nothing of it where Kiku came with its user', async () => {
    const question = 'What is the code of the copper gate?'
    const inside = await talk.ask({ user: yuki, channel: CHANNELS.general, text: question })
    scene.discord.world.user(bob).hasInstalled = true
    const outside = await talk.askByCommand({
      user: bob,
      channel: CHANNELS.foreignGeneral,
      question,
      options: { private: 'no' },
    })

    expect(visibleText(inside.answer)).toContain('marigold')
    expect(visibleText(outside.answer)).not.toContain('marigold')
  })

  it('is what an open channel holds, in other channels of the server, until it is closed', async () => {
    const { discord } = scene
    const question = 'What did we say of the silver chest?'
    const said = discord.say({
      user: guest,
      channel: CHANNELS.guests,
      text: `<@${BOT_USER}> The code of the silver chest is indigo, what do you say?`,
    })
    await talk.answerIn(said.id)
    await discord.idle()
    const open = talk.prompts().length

    await talk.ask({ user: yuki, channel: CHANNELS.japanese, text: question })
    const closed = talk.prompts().length
    const deny = { id: ROLES.guest, kind: 'role', allow: 0n, deny: PermissionFlagsBits.ViewChannel } as const
    discord.changeChannel(CHANNELS.guests, { overwrites: [deny] })
    await talk.ask({ user: yuki, channel: CHANNELS.announcements, text: question })

    expect(
      talk
        .prompts(open)
        .slice(0, closed - open)
        .join(),
    ).toContain('indigo')
    expect(talk.prompts(closed).join()).not.toContain('indigo')
  })
})
