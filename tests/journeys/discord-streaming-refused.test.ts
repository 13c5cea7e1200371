import { PermissionFlagsBits as Bits } from 'discord.js'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { chatWords } from '../../src/adapters/common/chat/words.ts'
import { discordWords } from '../../src/adapters/discord/words/words.ts'
import {
  BOT_USER,
  CHANNELS,
  type DiscordMessage,
  GUILDS,
  type Interaction,
  PEOPLE,
  visibleText,
} from '../fakes/discord/discord-server.ts'
import {
  carelessWrites,
  createDiscordTalk,
  createPacedModel,
  type DiscordTalk,
  SIDE_BY_SIDE,
} from '../fakes/discord-talk.ts'
import { type DiscordJourney, startDiscordJourney } from '../fakes/journey-discord.ts'

const { alice, bob, yuki } = PEOPLE
const { general, japanese, readOnly, noHistory, aliceDirect, yukiDirect, publicThread, foreignGeneral } = CHANNELS
const NAME = `<@${BOT_USER}>`
const PIECES = ['The company pays ', 'up to 140 euros ', 'per night for a hotel [1].'] as const
const ANSWER = PIECES.join('')
const CARRY = ['使わなかった有給休暇は', '翌年度に限り', '繰り越せます[1]。'] as const

