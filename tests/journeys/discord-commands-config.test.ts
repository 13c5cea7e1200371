import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { chatWords } from '../../src/adapters/common/chat/words.ts'
import { ACTIONS } from '../../src/adapters/discord/interact/action-ids.ts'
import { discordWords } from '../../src/adapters/discord/words/words.ts'
import {
  CHANNELS,
  type DiscordMessage,
  GUILDS,
  PEOPLE,
  ROLES,
  visibleComponents,
  visibleText,
} from '../fakes/discord/discord-server.ts'
import { createDiscordMemory, type DiscordMemory } from '../fakes/discord-memory.ts'
import { createDiscordTalk, type DiscordTalk } from '../fakes/discord-talk.ts'
import { NEVER } from '../fakes/journey-bench.ts'
import { type DiscordJourney, startDiscordJourney } from '../fakes/journey-discord.ts'
import { TELLING, UNHURRIED } from '../fakes/slack-talk.ts'

const { alice, bob, yuki, mona } = PEOPLE
const { general, japanese, announcements, forum, readOnly, hidden, publicThread, guests } = CHANNELS
const { config: EN } = discordWords('en')
const { config: JA } = discordWords('ja')
const GATE = 'What is the code of the copper gate?'
const FACT = 'The code of the copper gate is marigold [1].'

