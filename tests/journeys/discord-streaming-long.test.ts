import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { chatWords } from '../../src/adapters/common/chat/words.ts'
import { replyWords } from '../../src/adapters/discord/reply/reply-words.ts'
import { BOT_USER, CHANNELS, type DiscordMessage, PEOPLE, visibleText } from '../fakes/discord/discord-server.ts'
import { carelessWrites, createPacedModel, SIDE_BY_SIDE } from '../fakes/discord-talk.ts'
import { type DiscordJourney, startDiscordJourney } from '../fakes/journey-discord.ts'

const { alice, bob, yuki } = PEOPLE
const { general, japanese, publicThread, foreignGeneral, aliceDirect } = CHANNELS
const range = (count: number) => Array.from({ length: count }, (_, at) => at + 1)
const CODE = range(150).map((at) => `row_${at} = compute(row_${at - 1}, "some words here")`)
const LIST = range(60).map((at) => `${at}. In Zurich and London the limit is 190 euros [1].`)
const TABLE = [
  '| Meal | Allowance |',
  '| --- | --- |',
  ...range(80).map((at) => `| Meal ${at} | ${at} euros for one person |`),
]
const ENGLISH = [
  'The company pays up to 140 euros per night for a hotel [1].',
  ['```python', ...CODE, '```'].join('\n'),
  LIST.join('\n'),
  TABLE.join('\n'),
].join('\n\n')
const JAPANESE = range(300)
  .map((at) => `${at}. 使わなかった有給休暇は翌年度に限り繰り越せます[1]。`)
  .join('\n')
const questionFor = (word: string) => `What does the company pay for a hotel in ${word}?`
const leaveFor = (word: string) => `${word}の有給休暇は翌年度に繰り越せますか？`

/** Pieces of some hundred characters, as a quick model would send them. */
const inPieces = (text: string) => text.match(/[\s\S]{1,700}/gu) ?? []

