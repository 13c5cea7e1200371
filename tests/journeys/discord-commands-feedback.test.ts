import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ACTIONS } from '../../src/adapters/discord/interact/action-ids.ts'
import { discordWords } from '../../src/adapters/discord/words/words.ts'
import { CHANNELS, type DiscordMessage, GUILDS, PEOPLE, visibleComponents } from '../fakes/discord/discord-server.ts'
import { createDiscordTalk, type DiscordTalk } from '../fakes/discord-talk.ts'
import { type DiscordJourney, startDiscordJourney } from '../fakes/journey-discord.ts'
import { readFeedback } from '../fakes/read-feedback.ts'
import { TELLING, UNHURRIED } from '../fakes/slack-talk.ts'

const { alice, bob, yuki } = PEOPLE
const { general, board, aliceDirect } = CHANNELS
const EN = discordWords('en')
const JA = discordWords('ja')
const WITHIN = { timeout: 5_000, interval: 10 }

describe('what people think of an answer', () => {
  let scene: DiscordJourney
  let talk: DiscordTalk
  let answer: DiscordMessage
  let turnId: string
  beforeAll(async () => {
    scene = await startDiscordJourney({ model: TELLING, environment: UNHURRIED, documents: null })
    talk = createDiscordTalk(scene)
  })
  beforeEach(async () => {
    const asked = await talk.ask({ user: alice, channel: general, text: 'Write a poem about the sea.' })
    answer = asked.answer
    turnId = `discord:${GUILDS.office}:${general}:${asked.said.id}`
  })
  afterAll(() => scene.end())

  const kept = (about = turnId) => readFeedback(scene.journey, about)
  const openForm = (user: string, on = answer) => talk.click({ user, on, action: ACTIONS.notHelpful })
  const send = (user: string, fields: Readonly<Record<string, string | readonly string[]>>) =>
    talk.privately(user, () => scene.discord.submitModal({ user, fields }))

  it('is asked for in a form, whose reasons are kept with the words', async () => {
    const { modal } = await openForm(alice)
    const { text, message } = await send(alice, { reasons: ['outdated', 'source'], text: ' The price is 潮 old. ' })

    const form = visibleComponents(modal?.components ?? [])
    for (const reason of Object.values(EN.feedback.reasons)) expect(form).toContain(reason)
    expect(text).toBe(EN.feedback.thanksForReason)
    expect(message.onlyFor).toBe(alice)
    expect(await kept()).toEqual({
      [`discord:${alice}`]: { verdict: 'down', reason: 'outdated, source: The price is 潮 old.' },
    })
  })

  it('in Japanese, of anybody who reads the answer, and after a restart while the form is open', async () => {
    const { modal } = await openForm(yuki)
    await scene.restart()
    const { text } = await send(yuki, { text: '間違っています。' })

    expect(visibleComponents(modal?.components ?? [])).toContain(JA.feedback.reasons.wrong)
    expect(text).toBe(JA.feedback.thanksForReason)
    expect(await kept()).toEqual({ [`discord:${yuki}`]: { verdict: 'down', reason: '間違っています。' } })
  })

  it('stands without a word, too', async () => {
    await openForm(alice)
    await expect.poll(() => kept(), WITHIN).toEqual({ [`discord:${alice}`]: { verdict: 'down' } })
    scene.discord.dismissModal(alice)
    await openForm(bob)
    const { text } = await send(bob, {})

    expect(text).toBe(EN.feedback.sorry)
    const both = { [`discord:${alice}`]: { verdict: 'down' }, [`discord:${bob}`]: { verdict: 'down' } }
    await expect.poll(() => kept(), WITHIN).toEqual(both)
  })

  it('can change: the last word counts', async () => {
    await openForm(alice)
    await send(alice, { reasons: ['wrong'] })
    const { text } = await talk.press({ user: alice, on: answer, action: ACTIONS.helpful })

    expect(text).toBe(EN.feedback.thanks)
    expect(await kept()).toEqual({ [`discord:${alice}`]: { verdict: 'up' } })
  })

  it('is taken from reactions, without a word', async () => {
    const { discord } = scene
    // Nobody reacts within a millisecond.
    await discord.idle()
    discord.react({ user: alice, on: answer, emoji: '🎉' })
    discord.react({ user: bob, on: answer, emoji: '👀' })
    discord.react({ user: yuki, on: answer, emoji: '👎' })
    discord.unreact({ user: yuki, on: answer, emoji: '👎' })
    await expect
      .poll(() => kept(), WITHIN)
      .toEqual({ [`discord:${alice}`]: { verdict: 'up' }, [`discord:${yuki}`]: { verdict: 'down' } })

    discord.react({ user: yuki, on: answer, emoji: '❤️' })

    await expect.poll(async () => (await kept())[`discord:${yuki}`], WITHIN).toEqual({ verdict: 'up' })
  })

  it('directly is asked for in the same way', async () => {
    const { said, answer: direct } = await talk.ask({ user: alice, text: 'Write a poem about the sea.' })
    await openForm(alice, direct)
    await send(alice, { text: 'Too short.' })

    expect(direct.channelId).toBe(aliceDirect)
    expect(await kept(`discord:dm:${aliceDirect}:${said.id}`)).toEqual({
      [`discord:${alice}`]: { verdict: 'down', reason: 'Too short.' },
    })
  })

  it('of an answer that one does not see counts for nothing', async () => {
    const { said, answer: closed } = await talk.ask({
      user: alice,
      channel: board,
      text: 'Write a poem about the sea.',
    })
    const action = new RegExp(`${ACTIONS.helpful}:[^"]+`)
    const customId = JSON.stringify(closed.components).match(action)?.[0] ?? ''
    const own = await talk.use({
      user: yuki,
      channel: general,
      name: 'forget',
      options: { what: 'me' },
      locale: 'en-GB',
    })

    const { text } = await talk.pressForged({ user: yuki, on: own.message, customId })

    expect(customId).toContain(said.id)
    expect(text).toBe(JA.answers.gone)
    expect(await kept(`discord:${GUILDS.office}:${board}:${said.id}`)).toEqual({})
  })
})
