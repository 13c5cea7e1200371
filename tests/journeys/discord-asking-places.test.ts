import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { chatWords } from '../../src/adapters/common/chat/words.ts'
import { configId } from '../../src/adapters/discord/interact/config/config-id.ts'
import { BOT_USER, CHANNELS, PEOPLE, visibleText } from '../fakes/discord/discord-server.ts'
import { createDiscordTalk, type DiscordTalk, inTwoSteps } from '../fakes/discord-talk.ts'
import { NEVER } from '../fakes/journey-bench.ts'
import { type DiscordJourney, startDiscordJourney } from '../fakes/journey-discord.ts'
import { TELLING, UNHURRIED } from '../fakes/slack-talk.ts'

const { alice, bob, yuki, mona } = PEOPLE
const { general, board, announcements, voice, forum, privateThread, publicThread, aliceDirect } = CHANNELS
const QUESTION = 'What is the code of the copper gate?'
const ANSWER = 'The code of the copper gate is marigold [1].'
const UMBRELLA = 'Is the code of the copper gate written on the umbrella stand?'
const NAME = `<@${BOT_USER}>`
const MINUTE = 60_000

describe('places of Discord to ask in', () => {
  let scene: DiscordJourney
  let talk: DiscordTalk
  beforeAll(async () => {
    scene = await startDiscordJourney({ model: TELLING, environment: UNHURRIED })
    talk = createDiscordTalk(scene)
    const gate = await scene.journey.write('gate.md', '# Copper gate\n\nThe code of the copper gate is marigold.\n')
    const bronze = await scene.journey.write('銅門.md', '# 銅門\n\n銅門の暗号は金木犀です。\n')
    await scene.kiku().ingest({ locations: [gate, bronze], audience: 'public' }, () => {}, NEVER)
    await scene.discord.waitFor(() => scene.discord.commands().length > 0, 'the commands')
  })
  afterEach(() => expect(scene.discord.pings).toEqual([]))
  afterAll(() => scene.end())

  const prompt = () => talk.prompts().at(-1) ?? ''
  /** Asks such that somebody can reply to the answer at once. */
  const askSlowly = async (first: string, question: Parameters<DiscordTalk['ask']>[0]) => {
    scene.model?.setScript(inTwoSteps(scene.discord, first, ANSWER))
    const asked = await talk.ask(question)
    scene.model?.setScript(TELLING.script ?? (() => ({})))
    return asked
  }
  /** Switches something in the settings of the server, as one who manages it. */
  const toggle = async (channel: string, control: Parameters<typeof configId>[0], isOn: boolean) => {
    const { message } = await talk.use({ user: mona, name: 'kiku config', channel: general, options: { channel } })
    await talk.privately(mona, () =>
      scene.discord.click({ user: mona, on: message, customId: configId(control, channel, isOn) }),
    )
  }

  it('a channel for announcements opens a thread, that of a voice channel does not', async () => {
    const news = await talk.ask({ user: alice, channel: announcements, text: QUESTION })
    const spoken = await askSlowly('By the way: ', { user: alice, channel: voice, text: QUESTION })
    const next = await talk.ask({ user: alice, channel: voice, text: 'And who chose it?', replyTo: spoken.answer })

    expect(news.channel).toBe(news.said.id)
    expect(spoken.channel).toBe(voice)
    expect(spoken.answer.reference?.messageId).toBe(spoken.said.id)
    expect(visibleText(spoken.answer)).toContain(ANSWER)
    expect(next.channel).toBe(voice)
    expect(prompt()).toContain(QUESTION)
  })

  it('a thread is answered in, whoever opened it; then its questions are Kiku’s to answer', async () => {
    const { discord } = scene
    const quiet = discord.openThread({ user: bob, channel: general, name: 'Gates' }).id
    discord.say({ user: bob, channel: quiet, text: QUESTION })
    const named = await talk.ask({ user: alice, channel: quiet, text: QUESTION })
    discord.say({ user: bob, channel: quiet, text: '銅門の暗号は何ですか？' })
    const followUp = await talk.answerIn(quiet, 2)

    expect(named.answer.channelId).toBe(quiet)
    expect(named.answer.reference?.messageId).toBe(named.said.id)
    expect(visibleText(followUp)).toContain('銅門の暗号は金木犀です')
    expect(talk.answersIn(quiet)).toHaveLength(2)
  })

  it('a private thread is answered in and followed, and nothing of it is known outside', async () => {
    const first = await talk.ask({ user: alice, channel: privateThread, text: UMBRELLA })
    scene.discord.say({ user: alice, channel: privateThread, text: 'And who chose that code?' })
    const second = await talk.answerIn(privateThread, 2)
    const about = prompt()
    const outside = await talk.ask({
      user: bob,
      channel: general,
      text: 'Who wrote the code of the copper gate there?',
    })

    expect([first.answer, second].map(({ channelId }) => channelId)).toEqual([privateThread, privateThread])
    expect(about).toContain('umbrella')
    expect(visibleText(outside.answer) + prompt()).not.toContain('umbrella')
    expect(scene.discord.visibleTo(bob, privateThread)).toEqual([])
  })

  it('an archived thread opens again, also for a command', async () => {
    const { discord } = scene
    const { channel } = await talk.ask({ user: alice, channel: general, text: QUESTION })
    discord.changeThread(channel, { isArchived: true })
    discord.say({ user: alice, channel, text: 'What was that code again?' })
    const again = await talk.answerIn(channel, 2)

    discord.changeThread(channel, { isArchived: true })
    const byMenu = await talk.askByCommand({ user: alice, channel, question: QUESTION })

    expect(visibleText(again)).toContain(ANSWER)
    expect(visibleText(byMenu.answer)).toContain(ANSWER)
    expect(byMenu.answer.channelId).toBe(channel)
  })

  it('posts of a forum are answered when they name Kiku, or all of them where the forum wants that', async () => {
    const { discord } = scene
    const post = (text: string, title = 'Gates') => discord.post({ user: bob, forum, title, text }).thread.id
    const ignored = post(QUESTION)
    const named = post(`${NAME} ${QUESTION}`)
    await talk.answerIn(named)
    discord.say({ user: alice, channel: named, text: 'Can you tell me that code again?' })
    await talk.answerIn(named, 2)

    await toggle(forum, 'answerPosts', true)
    const english = post('The gate is shut. Here is what we tried: nothing. What is the code of the copper gate?')
    const inJapanese = post('銅門の暗号は何ですか？', '銅門について')
    const first = await talk.answerIn(english)
    const second = await talk.answerIn(inJapanese)
    discord.say({ user: alice, channel: english, text: 'I have the same trouble.' })
    await toggle(forum, 'answerPosts', false)
    const late = post(QUESTION)
    await talk.ask({ user: mona, channel: late, text: QUESTION })

    expect(discord.repliesIn(ignored)).toEqual([])
    expect(visibleText(first)).toContain(ANSWER)
    expect(visibleText(second)).toContain('銅門の暗号は金木犀です')
    expect(visibleText(second)).toContain(chatWords('ja').tryAgain)
    expect([english, inJapanese, late].map((channel) => talk.answersIn(channel).length)).toEqual([1, 1, 1])
  })

  it('a channel that wants no follow-ups is answered by name, and a server that wants no threads in the channel', async () => {
    const { discord } = scene
    await toggle(board, 'followUps', false)
    const first = await talk.ask({ user: alice, channel: board, text: QUESTION })
    discord.say({ user: alice, channel: first.channel, text: 'Can you tell me that code again?' })
    const second = await talk.ask({ user: alice, channel: first.channel, text: 'And who chose it?' })

    await toggle(board, 'threads', false)
    const inChannel = await askSlowly('In short: ', { user: bob, channel: board, text: QUESTION })
    const reply = await talk.ask({ user: alice, channel: board, text: 'And who chose it?', replyTo: inChannel.answer })
    await toggle(board, 'threads', true)

    expect(talk.answersIn(first.channel)).toEqual([first.answer, second.answer])
    expect(inChannel.channel).toBe(board)
    expect(inChannel.answer.reference?.messageId).toBe(inChannel.said.id)
    expect(reply.channel).toBe(board)
    expect(prompt()).toContain(QUESTION)
  })

  it('a direct message goes on for an hour, and then is about something new', async () => {
    const { discord } = scene
    const now = Date.now()
    const ask = async (text: string, minutesAgo: number) => {
      const { length } = talk.answersIn(aliceDirect)
      const said = discord.say({ user: alice, text, at: now - minutesAgo * MINUTE })
      const answer = await talk.answerIn(aliceDirect, length + 1)
      return { said, answer, prompt: prompt() }
    }
    const first = await ask(UMBRELLA, 200)
    const second = await ask('And who chose that code?', 145)
    const third = await ask('What does the company pay for a hotel?', 91)
    const fourth = await ask('And who chose the code of the copper gate?', 30)
    const reply = discord.say({ user: alice, text: 'And who chose the code of the copper gate?', replyTo: second.said })
    await talk.answerIn(aliceDirect, talk.answersIn(aliceDirect).length + 1)

    expect(first.answer.channelId).toBe(aliceDirect)
    expect(discord.world.channels.has(first.said.id)).toBe(false)
    for (const { prompt: text } of [second, third]) expect(text).toContain('umbrella')
    expect(fourth.prompt).not.toContain('umbrella')
    expect(fourth.prompt).not.toContain('hotel?')
    expect(prompt()).toContain('umbrella')
    expect(reply.channelId).toBe(aliceDirect)
  })

  it('a direct message in Japanese is answered without a name, with what that person may read', async () => {
    const { answer } = await talk.ask({ user: yuki, text: '銅門の暗号は何ですか？' })
    const { answer: named } = await talk.ask({ user: yuki, text: `${NAME} 銅門の暗号は何ですか？` })

    for (const one of [answer, named]) expect(visibleText(one)).toContain('銅門の暗号は金木犀です')
    expect(answer.reference?.kind).toBe('reply')
  })

  it('a thread in which people talk among themselves is left alone', async () => {
    const { length } = talk.prompts()
    scene.discord.say({ user: alice, channel: publicThread, text: QUESTION })
    await talk.ask({ user: mona, channel: voice, text: QUESTION })

    expect(talk.prompts()).toHaveLength(length + 1)
    expect(scene.discord.repliesIn(publicThread)).toEqual([])
  })
})
