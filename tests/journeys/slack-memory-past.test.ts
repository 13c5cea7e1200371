import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ACTIONS } from '../../src/adapters/slack/interact/action-ids.ts'
import { slackWords } from '../../src/adapters/slack/words/words.ts'
import { type SlackJourney, startSlackJourney } from '../fakes/journey-slack.ts'
import { CHANNELS, PEOPLE, visibleBlocks, visibleText } from '../fakes/slack/slack-server.ts'
import { objectsOf } from '../fakes/slack/wire.ts'
import { createSlackTalk, type SlackTalk, TELLING, UNHURRIED } from '../fakes/slack-talk.ts'

const { alice, bob, yuki, otherBot } = PEOPLE
const EN = slackWords('en')
const DAY = 24 * 60 * 60_000
const WITHIN = { timeout: 15_000, interval: 200 }

describe('reading the past of a channel', () => {
  let scene: SlackJourney
  let talk: SlackTalk
  beforeAll(async () => {
    scene = await startSlackJourney({ model: TELLING, environment: UNHURRIED })
    talk = createSlackTalk(scene)
  })
  afterAll(() => scene.end())

  const past = (channel: string, daysAgo: number, text: string, more: { user?: string; threadTs?: string } = {}) =>
    scene.slack.say({ user: bob, channel, text, at: Date.now() - daysAgo * DAY, isQuiet: true, ...more })

  const formOf = () => visibleBlocks(objectsOf(scene.slack.openFor(alice).at(-1)?.view.blocks))

  async function openSettings(channel: string): Promise<string> {
    await scene.slack.command('settings', { user: alice, channel })
    await scene.slack.waitFor(() => formOf().includes(EN.settings.intro(`<#${channel}>`)), 'the form')
    return formOf()
  }

  async function readPast(channel: string, days: string) {
    await openSettings(channel)
    const values = { follow_ups: ['on'], remember: ['on'], days }
    return await talk.privately(alice, () => scene.slack.submitView({ user: alice, values }))
  }

  const requests = (method: string, channel: string) =>
    scene.slack.callsOf(method).filter((call) => call.arguments.channel === channel)
  const search = async (channel: string, what: string) =>
    (await talk.command(`search code of the ${what}`, { user: alice, channel })).text
  const isRead = async (channel: string, messages: number) =>
    await expect.poll(() => openSettings(channel), WITHIN).toContain(EN.backfill.done(messages))

  it('reads pages and threads as far back as is wanted, waits when told to, and goes on after a restart', async () => {
    const channel = CHANNELS.general
    await past(channel, 40, 'The code of the stone well is walnut.')
    await past(channel, 29, 'The code of the velvet vault is amaranth.', { user: yuki })
    for (let number = 1; number <= 18; number += 1)
      await past(channel, 20 - number / 10, `Standup note number ${number}.`)
    await past(channel, 10, 'The code of the tin robot is crimson.', { user: otherBot })
    const head = await past(channel, 5, 'Who knows the code of the copper bell?')
    for (let number = 1; number <= 16; number += 1) {
      await past(channel, 4 - number / 100, `No idea, said number ${number}.`, { threadTs: head.ts, user: alice })
    }
    await past(channel, 3, 'The code of the copper bell is scarlet.', { threadTs: head.ts, user: yuki })
    scene.slack.faults.push({ method: 'conversations.history', status: 429, retryAfter: 1 })

    const saved = await readPast(channel, '30')
    await scene.slack.waitFor(() => requests('conversations.history', channel).length >= 2, 'the first page')
    const first = await openSettings(channel)
    await scene.restart()
    await isRead(channel, 37)

    expect(saved.text).toBe(EN.settings.saved({ followUps: true, remember: true, days: 30 }))
    expect(first).not.toContain(EN.backfill.done(37))
    expect(await search(channel, 'velvet vault')).toContain('amaranth')
    expect(await search(channel, 'copper bell')).toContain('scarlet')
    expect(await search(channel, 'tin robot')).not.toContain('crimson')
    expect(await search(channel, 'stone well')).not.toContain('walnut')
    expect(requests('conversations.history', channel).length).toBeLessThanOrEqual(5)
    const { answer } = await talk.ask({ user: bob, channel, text: 'What is the code of the velvet vault?' })
    expect(visibleText(answer)).toContain('amaranth [1]')
  })

  it('tells once that messages are remembered, and says nothing else in the channel', () => {
    const said = scene.slack
      .messagesIn(CHANNELS.general)
      .filter(({ text }) => text === EN.settings.announcement(`<@${alice}>`))

    expect(said).toHaveLength(1)
  })

  it('keeps it to those who are in the channel', async () => {
    const channel = CHANNELS.private
    await past(channel, 2, 'The code of the board room is chestnut.')

    await readPast(channel, '7')
    await isRead(channel, 1)

    expect(await search(channel, 'board room')).toContain('chestnut')
    const { answer } = await talk.ask({
      user: alice,
      channel: CHANNELS.general,
      text: 'What is the code of the board room?',
    })
    expect(visibleText(answer)).not.toContain('chestnut')
    const { text } = await talk.command('search code of the board room', { user: yuki, channel: CHANNELS.general })
    expect(text).not.toContain('chestnut')
  })

  it('does not bring back what somebody wanted forgotten', async () => {
    const channel = CHANNELS.guests
    await past(channel, 2, 'The code of the hidden attic is indigo.', { user: yuki })
    await past(channel, 1, 'The code of the hidden cabin is fuchsia.')
    const offer = await talk.command('forget me', { user: yuki, channel })
    await talk.click({ user: yuki, on: offer.message, actionId: ACTIONS.forget })

    await readPast(channel, '30')
    await expect.poll(() => search(channel, 'hidden cabin'), WITHIN).toContain('fuchsia')

    expect(await search(channel, 'hidden attic')).not.toContain('indigo')
  })

  it('ends when the channel is to be forgotten, and leaves nothing', async () => {
    const channel = CHANNELS.organisation
    for (let number = 1; number <= 40; number += 1)
      await past(channel, number / 10, `The code of the paper kite is umber, no ${number}.`)
    await readPast(channel, '30')
    await expect.poll(() => search(channel, 'paper kite'), WITHIN).toContain('umber')

    const offer = await talk.command('forget channel', { user: alice, channel })
    await talk.click({ user: alice, on: offer.message, actionId: ACTIONS.forget })
    const before = requests('conversations.history', channel).length
    // Channels are read one request at a time, so that this one would have had its turn by then.
    await past(CHANNELS.shared, 1, 'The code of the paper boat is teal.')
    await readPast(CHANNELS.shared, '30')
    await isRead(CHANNELS.shared, 1)

    expect(await search(channel, 'paper kite')).not.toContain('umber')
    expect(requests('conversations.history', channel)).toHaveLength(before)
  })
})