describe('an answer that cannot stand where it was asked for in Discord', () => {
  let scene: DiscordJourney
  let talk: DiscordTalk
  const model = createPacedModel()
  beforeAll(async () => {
    scene = await startDiscordJourney({ model: { script: model.script, numParallel: 16 }, environment: SIDE_BY_SIDE })
    talk = createDiscordTalk(scene)
    scene.discord.changeUser(alice, { hasInstalled: true })
    await scene.discord.waitFor(() => scene.discord.commands().length > 0, 'the commands')
  })
  afterEach(() => {
    expect(scene.discord.pings).toEqual([])
    expect(carelessWrites(scene.discord)).toEqual([])
  })
  afterAll(() => scene.end())

  let count = 0
  /** An answer of which the model has written the first words. */
  const begin = (language: 'en' | 'ja' = 'en') => {
    count += 1
    const word = `Bergen-${count}?`
    const answer = model.write(word, language === 'ja' ? CARRY : PIECES)
    const question = language === 'ja' ? '有給休暇は翌年度に繰り越せますか' : 'What does the company pay for a hotel'
    return { answer, question: `${question}, ${word}` }
  }
  const openRoom = () => {
    count += 1
    return scene.discord.addChannel({ guildId: GUILDS.office, name: `room-${count}` }).id
  }
  const forbid = (channel: string, deny: bigint) =>
    scene.discord.changeChannel(channel, { overwrites: [{ id: BOT_USER, kind: 'member', allow: 0n, deny }] })
  const seen = (channel: string, words: string) =>
    scene.discord.waitFor(() => talk.textsIn(channel).includes(words), `the words: ${words}`)
  const replies = (channel: string) => scene.discord.repliesIn(channel).filter((one) => visibleText(one) !== '')
  const textOf = (message: DiscordMessage | undefined) => (message === undefined ? '' : visibleText(message))
  const isComplete = (message: DiscordMessage | undefined) => textOf(message).includes('👍')
  /** What Kiku writes to somebody directly because of something. */
  const toldDirectly = async (channel: string, act: () => unknown) => {
    const { length } = replies(channel)
    await act()
    const told = await scene.discord.waitFor(() => replies(channel)[length], 'what the asker is told')
    return visibleText(told)
  }
  const explained = (language: 'en' | 'ja', channel: string, permissions: readonly string[]) => {
    const words = discordWords(language)
    const names = words.joinNames(permissions.map((name) => words.permissions[name] ?? name))
    return { sentence: chatWords(language).mayNotWrite(`<#${channel}>`), names }
  }

  it.each([
    ['en', alice, aliceDirect],
    ['ja', yuki, yukiDirect],
  ] as const)(
    'since Kiku may not write there: the asker is told directly, and nobody else (%s)',
    async (language, user, direct) => {
      const { discord } = scene
      const { answer, question } = begin(language)
      answer.letOn()
      const told = await toldDirectly(direct, () =>
        discord.say({ user, channel: readOnly, text: `${NAME} ${question}` }),
      )

      const { sentence, names } = explained(language, readOnly, ['SendMessages'])
      expect(told).toContain(sentence)
      expect(told).toContain(names)
      expect(replies(readOnly)).toEqual([])
    },
  )

  it('since Kiku may not write any more once it began: what stands stays without a button, and the asker is told', async () => {
    const { discord } = scene
    const channel = openRoom()
    const { question } = begin()
    const list = Array.from({ length: 80 }, (_, at) => `${at + 1}. In Zurich and London the limit is 190 euros [1].`)
    const answer = model.write(question.split(' ').at(-1) ?? '', [
      'The company pays ',
      `140 euros [1].\n\n${list.join('\n')}`,
    ])
    const said = discord.say({ user: alice, channel, text: `${NAME} ${question}` })
    await seen(said.id, 'The company pays')
    const told = await toldDirectly(aliceDirect, () => {
      forbid(channel, Bits.SendMessagesInThreads)
      answer.letOn()
    })
    await discord.idle({ quietMs: 30 })

    const { sentence, names } = explained('en', said.id, ['SendMessagesInThreads'])
    expect(told).toBe(`${sentence}\nMissing permissions: ${names}.`)
    expect(replies(said.id)).toHaveLength(1)
    expect(textOf(replies(said.id)[0])).toContain('1. In Zurich')
    expect(textOf(replies(said.id)[0])).not.toContain('[Stop]')
  })

  it('is given below the question where Kiku may open no thread, or link nothing, or read no past', async () => {
    const { discord } = scene
    const [noThreads, noLinks] = [openRoom(), openRoom()]
    forbid(noThreads, Bits.CreatePublicThreads)
    forbid(noLinks, Bits.EmbedLinks | Bits.AttachFiles)
    const asked = [noThreads, noLinks, noHistory].map((channel, at) => {
      const { answer, question } = begin(at === 2 ? 'ja' : 'en')
      answer.letOn()
      return discord.say({ user: yuki, channel, text: `${NAME} ${question}` })
    })
    const answers = await Promise.all(
      asked.map((said) =>
        discord.waitFor(() => [...replies(said.id), ...replies(said.channelId)].find(isComplete), 'an answer'),
      ),
    )

    expect(answers.map(({ channelId }) => channelId)).toEqual([noThreads, asked[1]?.id, noHistory])
    expect(textOf(answers[0])).toContain(ANSWER)
    expect(answers[0]?.reference?.messageId).toBe(asked[0]?.id)
    expect(textOf(answers[1])).toContain(ANSWER)
    expect(textOf(answers[2])).toContain('繰り越せます')
    expect(discord.invalidRequests).toBeLessThan(20)
  })

  it('since its thread was locked meanwhile: the asker is told', async () => {
    const { discord } = scene
    const channel = discord.openThread({ user: bob, channel: general, name: 'hotels' }).id
    const { answer, question } = begin('ja')
    discord.say({ user: yuki, channel, text: `${NAME} ${question}` })
    await seen(channel, CARRY[0])
    const told = await toldDirectly(yukiDirect, () => {
      discord.changeThread(channel, { isLocked: true, isArchived: true })
      answer.letOn()
    })

    expect(told).toContain(chatWords('ja').mayNotWrite(`<#${channel}>`))
  })

  it('since a moderator took it away: nothing is written once more, be it a message, the thread or the channel', async () => {
    const { discord } = scene
    const channel = openRoom()
    const one = begin()
    const first = discord.say({ user: alice, channel, text: `${NAME} ${one.question}` })
    const other = begin('ja')
    const second = discord.say({ user: yuki, channel, text: `${NAME} ${other.question}` })
    const doomed = openRoom()
    const last = begin()
    const third = discord.say({ user: bob, channel: doomed, text: `${NAME} ${last.question}` })
    for (const [said, words] of [
      [first, PIECES[0]],
      [second, CARRY[0]],
      [third, PIECES[0]],
    ] as const)
      await seen(said.id, words.trim())

    const [message] = replies(first.id)
    if (message !== undefined) discord.remove(message)
    discord.deleteThread(second.id)
    discord.deleteChannel(doomed)
    const byCommand = begin()
    const response = await discord.slash({
      user: bob,
      channel: general,
      name: 'ask',
      options: { question: byCommand.question },
    })
    await discord.waitFor(() => textOf(response.original).includes('The company pays'), 'the first words')
    if (response.original !== undefined) discord.remove(response.original)
    const before = discord.messagesIn(aliceDirect).length + discord.messagesIn(yukiDirect).length
    for (const { answer } of [one, other, last, byCommand]) answer.letOn()
    await discord.idle({ quietMs: 150, evenLoading: true })

    expect(replies(first.id)).toEqual([])
    expect(replies(channel)).toEqual([])
    expect(response.followUps).toEqual([])
    expect(replies(general).some((one) => one.interactionId === response.id)).toBe(false)
    expect(discord.messagesIn(aliceDirect).length + discord.messagesIn(yukiDirect).length).toBe(before)
    // Kiku goes on as if nothing was.
    const next = begin()
    next.answer.letOn()
    const { answer } = await talk.ask({ user: alice, channel, text: next.question })
    expect(visibleText(answer)).toContain(ANSWER)
  })

  describe('since the token of its command has expired', () => {
    const expire = ({ token }: Interaction) => {
      const path = new RegExp(`^/webhooks/\\d+/${token}`)
      scene.discord.faults.push({ path, status: 401, code: 50_027, times: 1_000 })
    }
    const askByCommand = async (user: string, channel: string, question: string, options = {}) => {
      const interaction = await scene.discord.slash({ user, channel, name: 'ask', options: { question, ...options } })
      await scene.discord.waitFor(() => textOf(interaction.original).match(/Stop|停止/), 'the first words')
      return interaction
    }

    it('goes on by Kiku itself where all may see it: the same message, and further ones', async () => {
      const { discord } = scene
      const { answer, question } = begin()
      const word = question.split(' ').at(-1) ?? ''
      const list = Array.from({ length: 80 }, (_, at) => `${at + 1}. In Zurich and London the limit is 190 euros [1].`)
      const long = model.write(word, ['The company pays ', `up to 140 euros for a hotel [1].\n\n${list.join('\n')}`])
      const interaction = await askByCommand(alice, publicThread, question)
      expire(interaction)
      answer.letOn()
      long.letOn()
      const messages = () => discord.repliesIn(publicThread)
      await discord.waitFor(() => isComplete(messages().at(-1)), 'the end')

      expect(messages()[0]).toBe(interaction.original)
      expect(messages().length).toBeGreaterThan(1)
      expect(interaction.followUps).toEqual([])
      const text = messages().map(visibleText).join('\n')
      expect([...text.matchAll(/^(\d+)\\?\. In Zurich/gm)].map(([, at]) => Number(at))).toEqual(
        list.map((_, at) => at + 1),
      )
      expect(text).not.toContain('[Stop]')
    })

    it.each([
      ['asked for privately', japanese, { private: 'yes' }],
      ['where Kiku is no member', foreignGeneral, { private: 'no' }],
    ] as const)('is given directly when it was %s', async (_, channel, options) => {
      const { discord } = scene
      const isJapanese = channel === japanese
      const [user, direct] = isJapanese ? [yuki, yukiDirect] : [alice, aliceDirect]
      const { answer, question } = begin(isJapanese ? 'ja' : 'en')
      const [before, publicly] = [replies(direct).length, discord.repliesIn(channel).length]
      const interaction = await askByCommand(user, channel, question, options)
      expire(interaction)
      answer.letOn()
      await discord.waitFor(() => isComplete(replies(direct).at(-1)) && replies(direct).length > before, 'the answer')

      expect(replies(direct).slice(before)).toHaveLength(1)
      expect(textOf(replies(direct).at(-1))).toContain(isJapanese ? '翌年度に限り繰り越せます' : ANSWER)
      expect(discord.repliesIn(channel).length - publicly).toBe(isJapanese ? 0 : 1)
    })

    it('and the person takes no direct messages: Kiku gives up, and answers the next question', async () => {
      const { discord } = scene
      discord.changeUser(yuki, { acceptsDirectMessages: false })
      const { answer, question } = begin('ja')
      const interaction = await askByCommand(yuki, japanese, question, { private: 'yes' })
      const before = replies(japanese).length
      expire(interaction)
      answer.letOn()
      const isRefused = () => discord.calls.some(({ code }) => code === 50_007)
      await discord.waitFor(isRefused, 'that Discord refuses it')
      await discord.idle({ quietMs: 50, evenLoading: true })
      discord.changeUser(yuki, { acceptsDirectMessages: true })
      const next = begin('ja')
      next.answer.letOn()
      const { answer: second } = await talk.askByCommand({ user: yuki, channel: japanese, question: next.question })

      expect(replies(japanese)).toHaveLength(before + 1)
      expect(visibleText(second)).toContain('繰り越せます')
      expect(await scene.journey.log()).toContain('answer-not-delivered')
    })
  })
})
