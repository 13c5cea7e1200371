import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ACTIONS } from '../../src/adapters/discord/interact/action-ids.ts'
import { BOT_USER, CHANNELS, type DiscordMessage, PEOPLE } from '../fakes/discord/discord-server.ts'
import { createDiscordTalk, type DiscordTalk } from '../fakes/discord-talk.ts'
import { createGate, pausing } from '../fakes/gate.ts'
import { type DiscordJourney, startDiscordJourney } from '../fakes/journey-discord.ts'
import { answering, answerRequests } from '../fakes/journey-model.ts'
import { UNHURRIED } from '../fakes/slack-talk.ts'

const { alice, bob, yuki } = PEOPLE
const { general, japanese, board } = CHANNELS
const ANSWER = 'The company pays up to 140 euros per night for a hotel [1].'
const QUESTION = `<@${BOT_USER}> What does the company pay for a hotel?`
const AT_ONCE = answering({ content: ANSWER })
const MODEL = { numParallel: 16, script: AT_ONCE }

describe('what Discord tells again', () => {
  let scene: DiscordJourney
  let talk: DiscordTalk
  beforeAll(async () => {
    const environment = { ...UNHURRIED, KIKU_MODEL_CONCURRENT_REQUESTS: '16' }
    scene = await startDiscordJourney({ model: MODEL, environment })
    talk = createDiscordTalk(scene)
  })
  afterAll(() => scene.end())

  const isResumed = async (act: () => void) => {
    const { discord } = scene
    const before = discord.greetings.filter(({ kind }) => kind === 'resume').length
    act()
    const resumed = () => discord.greetings.filter(({ kind }) => kind === 'resume').length > before
    await discord.waitFor(() => resumed() && discord.openSockets > 0, 'that the session goes on')
  }
  const everyAnswer = () => [...scene.discord.world.channels.keys()].flatMap((channel) => talk.answersIn(channel))
  const requests = () => (scene.model === undefined ? 0 : answerRequests(scene.model).length)

  it.each([
    ['a mention', general, QUESTION],
    ['a direct message', CHANNELS.yukiDirect, '有給休暇は何日ありますか？'],
  ])('is answered once: %s', async (_kind, channel, text) => {
    const { discord } = scene
    const count = everyAnswer().length
    const said = discord.say({ user: yuki, channel, text })
    discord.tellAgain('MESSAGE_CREATE', 3)

    const place = channel === general ? said.id : channel
    await talk.answerIn(place)
    discord.tellAgain('MESSAGE_CREATE', 10)
    await isResumed(() => {
      discord.repeatOnResume(20)
      discord.dropSockets()
    })
    await discord.idle()

    expect(everyAnswer()).toHaveLength(count + 1)
    expect(discord.greetings.at(-1)?.replayed).toBeGreaterThanOrEqual(5)
  })

  it('is answered once: a command, and a click', async () => {
    const { discord } = scene
    const { answer } = await talk.askByCommand({ user: alice, channel: general, question: 'What is a hotel to cost?' })
    discord.tellAgain('INTERACTION_CREATE', 2)
    await discord.idle()
    const count = everyAnswer().length

    const again = discord.click({ user: bob, on: answer, customId: new RegExp(`^${ACTIONS.tryAgain}:`) })
    discord.tellAgain('INTERACTION_CREATE')
    await again
    await discord.waitFor(() => everyAnswer().length > count, 'another answer')
    discord.tellAgain('INTERACTION_CREATE', 2)
    await isResumed(() => {
      discord.repeatOnResume(20)
      discord.dropSockets()
    })
    await discord.idle()

    expect(everyAnswer()).toHaveLength(count + 1)
    expect(discord.ephemeralsFor(alice)).toEqual([])
    expect(discord.ephemeralsFor(bob)).toEqual([])
  })

  it('does not begin an edited question anew: the edit', async () => {
    const { discord } = scene
    const gate = createGate()
    scene.model?.setScript(answering(() => pausing([ANSWER.slice(0, 20), ANSWER.slice(20)], { 1: gate })))
    const before = requests()
    const said = discord.say({ user: alice, channel: board, text: QUESTION })
    await discord.waitFor(() => requests() === before + 1, 'the question')
    discord.edit(said, `${QUESTION} In Osaka?`)
    await discord.waitFor(() => requests() === before + 2, 'the edited question')

    discord.tellAgain('MESSAGE_UPDATE')
    await isResumed(() => {
      discord.repeatOnResume(10)
      discord.dropSockets()
    })
    gate.open()
    await talk.answerIn(said.id)
    await discord.idle()

    expect(requests()).toBe(before + 2)
    expect(talk.answersIn(said.id)).toHaveLength(1)
    expect(JSON.stringify(discord.repliesIn(said.id).map(({ components }) => components))).not.toContain('kiku-stop')
  })

  it('does not bring a deleted question back: the question', async () => {
    const { discord } = scene
    scene.model?.setScript(AT_ONCE)
    const said = discord.say({ user: alice, channel: japanese, text: QUESTION })
    await talk.answerIn(said.id)
    discord.remove(said)
    await discord.idle()
    const before = requests()

    discord.dispatch('MESSAGE_CREATE', createPayload(said), { guildId: said.guildId ?? '' })
    await discord.idle()
    await scene.restart()
    await discord.idle()

    expect(requests()).toBe(before)
  })

  it('gets fifty answers to fifty questions, in the order of asking within each thread', async () => {
    const { discord } = scene
    scene.model?.setScript(answering({ content: 'I do not know.' }))
    const heads = Array.from({ length: 10 }, (_, at) => {
      const channel = [general, japanese, board, CHANNELS.guests, CHANNELS.announcements][at % 5] ?? general
      return discord.say({ user: alice, channel, text: `<@${BOT_USER}> How many days of leave are there in year 0?` })
    })
    await discord.waitFor(() => heads.every(({ id }) => discord.world.channels.has(id)), 'the threads')

    const asked = heads.map((head) => [
      head,
      ...[1, 2, 3, 4].map((year) =>
        discord.say({ user: bob, channel: head.id, text: `<@${BOT_USER}> How many days of leave in year ${year}?` }),
      ),
    ])
    discord.tellAgain('MESSAGE_CREATE', 50)
    await discord.waitFor(() => heads.every(({ id }) => talk.answersIn(id).length >= 5), 'fifty answers', 25_000)
    await discord.idle()

    for (const [at, head] of heads.entries()) {
      expect(talk.answersIn(head.id).map(questionOf)).toEqual(asked[at]?.map(({ id }) => id))
    }
    expect(discord.pings).toEqual([])
  })

  /** The id of the question that an answer's buttons are about. */
  const questionOf = ({ components }: DiscordMessage) =>
    /kiku-up:discord:\d+:\d+:(\d+)"/.exec(JSON.stringify(components))?.[1]
})

/** What the gateway said of a message when it was new. */
function createPayload({ id, channelId, guildId, content }: DiscordMessage) {
  const author = { id: alice, username: 'alice', discriminator: '0', avatar: null }
  const rest = { attachments: [], embeds: [], mention_roles: [], mention_everyone: false, tts: false, pinned: false }
  const member = { roles: [], joined_at: new Date(0).toISOString(), deaf: false, mute: false, flags: 0 }
  const timestamp = new Date().toISOString()
  const mentions = [{ id: BOT_USER, username: 'kiku', discriminator: '0', avatar: null, bot: true }]
  const place = { channel_id: channelId, ...(guildId === undefined ? {} : { guild_id: guildId }) }
  return { id, ...place, content, author, member, mentions, timestamp, edited_timestamp: null, type: 0, ...rest }
}
