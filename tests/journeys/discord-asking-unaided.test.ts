import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { chatWords } from '../../src/adapters/common/chat/words.ts'
import { discordWords } from '../../src/adapters/discord/words/words.ts'
import { BOT_USER, CHANNELS, PEOPLE, visibleText } from '../fakes/discord/discord-server.ts'
import { createDiscordTalk, type DiscordTalk, inTwoSteps } from '../fakes/discord-talk.ts'
import { createGate, pausing } from '../fakes/gate.ts'
import { type DiscordJourney, startDiscordJourney } from '../fakes/journey-discord.ts'
import { answering } from '../fakes/journey-model.ts'
import { UNHURRIED } from '../fakes/slack-talk.ts'

const { alice, bob, yuki, mona } = PEOPLE
const { general, japanese, board, voice, forum } = CHANNELS
const EN = chatWords('en')
const JA = chatWords('ja')
const NAME = `<@${BOT_USER}>`
const QUESTION = 'What does the company pay for a hotel?'
const PIECES = ['The company pays ', 'up to 140 euros ', 'per night for a hotel [1].'] as const
const ANSWER = PIECES.join('')
const QUOTE = 'The company pays up to 140 euros per night for a hotel.'
const LEAVE = '有給休暇は翌年度に繰り越せますか？'

describe('asking where Discord does not let Kiku read what does not name it', () => {
  let scene: DiscordJourney
  let talk: DiscordTalk
  beforeAll(async () => {
    scene = await startDiscordJourney({
      model: { script: answering({ content: ANSWER }), numParallel: 4 },
      environment: UNHURRIED,
      discord: { app: { messageContent: false } },
    })
    talk = createDiscordTalk(scene)
    await scene.discord.waitFor(() => scene.discord.commands().length > 0, 'the commands')
  })
  afterEach(() => expect(scene.discord.pings).toEqual([]))
  afterAll(() => scene.end())

  it('a mention is answered below it, since nobody could go on in a thread; so is a reply that calls Kiku', async () => {
    const { discord } = scene
    scene.model?.setScript(inTwoSteps(discord, 'As for hotels: ', ANSWER))
    const first = await talk.ask({ user: alice, channel: general, text: QUESTION })
    scene.model?.setScript(answering({ content: ANSWER }))
    const replied = discord.say({ user: bob, channel: general, text: 'And for two nights?', replyTo: first.answer })
    const second = await talk.answerIn(general, 2)

    expect(first.channel).toBe(general)
    expect(first.answer.reference?.messageId).toBe(first.said.id)
    expect(visibleText(first.answer)).toContain(ANSWER)
    expect(second.reference?.messageId).toBe(replied.id)
    expect(talk.prompts().at(-1)).toContain(QUESTION)
    expect(discord.callsOf('POST /channels/:channel/messages/:message/threads')).toEqual([])
  })

  it('a direct message, a command and the menu of a message are answered as ever', async () => {
    const { discord } = scene
    const direct = await talk.ask({ user: yuki, text: QUESTION })
    const byCommand = await talk.askByCommand({ user: alice, channel: board, question: QUESTION })
    const his = discord.say({ user: bob, channel: board, text: 'The lantern festival moves to the harbour.' })
    const interaction = await discord.messageCommand({ user: alice, name: discordWords('en').menus.askTitle, on: his })
    await discord.waitFor(() => interaction.modal !== undefined, 'the form')
    await discord.submitModal({ user: alice, fields: { question: 'What does this mean for our hotel?' } })
    await discord.waitFor(() => talk.prompts().some((prompt) => prompt.includes('harbour')), 'the question')

    expect(visibleText(direct.answer)).toContain(ANSWER)
    expect(visibleText(byCommand.answer)).toContain(ANSWER)
    expect(talk.prompts().at(-1)).toContain('The lantern festival moves to the harbour.')
  })

  it('what does not name Kiku is left alone, without a word of complaint', async () => {
    const { discord } = scene
    const { answer } = await talk.ask({ user: alice, channel: japanese, text: QUESTION })
    const post = discord.post({ user: bob, forum, title: 'Hotels', text: QUESTION })
    const thread = discord.openThread({ user: alice, channel: general, name: 'Hotels' }).id
    await talk.ask({ user: alice, channel: thread, text: QUESTION })
    const before = talk.prompts().length

    discord.say({ user: bob, channel: thread, text: QUESTION })
    discord.say({ user: bob, channel: japanese, text: 'Thank you!', replyTo: answer, callsReplied: false })
    await talk.ask({ user: mona, channel: voice, text: QUESTION })

    expect(talk.prompts()).toHaveLength(before + 1)
    expect(discord.repliesIn(post.thread.id)).toEqual([])
    expect(talk.answersIn(thread)).toHaveLength(1)
    expect(talk.answersIn(japanese)).toHaveLength(1)
  })

  it('a post that names Kiku is answered, and one who manages the server is told what is amiss', async () => {
    const { discord } = scene
    const post = discord.post({ user: bob, forum, title: 'Hotels', text: `${NAME} ${QUESTION}` })
    const answer = await talk.answerIn(post.thread.id)
    const { text } = await talk.use({ user: mona, name: 'kiku config', channel: general, locale: 'ja' })

    expect(visibleText(answer)).toContain(ANSWER)
    expect(text).toContain(discordWords('ja').config.noMessageContent)
  })
})

