import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { chatWords } from '../../src/adapters/common/chat/words.ts'
import { explainError } from '../../src/conversation/explain-error.ts'
import { KikuError } from '../../src/domain/errors.ts'
import {
  BOT_USER,
  CHANNELS,
  type DiscordMessage,
  GUILDS,
  PEOPLE,
  visibleText,
} from '../fakes/discord/discord-server.ts'
import { createDiscordTalk, type DiscordTalk, inTwoSteps } from '../fakes/discord-talk.ts'
import { NEVER } from '../fakes/journey-bench.ts'
import { type DiscordJourney, startDiscordJourney } from '../fakes/journey-discord.ts'
import { TELLING, UNHURRIED } from '../fakes/slack-talk.ts'

const { alice, bob, yuki, mona, otherBot } = PEOPLE
const { general, japanese, board, voice, partnerGeneral } = CHANNELS
const EN = chatWords('en')
const JA = chatWords('ja')
const QUESTION = 'What is the code of the copper gate?'
const ANSWER = 'The code of the copper gate is marigold [1].'
const NAME = `<@${BOT_USER}>`

/** Not what Discord itself puts into a thread. */
const isSaid = (message: DiscordMessage) => visibleText(message) !== ''

describe('asking in a channel of Discord', () => {
  let scene: DiscordJourney
  let talk: DiscordTalk
  beforeAll(async () => {
    scene = await startDiscordJourney({ model: TELLING, environment: UNHURRIED })
    talk = createDiscordTalk(scene)
    const gate = await scene.journey.write('gate.md', '# Copper gate\n\nThe code of the copper gate is marigold.\n')
    const bronze = await scene.journey.write('銅門.md', '# 銅門\n\n銅門の暗号は金木犀です。\n')
    await scene.kiku().ingest({ locations: [gate, bronze], audience: 'public' }, () => {}, NEVER)
  })
  afterEach(() => expect(scene.discord.pings).toEqual([]))
  afterAll(() => scene.end())

  const prompt = () => talk.prompts().at(-1) ?? ''
  /** Says something that Kiku has to leave alone, and waits until that is sure: a later question is answered. */
  const isLeftAlone = async (channel: string, act: () => void) => {
    const [prompts, replies] = [talk.prompts().length, scene.discord.repliesIn(channel).length]
    act()
    await talk.ask({ user: mona, channel: voice, text: QUESTION })
    expect(talk.prompts()).toHaveLength(prompts + 1)
    expect(scene.discord.repliesIn(channel)).toHaveLength(replies)
  }

  describe('by naming Kiku', () => {
    it('is answered in a thread of its own, which is called like the question, while Kiku types', async () => {
      const { discord } = scene
      const { said, answer } = await talk.ask({ user: alice, channel: general, text: QUESTION })

      expect(answer.channelId).toBe(said.id)
      expect(discord.world.channel(said.id)).toMatchObject({ parentId: general, name: QUESTION })
      expect(discord.typings.some(({ channelId }) => channelId === said.id)).toBe(true)
      expect(discord.repliesIn(general)).toEqual([])
      expect(discord.messagesIn(said.id).filter(isSaid)).toEqual([answer])
      expect(visibleText(answer)).toContain(ANSWER)
      expect(visibleText(answer)).toContain(EN.sources)
      expect(answer.reference).toBeUndefined()
    })

    it('in Japanese is answered with Japanese words', async () => {
      const { said, answer } = await talk.ask({ user: yuki, channel: japanese, text: '銅門の暗号は何ですか？' })

      const shown = visibleText(answer)
      expect(scene.discord.world.channel(said.id).name).toBe('銅門の暗号は何ですか？')
      expect(shown).toContain('銅門の暗号は金木犀です[1].')
      for (const word of [JA.sources, JA.why, JA.tryAgain]) expect(shown).toContain(word)
      for (const word of [EN.sources, EN.why, EN.tryAgain]) expect(shown).not.toContain(word)
    })

    it('is answered wherever the name stands, also when it is that of the role that Kiku came with', async () => {
      const { discord } = scene
      const roles = [...discord.world.guild(GUILDS.office).roles.values()]
      const own = roles.find(({ botId }) => botId === BOT_USER)?.id ?? ''
      discord.changeRole(GUILDS.office, own, { isMentionable: true })
      const texts = [`Tell me, ${NAME}, what is the code of the copper gate?`, `<@&${own}> ${QUESTION}`]

      for (const text of texts) {
        const said = discord.say({ user: bob, channel: board, text })
        expect(visibleText(await talk.answerIn(said.id))).toContain(ANSWER)
      }
      expect(discord.world.channel(discord.messagesIn(board)[0]?.id ?? '').name).toBe(
        `Tell me, ${QUESTION.replace('W', 'w')}`,
      )
    })

    it('says what is missing where there is no question, in the language of the server', async () => {
      const { discord } = scene
      const before = talk.prompts().length
      const ask = async (channel: string) => {
        const said = discord.say({ user: alice, channel, text: NAME })
        return visibleText(await discord.waitFor(() => discord.messagesIn(said.id).find(isSaid), 'a reply'))
      }
      const english = await ask(general)
      discord.changeGuild(GUILDS.partner, { preferredLocale: 'ja', features: ['COMMUNITY'] })
      const inJapanese = await ask(partnerGeneral)

      const wordsIn = (language: 'en' | 'ja') => explainError(new KikuError('question-empty', ''), language)
      expect(english).toBe(`${wordsIn('en').message}\n\n${wordsIn('en').remedy}`)
      expect(inJapanese).toBe(`${wordsIn('ja').message}\n\n${wordsIn('ja').remedy}`)
      expect(talk.prompts()).toHaveLength(before)
    })
  })

  describe('without naming Kiku', () => {
    it('is answered in a thread that Kiku takes part in, with what was said before, by whomever', async () => {
      const first = await talk.ask({ user: alice, channel: general, text: QUESTION })

      scene.discord.say({ user: bob, channel: first.channel, text: 'Can you tell me that code again?' })
      const second = await talk.answerIn(first.channel, 2)
      scene.discord.say({ user: yuki, channel: first.channel, text: '銅門の暗号は何ですか？' })
      const third = await talk.answerIn(first.channel, 3)

      expect(visibleText(second)).toContain(ANSWER)
      expect(second.reference).toMatchObject({ kind: 'reply' })
      expect(prompt()).toContain(QUESTION)
      expect(prompt()).toContain('Can you tell me that code again?')
      expect(visibleText(third)).toContain('銅門の暗号は金木犀です')
      expect(visibleText(third)).toContain(JA.tryAgain)
    })

    it('is left alone when it is thanks, or said to somebody else, or talk among people', async () => {
      const { discord } = scene
      const { channel, answer } = await talk.ask({ user: alice, channel: general, text: QUESTION })
      const his = discord.say({ user: bob, channel, text: 'I went there yesterday.' })

      await isLeftAlone(channel, () => {
        for (const text of ['Thanks!', 'ありがとう！', `<@${bob}> what do you think of that code?`])
          discord.say({ user: alice, channel, text })
        discord.say({ user: alice, channel, text: 'When were you there?', replyTo: his })
        discord.react({ user: alice, on: answer, emoji: '🎉' })
      })
    })

    it('is left alone in channels, and in threads that Kiku is not asked in', async () => {
      const { discord } = scene
      const open = discord.openThread({ user: bob, channel: general, name: 'lunch' }).id

      await isLeftAlone(open, () => {
        discord.say({ user: alice, channel: open, text: QUESTION })
        discord.say({ user: alice, channel: general, text: '@Kiku What is the code of the copper gate?' })
        discord.say({ user: alice, channel: general, text: `<@${bob}> ${QUESTION}` })
      })
      expect(discord.repliesIn(general)).toEqual([])
    })
  })

  describe('by a reply', () => {
    it.each([
      ['that calls Kiku', true],
      ['that calls nobody', false],
    ])('to Kiku, %s, goes on with the conversation', async (_, callsReplied) => {
      const { discord } = scene
      scene.model?.setScript(inTwoSteps(discord, `Let me see (${callsReplied}): `, ANSWER))
      const { answer } = await talk.askByCommand({ user: alice, channel: board, question: QUESTION })
      scene.model?.setScript(TELLING.script ?? (() => ({})))
      const { length } = talk.answersIn(board)
      const said = discord.say({
        user: bob,
        channel: board,
        text: 'Who chose that code?',
        replyTo: answer,
        callsReplied,
      })
      const second = await talk.answerIn(board, length + 1)

      expect(second.reference?.messageId).toBe(said.id)
      expect(prompt()).toContain(QUESTION)
    })

    it('to somebody else that names Kiku is about what they said, of which nothing is kept', async () => {
      const { discord } = scene
      const his = discord.say({ user: bob, channel: general, text: 'The lantern festival moves to the harbour.' })
      const asked = discord.say({ user: alice, channel: general, text: `${NAME} What does this mean?`, replyTo: his })
      await talk.answerIn(asked.id)
      const before = talk.prompts().length
      const { answer } = await talk.ask({ user: alice, channel: general, text: 'Where is the lantern festival?' })

      expect(talk.prompts()[before - 1]).toContain('Bob Brown: The lantern festival moves to the harbour.')
      expect(visibleText(answer) + talk.prompts(before).join()).not.toContain('harbour')
    })

    it('to somebody else in Japanese, in a thread, is about what they said', async () => {
      const { discord } = scene
      const { channel } = await talk.ask({ user: yuki, channel: japanese, text: '銅門の暗号は何ですか？' })
      const his = discord.say({ user: bob, channel, text: '灯籠祭りは港で行われます。' })
      discord.say({ user: yuki, channel, text: `${NAME} これはどういう意味ですか？`, replyTo: his })
      await talk.answerIn(channel, 2)

      expect(prompt()).toContain('Bob Brown: 灯籠祭りは港で行われます。')
    })
  })

  it('is left alone when no person wrote it: other bots, webhooks, Discord itself, Kiku', async () => {
    const { discord } = scene
    const { channel } = await talk.ask({ user: alice, channel: general, text: QUESTION })

    await isLeftAlone(channel, () => {
      discord.say({ user: otherBot, channel, text: `${NAME} ${QUESTION}` })
      const told = discord.told.findLast(({ type }) => type === 'MESSAGE_CREATE')?.data as Record<string, unknown>
      const again = (id: number, change: object) =>
        discord.dispatch('MESSAGE_CREATE', { ...told, id: String(BigInt(String(told.id)) + BigInt(id)), ...change })
      const author = { ...(told.author as object), bot: false }
      again(1, { webhook_id: '283000000000000001', author })
      again(2, { author: { ...author, id: BOT_USER } })
      again(3, { author, type: 7 })
      again(4, { author: { ...author, system: true } })
    })
  })

  it('in two threads at once is kept apart, and in one thread is answered in order', async () => {
    const { discord } = scene
    const texts = [QUESTION, 'What does the company pay for a hotel?']
    const before = talk.prompts().length
    const asked = await Promise.all(texts.map((text) => talk.ask({ user: alice, channel: general, text })))
    const prompts = talk.prompts(before)
    const [{ channel } = { channel: '' }] = asked
    const followUps: DiscordMessage[] = ['What is it called?', '銅門の暗号は？', 'Why marigold?'].map((text) =>
      discord.say({ user: bob, channel, text: `${NAME} ${text}` }),
    )
    await talk.answerIn(channel, 4)

    for (const { said, answer } of asked) expect(talk.answersIn(said.id)).toContain(answer)
    expect(prompts.filter((one) => one.includes(QUESTION))).toHaveLength(1)
    expect(prompts.filter((one) => one.includes('hotel?'))).toHaveLength(1)
    expect(
      talk
        .answersIn(channel)
        .slice(1)
        .map(({ reference }) => reference?.messageId),
    ).toEqual(followUps.map(({ id }) => id))
  })
})
