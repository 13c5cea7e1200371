import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { chatWords } from '../../src/adapters/common/chat/words.ts'
import { BOT_USER, CHANNELS, type DiscordMessage, PEOPLE, visibleText } from '../fakes/discord/discord-server.ts'
import {
  carelessWrites,
  createDiscordTalk,
  createPacedModel,
  type DiscordTalk,
  SIDE_BY_SIDE,
} from '../fakes/discord-talk.ts'
import { type DiscordJourney, startDiscordJourney } from '../fakes/journey-discord.ts'

const { alice, bob, yuki } = PEOPLE
const { general, japanese, board, publicThread, foreignGeneral } = CHANNELS
const EN = chatWords('en')
const JA = chatWords('ja')
const NAME = `<@${BOT_USER}>`
const PIECES = ['The company pays ', 'up to 140 euros ', 'per night for a hotel [1].'] as const
const ANSWER = PIECES.join('')
const CARRY = ['使わなかった有給休暇は', '翌年度に限り', '繰り越せます[1]。'] as const
const questionFor = (word: string) => `What does the company pay for a hotel in ${word}?`
const leaveFor = (word: string) => `${word}の有給休暇は翌年度に繰り越せますか？`

describe('an answer in the making in Discord', () => {
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

  const seen = (channel: string, words: string) =>
    scene.discord.waitFor(() => talk.textsIn(channel).includes(words), `the words: ${words}`)
  const versions = (message: DiscordMessage) => message.versions.map(({ content }) => content)
  const ask = (user: string, channel: string, question: string, options = {}) =>
    scene.discord.slash({ user, channel, name: 'ask', options: { question, ...options } })

  it.concurrent('is shown while it is written, by a message that grows, with a button that stops it', async () => {
    const { discord } = scene
    const answer = model.write('Zurich', PIECES)
    const said = discord.say({ user: alice, channel: general, text: `${NAME} ${questionFor('Zurich')}` })
    await seen(said.id, 'The company pays')
    const early = discord
      .repliesIn(said.id)
      .filter((one) => visibleText(one) !== '')
      .map(visibleText)
    answer.letOn(2)
    await seen(said.id, 'up to 140 euros')
    answer.letOn()
    const message = await talk.answerIn(said.id)

    expect(early).toEqual([`The company pays\n[${EN.stop}]`])
    // Where the machine is slow, a note that Kiku is at work comes first.
    const words = versions(message).flatMap((text) => (text.startsWith('-#') ? [] : [text.split('\n')[0]]))
    expect([...new Set(words)]).toEqual(['The company pays', 'The company pays up to 140 euros', ANSWER])
    expect(visibleText(message)).not.toContain(`[${EN.stop}]`)
    expect(talk.answersIn(said.id)).toEqual([message])
    const typing = discord.typings.findIndex(({ channelId }) => channelId === said.id)
    expect(typing).toBeGreaterThanOrEqual(0)
  })

  it.concurrent('calls nobody and unfolds nothing, whatever the model writes, wherever it is cut', async () => {
    const { discord } = scene
    const call = [
      'The company pays <@',
      `${bob}> and @every`,
      `one up to 140 euros per night <@&${BOT_USER}> `,
      'https://example.com/x [1].',
    ]
    const answer = model.write('Rome', call)
    const said = discord.say({ user: alice, channel: publicThread, text: `${NAME} ${questionFor('Rome')}` })
    await seen(publicThread, 'The company pays')
    answer.letOn(2)
    await seen(publicThread, ' and')
    answer.letOn()
    const message = await talk.answerIn(publicThread)

    expect(message.reference?.messageId).toBe(said.id)
    for (const text of versions(message)) expect(text).not.toMatch(/(?<!\\)<@|(?<!\\)@everyone/)
    expect(message.mentions).toEqual({ users: [], roles: [], everyone: false })
  })

  it('to a command is deferred at once, for all or for the asker alone, and grows in its place', async () => {
    const { discord } = scene
    const answers = ['Oslo', '京都', 'Osaka'].map((word) => model.write(word, word === '京都' ? CARRY : PIECES))
    const open = await ask(alice, general, questionFor('Oslo'))
    const hers = await ask(yuki, japanese, leaveFor('京都'), { private: 'yes' })
    const elsewhere = await ask(alice, foreignGeneral, questionFor('Osaka'))
    const all = [open, hers, elsewhere]
    const shown = () => all.map(({ original }) => (original === undefined ? '' : visibleText(original)))
    const hasAll = (words: readonly string[]) =>
      discord.waitFor(() => shown().every((text, at) => text.includes(words[at] ?? '')), words.join())
    const thinking = shown()
    await hasAll([PIECES[0].trim(), CARRY[0], PIECES[0].trim()])
    const early = shown()
    for (const answer of answers) answer.letOn()
    await hasAll([ANSWER, CARRY.join('').replace('。', ''), ANSWER])
    await hasAll(['👍', '👍', '👍'])

    expect(thinking.filter((text) => text === '(thinking)').length).toBeGreaterThan(0)
    for (const { acknowledgement } of all) {
      expect(acknowledgement?.type).toBe(5)
      expect(acknowledgement?.afterMs).toBeLessThan(3_000)
    }
    expect(early.map((text) => /\[(?:Stop|停止)\]$/.test(text))).toEqual([true, true, true])
    expect(all.map(({ original }) => original?.onlyFor)).toEqual([undefined, yuki, alice])
    expect(all.map(({ followUps }) => followUps)).toEqual([[], [], []])
    expect(shown()[1]).toContain(JA.tryAgain)
    expect(discord.visibleTo(bob, japanese).map(visibleText).join()).not.toContain('翌年度')
    expect(discord.typings.some(({ channelId }) => channelId === foreignGeneral)).toBe(false)
  })

  it.each(['before', 'after'] as const)(
    'is shown once although the connection was cut %s Discord took the deferral',
    async (drop) => {
      const { discord } = scene
      const word = `Turin-${drop}`
      discord.faults.push({ method: 'POST', path: /callback$/, drop })
      model.write(word, PIECES).letOn()
      const interaction = await ask(alice, board, questionFor(word), { private: 'yes' })
      await discord.waitFor(
        () => interaction.original !== undefined && visibleText(interaction.original).includes(EN.why),
        'the answer',
      )

      expect(discord.faults).toEqual([])
      expect(interaction.isEphemeral).toBe(true)
      expect(interaction.original && visibleText(interaction.original)).toContain(ANSWER)
      expect(interaction.followUps).toEqual([])
    },
  )

  it('goes on while the connection to Discord is cut, and is whole once: a private one', async () => {
    const { discord } = scene
    const answer = model.write('奈良', CARRY)
    const interaction = await ask(yuki, japanese, leaveFor('奈良'), { private: 'yes' })
    const text = () => (interaction.original === undefined ? '' : visibleText(interaction.original))
    await discord.waitFor(() => text().includes(CARRY[0]), 'the first words')
    const { length } = discord.greetings
    discord.dropSockets()
    await discord.waitFor(() => discord.greetings.length > length, 'that Kiku is back')
    answer.letOn()
    await discord.waitFor(() => text().includes(JA.tryAgain), 'the end')

    expect(text().match(/翌年度に限り/g)).toHaveLength(1)
    expect(text()).toContain('繰り越せます')
    expect(interaction.original?.onlyFor).toBe(yuki)
    expect(interaction.followUps).toEqual([])
  })
})