describe('/kiku config', () => {
  let scene: DiscordJourney
  let talk: DiscordTalk
  let memory: DiscordMemory
  beforeAll(async () => {
    scene = await startDiscordJourney({ model: TELLING, environment: UNHURRIED, documents: null })
    talk = createDiscordTalk(scene)
    memory = createDiscordMemory(scene)
    const gate = await scene.journey.write('gate.md', '# Copper gate\n\nThe code of the copper gate is marigold.\n')
    await scene.kiku().ingest({ locations: [gate], audience: 'public' }, () => {}, NEVER)
    await scene.discord.waitFor(() => scene.discord.commands().length > 0, 'the commands')
  })
  afterEach(() => expect(scene.discord.pings).toEqual([]))
  afterAll(() => scene.end())

  const open = (user: string, channel: string, options: Readonly<Record<string, string>> = {}) =>
    talk.use({ user, channel, name: 'kiku config', options })
  const panelOf = async (channel: string) => (await open(mona, channel)).message
  const idOf = (control: string) => new RegExp(`^${ACTIONS.config}:${control}:`)
  const flip = (user: string, on: DiscordMessage, control: string) =>
    talk.privately(user, () => scene.discord.click({ user, on, customId: idOf(control) }))
  const choose = (user: string, on: DiscordMessage, control: string, value: string) =>
    talk.privately(user, () => scene.discord.choose({ user, on, customId: idOf(control), values: [value] }))
  const ask = (channel: string, text = GATE, user: string = alice) => talk.ask({ user, channel, text })
  const say = (channel: string, text: string, user: string = alice) => scene.discord.say({ user, channel, text })

  it('shows what Kiku does in the server and the channel, to one who manages it alone', async () => {
    const { length } = scene.discord.repliesIn(general)
    const { text, message } = await open(mona, publicThread)

    expect(text).toContain(EN.title)
    expect(text).toContain(EN.channel(`<#${general}>`))
    for (const name of [EN.threads, EN.followUps]) expect(text).toContain(EN.switch(name, true))
    expect(text).toContain(EN.switch(EN.remember, false))
    expect(text).not.toContain(EN.answerPosts)
    expect(message.onlyFor).toBe(mona)
    expect(scene.discord.repliesIn(general)).toHaveLength(length)
  })

  it('is in Japanese for those who have Discord in it', async () => {
    const { discord } = scene
    discord.changeMember(GUILDS.office, yuki, { roles: [ROLES.manager] })
    const { text, message } = await open(yuki, japanese)
    const changed = await flip(yuki, message, 'followUps')
    const back = await flip(yuki, message, 'followUps')
    discord.changeMember(GUILDS.office, yuki, { roles: [] })

    expect(text).toContain(JA.title)
    expect(changed.text).toContain(JA.switch(JA.followUps, false))
    expect(back.text).toContain(JA.switch(JA.followUps, true))
  })

  it('is refused to those who do not manage the server, also when the server lets them use it', async () => {
    const { discord } = scene
    const offered = discord.commandsFor(alice, general)
    const command = discord.commands().find(({ name }) => name === 'kiku')
    Object.assign(command ?? {}, { default_member_permissions: null })
    const opened = await open(alice, general)
    const own = await open(mona, general)
    const customId = JSON.stringify(own.message.components).match(/[\w-]+:remember:\d+:on/)?.[0] ?? ''
    const forged = await talk.pressForged({
      user: yuki,
      on: (await talk.use({ user: yuki, channel: general, name: 'forget', options: { what: 'me' } })).message,
      customId,
    })
    Object.assign(command ?? {}, { default_member_permissions: '32' })

    expect(offered).not.toContain('kiku')
    expect([opened.text, forged.text]).toEqual([EN.notAllowed, JA.notAllowed])
    expect(visibleText(await panelOf(general))).toContain(EN.switch(EN.remember, false))
  })

  it('changes nothing for one who may not any more', async () => {
    const { discord } = scene
    const panel = await panelOf(general)
    discord.changeMember(GUILDS.office, mona, { roles: [] })
    const late = await flip(mona, panel, 'threads')
    const chosen = await choose(mona, panel, 'language', 'ja')
    discord.changeMember(GUILDS.office, mona, { roles: [ROLES.manager] })

    expect([late.text, chosen.text]).toEqual([EN.notAllowed, EN.notAllowed])
    expect(visibleText(await panelOf(general))).toContain(EN.switch(EN.threads, true))
  })

  it('has questions answered without a thread, everywhere in the server and only there, after a restart, too', async () => {
    const { said, channel } = await ask(general)

    await flip(mona, await panelOf(general), 'threads')
    await scene.restart()
    const here = await ask(general)
    const there = await ask(japanese)
    const elsewhere = await ask(CHANNELS.partnerGeneral)
    const panel = await panelOf(announcements)
    const text = visibleText(panel)
    await flip(mona, panel, 'threads')
    const again = await ask(general)

    expect(channel).toBe(said.id)
    expect([here.channel, there.channel]).toEqual([general, japanese])
    expect(visibleText(here.answer)).toContain(FACT)
    expect(here.answer.reference).toMatchObject({ messageId: here.said.id })
    expect(elsewhere.channel).toBe(elsewhere.said.id)
    expect(text).toContain(EN.switch(EN.threads, false))
    expect(again.channel).toBe(again.said.id)
  })

  it('has follow-ups left alone in the threads of one channel', async () => {
    const here = await ask(general)
    const there = await ask(japanese)
    await flip(mona, await panelOf(general), 'followUps')

    say(here.channel, 'What is the code of the copper gate, again?')
    say(there.channel, 'What is the code of the copper gate, again?')
    await talk.answerIn(there.channel, 2)
    const named = await ask(here.channel)
    await flip(mona, await panelOf(general), 'followUps')
    say(here.channel, 'What is the code of the copper gate, again?')
    await talk.answerIn(here.channel, 3)
    await scene.discord.idle()

    expect(visibleText(named.answer)).toContain(FACT)
    expect(talk.answersIn(here.channel)).toHaveLength(3)
  })

  it('has the posts of a forum answered', async () => {
    const { discord } = scene
    const before = discord.post({ user: alice, forum, title: 'Gate', text: GATE })
    const { message, text } = await open(mona, general, { channel: forum })
    await flip(mona, message, 'answerPosts')
    const post = discord.post({ user: bob, forum, title: 'Another', text: GATE })
    const answer = await talk.answerIn(post.thread.id)
    const off = await flip(mona, message, 'answerPosts')
    const after = discord.post({ user: bob, forum, title: 'A third', text: GATE })
    await discord.idle()

    expect(text).toContain(EN.answerPostsHint)
    expect(visibleText(answer)).toContain(FACT)
    expect(off.text).toContain(EN.switch(EN.answerPosts, false))
    for (const { thread } of [before, after]) expect(discord.repliesIn(thread.id)).toEqual([])
  })

  it('has the language of the server spoken where nobody has said which', async () => {
    const numbers = '12 + 34 = ?'
    const english = await ask(general, numbers)
    const chosen = await choose(mona, await panelOf(general), 'language', 'ja')
    const inJapanese = await ask(general, numbers)
    const words = await ask(general)
    await flip(mona, await panelOf(announcements), 'remember')
    await choose(mona, await panelOf(general), 'language', 'auto')
    const auto = await ask(general, numbers)

    expect(chosen.text).toContain(EN.title)
    for (const { answer } of [english, words, auto]) expect(visibleText(answer)).toContain(chatWords('en').tryAgain)
    expect(visibleText(inJapanese.answer)).toContain(chatWords('ja').tryAgain)
    expect(talk.textsIn(announcements)).toContain(JA.announcement(`<@${mona}>`))
  })

  it('has messages remembered, which the channel is told of once', async () => {
    const panel = await panelOf(general)
    const on = await flip(mona, panel, 'remember')
    await memory.tell({ user: bob, channel: general, text: 'The code of the silver ladder is turquoise.' })
    const off = await flip(mona, panel, 'remember')
    const announced = talk.textsIn(general).split(EN.announcement(`<@${mona}>`)).length - 1

    expect(on.text).toContain(EN.switch(EN.remember, true))
    expect(off.text).toContain(EN.stillRemembered)
    expect(announced).toBe(1)
    expect(await memory.search(bob, 'the silver ladder', general)).toContain('turquoise')
  })

  it('leaves remembering off where the channel cannot be told', async () => {
    const { discord } = scene
    discord.faults.push({
      method: 'POST',
      path: new RegExp(`^/channels/${guests}/messages$`),
      status: 403,
      code: 50_013,
    })
    const refused = await flip(mona, await panelOf(guests), 'remember')
    const silent = await flip(mona, await panelOf(readOnly), 'remember')

    for (const { text } of [refused, silent]) {
      expect(text).toContain(EN.cannotAnnounce)
      expect(text).toContain(EN.switch(EN.remember, false))
    }
    expect(silent.text).toContain(EN.missing('Send Messages'))
  })

  it('wants a number of days for the past that it can read', async () => {
    const { discord } = scene
    const panel = await panelOf(announcements)
    const form = await discord.click({ user: mona, on: panel, customId: idOf('days') })
    const wrong = await talk.privately(mona, () => discord.submitModal({ user: mona, fields: { days: '366' } }))
    await discord.click({ user: mona, on: panel, customId: idOf('days') })
    const right = await talk.privately(mona, () => discord.submitModal({ user: mona, fields: { days: ' ３６５ ' } }))

    expect(visibleComponents(form.modal?.components ?? [])).toContain(EN.daysHint)
    expect(wrong.text).toBe(EN.daysError)
    expect(right.message).toBe(panel)
    expect(right.text).toMatch(/Reading the past just now|The past has been read/)
  })

  it('shows another channel, with what is missing there', async () => {
    const panel = await panelOf(general)
    const shown = await choose(mona, panel, 'channel', readOnly)
    const unseen = await choose(mona, panel, 'channel', hidden)
    const again = await open(mona, general, { channel: hidden })

    expect(shown.message).toBe(panel)
    expect(shown.text).toContain(EN.channel(`<#${readOnly}>`))
    expect(shown.text).toContain('Send Messages')
    for (const { text } of [unseen, again]) expect(text).toContain(EN.missing('View Channel'))
  })

  it('says what does not work without Message Content', async () => {
    const { discord } = scene
    discord.app.messageContent = false
    await scene.restart()
    const { text } = await open(mona, general)
    discord.app.messageContent = true
    await scene.restart()
    const { text: later } = await open(mona, general)

    expect(text).toContain(EN.noMessageContent)
    expect(later).not.toContain(EN.noMessageContent)
  })

  it('is offered nowhere but in servers that Kiku is a member of', async () => {
    const { discord } = scene
    discord.changeUser(alice, { hasInstalled: true })

    for (const channel of [CHANNELS.aliceDirect, CHANNELS.group, CHANNELS.foreignGeneral]) {
      expect(discord.commandsFor(alice, channel)).not.toContain('kiku')
    }
  })
})
