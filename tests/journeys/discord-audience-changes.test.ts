import { PermissionFlagsBits as Bits } from 'discord.js'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { channelLabel, guildLabel } from '../../src/adapters/discord/discord-ids.ts'
import { ACTIONS } from '../../src/adapters/discord/interact/action-ids.ts'
import { createTellingModel } from '../fakes/audience/telling-model.ts'
import { askFor, createWords, type Fact, statementOf } from '../fakes/audience/words.ts'
import { BOT_USER, GUILDS, PEOPLE, ROLES, visibleText } from '../fakes/discord/discord-server.ts'
import { createDiscordTalk, type DiscordTalk } from '../fakes/discord-talk.ts'
import { createGate } from '../fakes/gate.ts'
import { NEVER } from '../fakes/journey-bench.ts'
import { type DiscordJourney, startDiscordJourney } from '../fakes/journey-discord.ts'
import { promptOf, purposeOf } from '../fakes/journey-model.ts'
import { UNHURRIED } from '../fakes/slack-talk.ts'

const { alice, bob, yuki, guest, owner } = PEOPLE
const { office } = GUILDS
const READING = Bits.ViewChannel | Bits.ReadMessageHistory
/** Tells all at once. */
const tellingAll = createTellingModel({ lateOf: Number.POSITIVE_INFINITY })
const SOON = { timeout: 3_000, interval: 20 }
const PRIVATELY = { private: 'yes' }