describe('a long answer in Discord', () => {
  let scene: DiscordJourney
  const model = createPacedModel()
  beforeAll(async () => {
    scene = await startDiscordJourney({ model: { script: model.script, numParallel: 16 }, environment: SIDE_BY_SIDE })
    scene.discord.changeUser(alice, { hasInstalled: true })
    await scene.discord.waitFor(() => scene.discord.commands().length > 0, 'the commands')
  })
  afterEach(() => {
    expect(scene.discord.pings).toEqual([])
    expect(carelessWrites(scene.discord)).toEqual([])
  })
  afterAll(() => scene.end())

  const numbersIn = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, at]) => Number(at))
  const isComplete = (message: DiscordMessage | undefined) =>
    message !== undefined && visibleText(message).includes('👍')
  const expectFitting = (messages: readonly DiscordMessage[], language: 'en' | 'ja') => {
    const { why, stop } = chatWords(language)
    for (const { versions } of messages)
      for (const { content } of versions) expect(content.length).toBeLessThanOrEqual(2_000)
    const texts = messages.map(visibleText)
    expect(texts.filter((text) => text.includes(`[${stop}]`))).toEqual([])
    expect(texts.map((text) => text.includes(`[${why}]`))).toEqual(texts.map((_, at) => at === texts.length - 1))
  }
  const expectWholeEnglish = (messages: readonly DiscordMessage[]) => {
    const text = messages.map(({ content }) => content).join('\n')
    expect(numbersIn(text, /^row_(\d+) = /gm)).toEqual(range(CODE.length))
    expect(numbersIn(text, /^(\d+)\\?\. In Zurich/gm)).toEqual(range(LIST.length))
    expect(numbersIn(text, /Meal (\d+) .*euros for one person/g)).toEqual(range(80))
    expect(text.match(/up to 140 euros per night for a hotel \[1\]/g)).toHaveLength(1)
    for (const { content } of messages) {
      const fences = content.match(/^```.*$/gm) ?? []
      expect(fences.length % 2).toBe(0)
      if (/^row_\d+ = /m.test(content)) expect(fences[0]).toBe('```python')
      if (content.includes('Meal 40')) expect(content).toMatch(/Meal +.*Allowance/)
    }
  }

  it('is streamed over several messages of a thread, and nothing of it is lost or said twice', async () => {
    const { discord } = scene
    const answer = model.write('Bergen', inPieces(ENGLISH))
    const said = discord.say({ user: alice, channel: general, text: `<@${BOT_USER}> ${questionFor('Bergen')}` })
    const messages = () => discord.repliesIn(said.id).filter((one) => visibleText(one) !== '')
    answer.letOn(6)
    const early = () => messages().map(visibleText)
    await discord.waitFor(() => early().length >= 3 && early().at(-1)?.includes('[Stop]'), 'three messages')
    const stops = early().filter((text) => text.includes('[Stop]'))
    answer.letOn()
    await discord.waitFor(() => isComplete(messages().at(-1)), 'the end')

    expect(stops).toHaveLength(1)
    expect(ENGLISH.length).toBeGreaterThan(10_000)
    expectFitting(messages(), 'en')
    expectWholeEnglish(messages())
    expect(new Set(messages().map(({ nonce }) => nonce)).size).toBe(messages().length)
  })

  it('to a private command stays private in all its pieces, in Japanese', async () => {
    const { discord } = scene
    model.write('京都', inPieces(JAPANESE)).letOn()
    const before = discord.repliesIn(japanese).length
    const interaction = await discord.slash({
      user: yuki,
      channel: japanese,
      name: 'ask',
      options: { question: leaveFor('京都'), private: 'yes' },
    })
    const messages = () => [interaction.original, ...interaction.followUps].flatMap((one) => one ?? [])
    await discord.waitFor(() => isComplete(messages().at(-1)), 'the end')

    expect(messages().length).toBeGreaterThan(4)
    expect(messages().every(({ onlyFor }) => onlyFor === yuki)).toBe(true)
    expectFitting(messages(), 'ja')
    expect(numbersIn(messages().map(visibleText).join('\n'), /^(\d+)\\?\. 使わなかった/gm)).toEqual(range(300))
    expect(discord.repliesIn(japanese)).toHaveLength(before)
    expect(discord.visibleTo(bob, japanese).map(visibleText).join()).not.toContain('使わなかった')
  })

  it('to a public command is for everybody in all its pieces', async () => {
    const { discord } = scene
    model.write('Tampere', inPieces(ENGLISH)).letOn()
    const options = { question: questionFor('Tampere') }
    const interaction = await discord.slash({ user: alice, channel: publicThread, name: 'ask', options })
    const messages = () => discord.repliesIn(publicThread)
    await discord.waitFor(() => isComplete(messages().at(-1)), 'the end')

    expect(messages()[0]).toBe(interaction.original)
    expectFitting(messages(), 'en')
    expectWholeEnglish(messages())
    expect(discord.visibleTo(bob, publicThread)).toEqual(messages())
  })

  it('where a person brought Kiku along and Discord takes no more pieces is given to that person directly', async () => {
    const { discord } = scene
    model.write('Malmö', inPieces(ENGLISH)).letOn()
    const before = discord.messagesIn(aliceDirect).length
    const options = { question: questionFor('Malmö') }
    const interaction = await discord.slash({ user: alice, channel: foreignGeneral, name: 'ask', options })
    const direct = () => discord.messagesIn(aliceDirect).slice(before)
    await discord.waitFor(() => isComplete(direct().at(-1)), 'the end')
    const saysSo = () => interaction.followUps.map((one) => visibleText(one).includes(replyWords('en').goesOnDirectly))
    await discord.waitFor(() => saysSo().at(-1) === true, 'the last piece to say where it goes on')

    expectFitting(direct(), 'en')
    expectWholeEnglish(direct())
    expect(saysSo()).toEqual([false, false, false, false, true])
    expect([interaction.original, ...interaction.followUps].every((one) => one?.onlyFor === alice)).toBe(true)
  })
})