describe('asking in Discord while the model is away', () => {
  let scene: DiscordJourney
  let talk: DiscordTalk
  beforeAll(async () => {
    scene = await startDiscordJourney({ model: { numParallel: 4 }, environment: UNHURRIED })
    talk = createDiscordTalk(scene)
  })
  afterEach(() => expect(scene.discord.pings).toEqual([]))
  afterAll(() => scene.end())

  it('takes back half an answer that broke off, and quotes', async () => {
    const { discord } = scene
    const gate = createGate()
    scene.model?.setScript(answering(() => ({ ...pausing(PIECES, { 2: gate }), cutAfter: 2 })))
    const said = discord.say({ user: alice, channel: general, text: `${NAME} ${QUESTION}` })
    await discord.waitFor(() => talk.textsIn(said.id).includes('140 euros'), 'the first words')
    gate.open()
    const answer = await talk.answerIn(said.id)

    expect(visibleText(answer)).toContain(QUOTE)
    expect(visibleText(answer)).toContain(EN.quoted)
    expect(visibleText(answer)).not.toContain('The company pays up to 140 euros \n')
    expect(talk.answersIn(said.id)).toEqual([answer])
  })

  it.each([
    ['en', alice, general, QUESTION, QUOTE],
    ['ja', yuki, japanese, LEAVE, '使わなかった有給休暇は翌年度に限り繰り越せます。'],
  ] as const)('quotes the sources and says why (%s)', async (language, user, channel, text, quote) => {
    scene.model?.setFault({ kind: 'cut' })
    const mention = await talk.ask({ user, channel, text })
    const command = await talk.askByCommand({ user, channel, question: text, options: { private: 'yes' } })

    for (const { answer } of [mention, command]) {
      const shown = visibleText(answer)
      expect(shown).toContain(quote)
      expect(shown).toContain(chatWords(language).degraded('model-unreachable', true))
      expect(shown).toContain(chatWords(language).quoted)
      expect(shown).toContain('[1] ')
    }
  })

  it('says so to one whose question needs none of the sources', async () => {
    const { discord } = scene
    const { channelId } = discord.say({ user: bob, text: 'Write a poem.' })
    const answer = visibleText(await discord.waitFor(() => discord.repliesIn(channelId)[0], 'a reply'))

    expect(answer).toMatch(/language model/)
    expect(answer).toContain(`[${EN.tryAgain}]`)
  })

  it('quotes as a matter of course where there is none', async () => {
    await scene.restart({ KIKU_MODEL_PROVIDER: 'none' })
    const english = await talk.ask({ user: alice, channel: general, text: QUESTION })
    const inJapanese = await talk.ask({ user: yuki, text: LEAVE })

    expect(visibleText(english.answer)).toContain(QUOTE)
    expect(visibleText(english.answer)).toContain(EN.quoted)
    expect(visibleText(english.answer)).not.toContain(EN.degraded('model-unreachable', true))
    expect(visibleText(inJapanese.answer)).toContain('翌年度に限り繰り越せます')
    expect(visibleText(inJapanese.answer)).toContain(JA.quoted)
  })
})