describe('when those who read an answer in Discord change', () => {
  let scene: DiscordJourney
  let talk: DiscordTalk
  beforeAll(async () => {
    scene = await startDiscordJourney({ documents: null, model: { script: tellingAll }, environment: UNHURRIED })
    talk = createDiscordTalk(scene)
    for (const user of [alice, bob]) scene.discord.world.user(user).hasInstalled = true
  })
  afterEach(() => {
    const { discord } = scene
    if (discord.world.member(office, bob) === undefined) discord.addMember(office, bob)
    expect(discord.pings).toEqual([])
  })
  afterAll(() => scene.end())

  const words = createWords()
  const createFact = (): Fact => ({ key: words.key(), secret: words.secret() })
  const questionAbout = ({ key }: Fact) => askFor([key], words.question(), false)

  /** Gives Kiku a document. */
  async function ingest(audience: string): Promise<Fact> {
    const fact = createFact()
    const path = await scene.journey.write(`${fact.key}.md`, `# Codes\n\n${statementOf(fact, false)}\n`)
    await scene.kiku().ingest({ locations: [path], audience }, () => {}, NEVER)
    return fact
  }

  const openRoom = (overwrites: Parameters<typeof scene.discord.changeChannel>[1]['overwrites'] = []) =>
    scene.discord.addChannel({ guildId: office, overwrites }).id
  const forRole = (id: string, change: { readonly allow?: bigint; readonly deny?: bigint }) =>
    ({ id, kind: 'role', allow: 0n, deny: 0n, ...change }) as const
  const forMember = (id: string, change: { readonly allow?: bigint; readonly deny?: bigint }) =>
    ({ id, kind: 'member', allow: 0n, deny: 0n, ...change }) as const

  /** @returns what is answered, and whatever the model was shown for it */
  async function ask(channel: string, about: Fact, user: string = alice): Promise<string> {
    const before = talk.prompts().length
    const { answer } = await talk.ask({ user, channel, text: questionAbout(about) })
    return [visibleText(answer), ...talk.prompts(before)].join('\n')
  }

  async function askPrivately(user: string, channel: string, about: Fact): Promise<string> {
    const before = talk.prompts().length
    const question = questionAbout(about)
    const { answer } = await talk.askByCommand({ user, channel, question, options: PRIVATELY })
    return [visibleText(answer), ...talk.prompts(before)].join('\n')
  }

  it('strangers who can look in end what is for members, until they cannot any more', async () => {
    const fact = await ingest(guildLabel(office))
    const room = openRoom()
    const alone = await ask(room, fact)

    scene.discord.changeGuild(office, { features: ['COMMUNITY', 'DISCOVERABLE'] })
    const inCompany = await ask(room, fact)
    scene.discord.changeGuild(office, { features: [] })

    expect(alone).toContain(fact.secret)
    expect(inCompany).not.toContain(fact.secret)
    expect(await ask(room, fact)).toContain(fact.secret)
  })

  it.each([
    ['a role', forRole(ROLES.guest, { deny: Bits.ReadMessageHistory })],
    ['a person', forMember(yuki, { deny: Bits.ReadMessageHistory })],
    ['everybody but some', forRole(office, { deny: Bits.ReadMessageHistory })],
  ])('%s that sees a channel and not its past ends what was said there', async (_who, overwrite) => {
    const room = openRoom()
    const fact = await ingest(channelLabel(office, room))
    const before = await ask(room, fact)

    scene.discord.changeChannel(room, { overwrites: [overwrite, forMember(BOT_USER, { allow: READING })] })
    const meanwhile = await ask(room, fact)
    scene.discord.changeChannel(room, { overwrites: [] })

    expect(before).toContain(fact.secret)
    expect(meanwhile).not.toContain(fact.secret)
    expect(await ask(room, fact)).toContain(fact.secret)
  })

  it('a channel of which somebody is put out is none of what other channels tell', async () => {
    const room = openRoom()
    const fact = await ingest(channelLabel(office, room))
    const elsewhere = openRoom()
    const before = await ask(elsewhere, fact)

    scene.discord.changeChannel(room, { overwrites: [forMember(guest, { deny: Bits.ViewChannel })] })

    expect(before).toContain(fact.secret)
    expect(await ask(elsewhere, fact)).not.toContain(fact.secret)
  })

  it('a channel that is restricted by age is none of what others tell, nor is one person told of it elsewhere', async () => {
    const room = openRoom()
    const fact = await ingest(channelLabel(office, room))
    const elsewhere = openRoom()
    const before = [await ask(elsewhere, fact), await askPrivately(alice, elsewhere, fact)]

    scene.discord.changeChannel(room, { isNsfw: true })

    expect(before.map((text) => text.includes(fact.secret))).toEqual([true, true])
    expect(await ask(elsewhere, fact)).not.toContain(fact.secret)
    expect(await askPrivately(alice, elsewhere, fact)).not.toContain(fact.secret)
    expect(await ask(room, fact)).toContain(fact.secret)
    expect(await askPrivately(alice, room, fact)).toContain(fact.secret)
  })

  it.each([
    ['has lost the role for it', () => scene.discord.changeMember(office, bob, { roles: [] })],
    ['had a role that was deleted', () => scene.discord.deleteRole(office, ROLES.oncall)],
    ['has left the server', () => scene.discord.removeMember(office, bob)],
  ])('who %s is told nothing of a channel any more', async (_how, lose) => {
    const { discord } = scene
    if (!discord.world.guild(office).roles.has(ROLES.oncall)) discord.addRole(office, { id: ROLES.oncall })
    discord.changeMember(office, bob, { roles: [ROLES.oncall] })
    const everyone = forRole(office, { deny: Bits.ViewChannel })
    const room = openRoom([
      everyone,
      forRole(ROLES.oncall, { allow: READING }),
      forMember(BOT_USER, { allow: READING }),
    ])
    const fact = await ingest(channelLabel(office, room))
    const directly = discord.world.directMessage(bob).id
    const before = await askPrivately(bob, directly, fact)

    lose()

    expect(before).toContain(fact.secret)
    expect(await askPrivately(bob, directly, fact)).not.toContain(fact.secret)
  })

  it('who has left a private thread is told nothing of it any more, nor is its channel', async () => {
    const { discord } = scene
    const room = openRoom()
    const thread = discord.openThread({
      user: alice,
      channel: room,
      name: 'rota',
      isPrivate: true,
      members: [yuki, BOT_USER],
    })
    const fact = await ingest(channelLabel(office, thread.id))
    const before = await askPrivately(yuki, thread.id, fact)

    discord.leaveThread(thread.id, yuki)

    expect(before).toContain(fact.secret)
    expect(await askPrivately(yuki, room, fact)).not.toContain(fact.secret)
    expect(await ask(room, fact)).not.toContain(fact.secret)
    expect(await ask(thread.id, fact)).toContain(fact.secret)
  })

  it('who is put out of a private thread while a private question there waits is told nothing of it', async () => {
    const { discord } = scene
    const members = [yuki, BOT_USER]
    const { id: channel } = discord.openThread({
      user: alice,
      channel: openRoom(),
      name: 'rota',
      isPrivate: true,
      members,
    })
    const fact = await ingest(channelLabel(office, channel))
    const gate = createGate()
    const file = { filename: 'list.txt', content: 'Nothing of use.', beforeSent: () => gate.passed }
    const options = { question: questionAbout(fact), file, ...PRIVATELY }
    const before = talk.prompts().length
    const asked = await discord.slash({ user: yuki, channel, name: 'ask', options })

    discord.leaveThread(channel, yuki)
    gate.open()
    const answer = await discord.waitFor(() => (asked.isLoading ? undefined : asked.original), 'what yuki is shown')
    await discord.idle()

    expect(visibleText(answer)).not.toContain(fact.secret)
    expect(talk.prompts(before).join('\n')).not.toContain(fact.secret)
    expect(await askPrivately(alice, channel, fact)).toContain(fact.secret)
  })

  it('who comes while an answer is written has it written again', async () => {
    const { discord, model } = scene
    const fact = await ingest(guildLabel(office))
    const gate = createGate()
    model?.setScript((body) => {
      const told = tellingAll(body)
      return purposeOf(body) === 'answer' && promptOf(body).includes(fact.secret)
        ? { ...told, beforePiece: () => gate.passed }
        : told
    })
    const room = openRoom()
    const before = talk.prompts().length
    const said = discord.say({ user: alice, channel: room, text: `<@${BOT_USER}> ${questionAbout(fact)}` })
    await discord.waitFor(() => talk.prompts().length > before, 'the prompt')

    discord.changeGuild(office, { features: ['DISCOVERABLE'] })
    gate.open()
    const answer = await talk.answerIn(said.id)
    discord.changeGuild(office, { features: [] })
    model?.setScript(tellingAll)

    expect(visibleText(answer)).not.toContain(fact.secret)
    expect(talk.textsIn(said.id)).not.toContain(fact.secret)
    expect(talk.prompts(before).map((prompt) => prompt.includes(fact.secret))).toEqual([true, false])
  })

  it('sources are shown to those only who may still read them', async () => {
    const { discord } = scene
    const room = openRoom()
    const fact = await ingest(channelLabel(office, room))
    const { answer } = await talk.ask({ user: alice, channel: room, text: questionAbout(fact) })
    const before = await talk.press({ user: yuki, on: answer, action: ACTIONS.sources })

    discord.changeChannel(room, { overwrites: [forMember(yuki, { deny: Bits.ReadMessageHistory })] })
    const after = await talk.press({ user: yuki, on: answer, action: ACTIONS.sources })

    expect(before.text).toContain(fact.secret)
    expect(after.text).not.toContain(fact.secret)
    expect((await talk.press({ user: owner, on: answer, action: ACTIONS.sources })).text).toContain(fact.secret)
  })

  it('what was attached in one conversation is not used in another, nor by a private answer', async () => {
    const { discord } = scene
    const room = openRoom()
    const fact = createFact()
    const files = [{ filename: 'codes.txt', content: statementOf(fact, false) }]
    const text = `<@${BOT_USER}> ${questionAbout(fact)}`
    const said = discord.say({ user: alice, channel: room, text, files })
    const answer = await talk.answerIn(said.id)

    const inAnother = await ask(room, fact)
    const alone = await askPrivately(alice, room, fact)

    expect(visibleText(answer)).toContain(fact.secret)
    expect(inAnother + alone).not.toContain(fact.secret)
  })

  it('where Kiku was put out it tells nothing of the channel to those who bring it along, of whom it knows none', async () => {
    const { discord } = scene
    const { id: guildId } = discord.addGuild({ ownerId: alice, members: [bob] })
    const { id: channel } = discord.addChannel({ guildId })
    const fact = await ingest(channelLabel(guildId, channel))
    const before = await ask(channel, fact)

    discord.removeGuild(guildId)
    const heard: string[] = []
    for (const [user, isPrivate] of [
      [bob, 'no'],
      [bob, 'yes'],
      [alice, 'no'],
    ] as const) {
      const options = { private: isPrivate }
      const since = talk.prompts().length
      const { answer } = await talk.askByCommand({ user, channel, question: questionAbout(fact), options })
      heard.push(visibleText(answer), ...talk.prompts(since))
    }

    expect(before).toContain(fact.secret)
    expect(heard.length).toBeGreaterThan(5)
    expect(heard.join('\n')).not.toContain(fact.secret)
  })

  it('nobody finds what was said in a thread that is gone, also when a last word came with its end', async () => {
    const { discord } = scene
    const room = openRoom()
    const { channel: thread } = await talk.ask({ user: alice, channel: room, text: questionAbout(createFact()) })
    const fact = createFact()
    const options = { query: fact.key }
    const find = async () => (await talk.use({ user: alice, channel: room, name: 'search', options })).text
    discord.say({ user: bob, channel: thread, text: statementOf(fact, false) })
    await expect.poll(find, SOON).toContain(fact.secret)

    discord.say({ user: bob, channel: thread, text: 'That was all, thank you.' })
    discord.deleteThread(thread)

    await expect.poll(find, SOON).not.toContain(fact.secret)
  })
})
