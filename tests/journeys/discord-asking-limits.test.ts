import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { chatWords } from '../../src/adapters/common/chat/words.ts'
import { ACTIONS } from '../../src/adapters/discord/interact/action-ids.ts'
import { explainError } from '../../src/conversation/explain-error.ts'
import { type ErrorCode, KikuError } from '../../src/domain/errors.ts'
import { BOT_USER, CHANNELS, type DiscordMessage, PEOPLE, visibleText } from '../fakes/discord/discord-server.ts'
import { createDiscordTalk, type DiscordTalk } from '../fakes/discord-talk.ts'
import { createGate, type Gate, pausing } from '../fakes/gate.ts'
import { type DiscordJourney, startDiscordJourney } from '../fakes/journey-discord.ts'
import { answering, answerRequests } from '../fakes/journey-model.ts'

const { alice, bob, yuki, mona, owner, stranger } = PEOPLE
const { general, announcements, board, japanese, voice, partnerGeneral, yukiDirect } = CHANNELS
const QUESTION = 'What does the company pay for a hotel?'
const PIECES = ['The company pays ', 'up to 140 euros per night for a hotel [1].'] as const
const ANSWER = PIECES.join('')

describe('when more is asked in Discord than can be answered', () => {
  let scene: DiscordJourney
  let talk: DiscordTalk
  let gate: Gate
  beforeAll(async () => {
    scene = await startDiscordJourney({
      model: { script: answering({ content: ANSWER }), numParallel: 4 },
      environment: {
        KIKU_LIMITS_PER_AUTHOR_PER_MINUTE: '3',
        KIKU_LIMITS_PER_CHANNEL_PER_MINUTE: '5',
        KIKU_LIMITS_CONCURRENT_ANSWERS: '1',
        KIKU_LIMITS_QUEUE_LENGTH: '2',
        KIKU_LIMITS_QUESTION_CHARACTERS: '300',
      },
    })
    talk = createDiscordTalk(scene)
    await scene.discord.waitFor(() => scene.discord.commands().length > 0, 'the commands')
  })
  beforeEach(() => {
    gate = createGate()
  })
  afterEach(() => expect(scene.discord.pings).toEqual([]))
  afterAll(() => scene.end())

  const ask = (user: string, channel: string, text = QUESTION) =>
    scene.discord.say({ user, channel, text: `<@${BOT_USER}> ${text}` })
  /** The first thing that Kiku says to a question, in its thread or below it. */
  const firstReply = async (said: DiscordMessage) => {
    const isReply = (one: DiscordMessage) => one.channelId === said.id || one.reference?.messageId === said.id
    const find = () =>
      [...scene.discord.repliesIn(said.id), ...scene.discord.repliesIn(said.channelId)].find(
        (one) => isReply(one) && visibleText(one) !== '',
      )
    return scene.discord.waitFor(find, 'a reply')
  }
  const explained = (code: ErrorCode, language: 'en' | 'ja', details = {}) =>
    explainError(new KikuError(code, '', { details }), language)
  /** The sentences for a refusal, with any number of seconds. */
  const refusal = (code: ErrorCode, language: 'en' | 'ja') => {
    const { message, remedy } = explained(code, language, { seconds: 77 })
    return new RegExp(`^${message}\n\n${remedy.replace('77', '([1-9]|[1-5]\\d|60)').replace(/[.]/g, '\\.')}\n\\[`)
  }

  it.each([
    ['en', stranger, partnerGeneral, 'word '.repeat(80).trim()],
    ['ja', yuki, japanese, 'これは長い質問です。'.repeat(40)],
  ] as const)(
    'says how long a question may be to one who wrote too much (%s)',
    async (language, user, channel, text) => {
      const before = talk.prompts().length
      const said = await firstReply(ask(user, channel, text))
      const command = { user, channel, name: 'ask', options: { question: text }, locale: language }
      const interaction = await scene.discord.slash(command)
      await scene.discord.waitFor(() => interaction.original !== undefined && !interaction.isLoading, 'a response')

      const { message, remedy } = explained('question-too-long', language, { length: text.length, limit: 300 })
      expect(visibleText(said)).toBe(`${message}\n\n${remedy}`)
      expect(interaction.original && visibleText(interaction.original)).toContain(`${message}\n\n${remedy}`)
      expect(talk.prompts()).toHaveLength(before)
    },
  )

  it('says who is next in line, moves people up, and tells one for whom there is no room, who can try again', async () => {
    const { discord } = scene
    scene.model?.setScript(answering(() => pausing(PIECES, { 1: gate })))
    const first = ask(owner, general)
    await discord.waitFor(() => talk.textsIn(first.id).includes('The company pays'), 'the first words')
    const worked = scene.model && answerRequests(scene.model).length
    const second = ask(mona, announcements)
    await discord.waitFor(() => discord.typings.some(({ channelId }) => channelId === second.id), 'that it is taken in')
    const third = await discord.slash({ user: yuki, channel: japanese, name: 'ask', options: { question: QUESTION } })
    const seen = () => ({
      second: talk.textsIn(second.id),
      third: third.original === undefined ? '' : visibleText(third.original),
    })
    await discord.waitFor(() => seen().second.includes(chatWords('en').waiting(1)), 'the first place in the line')
    await discord.waitFor(() => seen().third.includes(chatWords('ja').waiting(2)), 'the second place')
    const refused = await firstReply(ask(owner, voice))
    const text = visibleText(refused)
    scene.model?.setScript(answering({ content: ANSWER }))
    gate.open()
    for (const said of [first, second]) expect(visibleText(await talk.answerIn(said.id))).toContain(ANSWER)
    await discord.waitFor(() => seen().third.includes(ANSWER), 'the third answer')
    await talk.click({ user: owner, on: refused, action: ACTIONS.tryAgain })
    await talk.answerIn(voice)

    expect(text).toContain(explained('queue-full', 'en').message)
    expect(scene.model && answerRequests(scene.model).length).toBe((worked ?? 0) + 3)
  })

  it('asks one who asks too much to wait a while, and nobody else', async () => {
    for (let count = 0; count < 3; count += 1) await talk.answerIn(ask(alice, general).id)
    const refused = await firstReply(ask(alice, board))
    const { length } = talk.answersIn(yukiDirect)
    for (const text of ['ホテル代はいくらまでですか？', '出張のホテルは？']) await talk.ask({ user: yuki, text })
    const alsoRefused = await scene.discord.slash({
      user: yuki,
      channel: yukiDirect,
      name: 'ask',
      options: { question: QUESTION, private: 'yes' },
    })
    await scene.discord.waitFor(() => alsoRefused.original !== undefined && !alsoRefused.isLoading, 'a refusal')
    const other = await talk.answerIn(ask(bob, board).id)

    expect(visibleText(refused)).toMatch(refusal('rate-limited', 'en'))
    expect(visibleText(refused)).toContain(`[${chatWords('en').tryAgain}]`)
    expect(alsoRefused.original && visibleText(alsoRefused.original)).toMatch(refusal('rate-limited', 'ja'))
    expect(alsoRefused.original?.onlyFor).toBe(yuki)
    expect(talk.answersIn(yukiDirect)).toHaveLength(length + 2)
    expect(visibleText(other)).toContain(ANSWER)
  })
})
