import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ACTIONS } from '../../src/adapters/discord/interact/action-ids.ts'
import { discordWords } from '../../src/adapters/discord/words/words.ts'
import { CHANNELS, GUILDS, PEOPLE, visibleText } from '../fakes/discord/discord-server.ts'
import { createDiscordMemory, type DiscordMemory } from '../fakes/discord-memory.ts'
import { createDiscordTalk, type DiscordTalk } from '../fakes/discord-talk.ts'
import { createGate, pausing } from '../fakes/gate.ts'
import { type DiscordJourney, startDiscordJourney } from '../fakes/journey-discord.ts'
import { answering } from '../fakes/journey-model.ts'
import { readConversationTexts } from '../fakes/journey-store.ts'
import { TELLING, UNHURRIED } from '../fakes/slack-talk.ts'

const { alice, bob, yuki, mona } = PEOPLE
const { general, japanese, board, announcements, publicThread, privateThread, aliceDirect, group, foreignGeneral } =
  CHANNELS
const EN = discordWords('en').forget
const JA = discordWords('ja').forget
const FOUND = { bySearch: true, byModel: true }
const GONE = { bySearch: false, byModel: false }

describe('/forget', () => {
  let scene: DiscordJourney
  let talk: DiscordTalk
  let memory: DiscordMemory
  beforeAll(async () => {
    scene = await startDiscordJourney({
      model: TELLING,
      environment: { ...UNHURRIED, KIKU_DISCORD_REMEMBER: 'true' },
      documents: null,
    })
    talk = createDiscordTalk(scene)
    memory = createDiscordMemory(scene)
  })
  afterAll(() => scene.end())

  /** Whether a code can be found by somebody: by a search, or by a model that is asked for it. */
  async function canFind(code: string, what: string, { user = alice as string, channel = general as string } = {}) {
    const bySearch = (await memory.search(user, `the ${what}`, channel)).includes(code)
    const before = talk.prompts().length
    const { answer } = await talk.askByCommand({
      user,
      channel,
      question: `What is the code of the ${what}?`,
      options: { private: 'yes', search: 'always' },
    })
    return { bySearch, byModel: [...talk.prompts(before), visibleText(answer)].join().includes(code) }
  }
  const offer = (user: string, what: string, channel: string = general) =>
    talk.use({ user, channel, name: 'forget', options: { what } })
  const confirm = (user: string, { message }: Awaited<ReturnType<typeof offer>>) =>
    talk.privately(user, () =>
      scene.discord.click({ user, on: message, customId: new RegExp(`^${ACTIONS.forget}:(?!keep)`) }),
    )
  const pick = (user: string, { message }: Awaited<ReturnType<typeof offer>>, threadId: string) =>
    talk.privately(user, () => scene.discord.choose({ user, on: message, values: [threadId] }))

  it('me: takes what the person wrote, everywhere, and leaves what others wrote', async () => {
    await memory.tell({ user: bob, channel: general, text: 'The code of the silver ladder is turquoise.' })
    await memory.tell({ user: bob, channel: board, text: 'The code of the silver bridge is indigo.' })
    await memory.tell({ user: alice, channel: general, text: 'The code of the golden harbour is vermilion.' })
    const { answer } = await talk.askByCommand({
      user: bob,
      channel: general,
      question: 'Is the umbrella stand cobalt?',
    })
    const before = await canFind('turquoise', 'silver ladder')

    const offered = await offer(bob, 'me')
    const meanwhile = await canFind('turquoise', 'silver ladder')
    const done = await confirm(bob, offered)

    expect(offered.text).toContain(EN.me)
    expect(offered.message.onlyFor).toBe(bob)
    expect([before, meanwhile]).toEqual([FOUND, FOUND])
    expect(done.text).toBe(EN.done(4))
    expect(done.message).toBe(offered.message)
    expect(await canFind('turquoise', 'silver ladder')).toEqual(GONE)
    expect(await canFind('indigo', 'silver bridge', { channel: board })).toEqual(GONE)
    expect(await canFind('vermilion', 'golden harbour')).toEqual(FOUND)
    expect((await offer(bob, 'conversation')).text).toBe(EN.noConversation)
    expect((await talk.press({ user: bob, on: answer, action: ACTIONS.why })).text).toBe(
      discordWords('en').answers.gone,
    )
  })

  it('me: forgets nothing when the person changes their mind, and can be asked for again', async () => {
    await memory.tell({ user: bob, channel: general, text: 'The code of the linen kettle is ochre.' })

    const offered = await offer(bob, 'me')
    const kept = await talk.privately(bob, () =>
      scene.discord.click({ user: bob, on: offered.message, customId: /:keep$/ }),
    )

    expect(kept.text).toBe(EN.kept)
    expect(await canFind('ochre', 'linen kettle')).toEqual(FOUND)
    expect((await confirm(bob, await offer(bob, 'me'))).text).toBe(EN.done(1))
    expect((await confirm(bob, await offer(bob, 'me'))).text).toBe(EN.nothing)
  })

  it('conversation: in a channel takes the one that is picked, and no other', async () => {
    const one = await talk.ask({
      user: alice,
      channel: general,
      text: 'The code of the marble lantern is saffron. Is that right?',
    })
    await memory.tell({ user: bob, channel: one.channel, text: 'The code of the marble fountain is charcoal.' })
    await talk.ask({ user: alice, channel: general, text: 'The code of the cedar lantern is magenta. Is that right?' })

    const offered = await offer(alice, 'conversation')
    const asked = await pick(alice, offered, `discord:${GUILDS.office}:${general}:${one.said.id}`)
    const before = await canFind('charcoal', 'marble fountain')
    const done = await confirm(alice, asked)

    expect(offered.text).toContain('marble lantern')
    expect(asked.text).toContain(EN.conversation)
    expect(before).toEqual(FOUND)
    expect(done.text).toBe(EN.done(3))
    expect(await canFind('charcoal', 'marble fountain')).toEqual(GONE)
    expect(await canFind('saffron', 'marble lantern')).toEqual(GONE)
    expect(await canFind('magenta', 'cedar lantern')).toEqual(FOUND)
  })

  it('conversation: in a thread means the thread, also in Japanese', async () => {
    await talk.ask({ user: yuki, channel: publicThread, text: '雪山の暗号は紫ですか？' })
    await memory.tell({ user: yuki, channel: publicThread, text: '雪山の暗号は藍です。' })

    const offered = await offer(yuki, 'conversation', publicThread)
    const done = await confirm(yuki, offered)

    expect(offered.text).toContain(JA.conversation)
    expect(done.text).toMatch(/件のメッセージを忘れました。$/)
    const { text } = await talk.use({
      user: yuki,
      channel: publicThread,
      name: 'search',
      options: { query: '雪山の暗号' },
    })
    expect(text).not.toContain('藍')
  })

  it('conversation: is for those who asked in it, and for those who manage the channel', async () => {
    await talk.ask({
      user: alice,
      channel: privateThread,
      text: 'The code of the paper engine is crimson. Is that right?',
    })
    const open = scene.discord.openThread({ user: alice, channel: general, name: 'Engines' })
    await talk.ask({ user: alice, channel: open.id, text: 'The code of the glass engine is mauve. Is that right?' })

    const refused = await confirm(yuki, await offer(yuki, 'conversation', open.id))
    const forged = await talk.pressForged({
      user: yuki,
      on: (await offer(yuki, 'me')).message,
      customId: `${ACTIONS.forget}:thread:discord:${GUILDS.office}:${privateThread}:${privateThread}`,
    })
    const byManager = await confirm(mona, await offer(mona, 'conversation', open.id))

    expect([refused.text, forged.text]).toEqual([JA.notYourConversation, JA.notYourConversation])
    expect(byManager.text).toBe(EN.done(2))
    expect(await canFind('crimson', 'paper engine', { channel: privateThread })).toEqual(FOUND)
    expect(await canFind('mauve', 'glass engine')).toEqual(GONE)
  })

  it('channel: takes what everybody wrote there, tells the channel without calling anybody, and leaves others', async () => {
    await memory.tell({ user: bob, channel: announcements, text: 'The code of the walnut barrel is emerald.' })
    await memory.tell({ user: alice, channel: general, text: 'The code of the birch barrel is lavender.' })
    const before = await canFind('emerald', 'walnut barrel', { channel: announcements })

    const offered = await offer(mona, 'channel', announcements)
    const done = await confirm(mona, offered)

    expect(before).toEqual(FOUND)
    expect(offered.text).toContain(EN.channel(`<#${announcements}>`))
    expect(done.text).toMatch(/^Done\./)
    expect(talk.textsIn(announcements)).toContain(`<@${mona}> has had me forget everything`)
    expect(scene.discord.pings).toEqual([])
    expect(await canFind('emerald', 'walnut barrel', { channel: announcements })).toEqual(GONE)
    expect(await canFind('lavender', 'birch barrel')).toEqual(FOUND)
  })

  it('channel: is refused to others, and to those who may not any more when they confirm it', async () => {
    const { discord } = scene
    const roles = discord.world.member(GUILDS.office, mona)?.roles ?? []
    const refused = await offer(alice, 'channel')
    const inJapanese = await offer(yuki, 'channel', japanese)
    const offered = await offer(mona, 'channel')
    discord.changeMember(GUILDS.office, mona, { roles: [] })
    const late = await confirm(mona, offered)
    discord.changeMember(GUILDS.office, mona, { roles })
    const forged = await talk.pressForged({
      user: mona,
      on: (await offer(mona, 'me', japanese)).message,
      customId: `${ACTIONS.forget}:channel:${general}`,
    })

    expect([refused.text, inJapanese.text]).toEqual([EN.notAllowed, JA.notAllowed])
    expect([late.text, forged.text]).toEqual([EN.notAllowed, EN.notAllowed])
    expect(await canFind('lavender', 'birch barrel')).toEqual(FOUND)
  })

  it('channel: directly takes all that was said there, and tells nobody', async () => {
    await talk.ask({ user: alice, text: 'The code of the velvet violin is maroon. Is that right?' })
    const before = scene.discord.repliesIn(aliceDirect).length

    const offered = await offer(alice, 'channel', aliceDirect)
    const done = await confirm(alice, offered)

    expect(offered.text).toContain(EN.direct)
    expect(done.text).toBe(EN.done(2))
    expect(scene.discord.repliesIn(aliceDirect)).toHaveLength(before)
    expect(await canFind('maroon', 'velvet violin', { channel: aliceDirect })).toEqual(GONE)
  })

  it('brought along by a person: takes one conversation, or what was asked in the channel', async () => {
    scene.discord.changeUser(alice, { hasInstalled: true })
    const ask = (channel: string, what: string) =>
      talk.askByCommand({ user: alice, channel, question: `The code of the ${what} is pewter. Is that right?` })
    const asked = await ask(group, 'rubber duck')
    await ask(group, 'rubber boot')
    await ask(foreignGeneral, 'rubber tree')

    const picked = await pick(
      alice,
      await offer(alice, 'conversation', group),
      `discord:dm:${group}:private-${asked.interaction.id}`,
    )
    const done = await confirm(alice, picked)
    const inGroup = await offer(alice, 'channel', group)
    const offered = await offer(alice, 'channel', foreignGeneral)
    const byOwner = await confirm(alice, offered)

    expect(done.text).toBe(EN.done(2))
    expect(inGroup.text).toBe(EN.notAllowed)
    expect(offered.text).toContain(EN.channelElsewhere(`<#${foreignGeneral}>`))
    expect(byOwner.text).toBe(EN.done(2))
    expect((await offer(alice, 'conversation', foreignGeneral)).text).toBe(EN.noConversation)
    expect(talk.textsIn(foreignGeneral)).not.toContain('has had me forget')
  })

  it('ends an answer in the making', async () => {
    await scene.discord.idle()
    const offered = await offer(alice, 'me', aliceDirect)
    const gate = createGate()
    scene.model?.setScript(answering(pausing(['The code of the ', 'opal ring is teal.'], { 1: gate })))
    const text = 'Write a poem about the opal ring. The code of the opal ring is teal.'
    const said = scene.discord.say({ user: alice, text })
    await scene.discord.waitFor(() => talk.prompts().some((prompt) => prompt.includes('opal ring')), 'the model')
    const done = await confirm(alice, offered)
    gate.open()
    scene.model?.setScript(TELLING.script ?? (() => ({ content: '' })))
    await scene.discord.idle()

    expect(done.text).toMatch(/^Done\./)
    expect(scene.discord.repliesIn(aliceDirect).filter(({ at }) => at > said.at)).toEqual([])
    expect(await canFind('teal', 'opal ring', { channel: aliceDirect })).toEqual(GONE)
  })

  it('works after a restart, and leaves nothing in the data folder', async () => {
    await talk.ask({ user: alice, channel: general, text: 'The code of the iron flute is sienna. Is that right?' })
    const offered = await offer(alice, 'me')
    await scene.restart()
    const done = await confirm(alice, offered)
    await scene.stop()

    const kept = await scene.journey.inspect(readConversationTexts)

    expect(done.text).toMatch(/^Done\./)
    expect(kept).not.toMatch(/turquoise|ochre|charcoal|藍|emerald|maroon|teal|sienna|lavender/)
  })
})
