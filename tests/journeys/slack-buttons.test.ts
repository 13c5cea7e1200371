import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { chatWords } from '../../src/adapters/common/chat/words.ts'
import { ACTIONS } from '../../src/adapters/slack/interact/action-ids.ts'
import { slackWords } from '../../src/adapters/slack/words/words.ts'
import { answering, answerRequests } from '../fakes/journey-model.ts'
import { type SlackJourney, startSlackJourney } from '../fakes/journey-slack.ts'
import { CHANNELS, PEOPLE, type Said, type SlackMessage, visibleText } from '../fakes/slack/slack-server.ts'
import { createSlackTalk, type SlackTalk, UNHURRIED } from '../fakes/slack-talk.ts'

const { alice, bob, yuki } = PEOPLE
const EN = slackWords('en').answers
const CHAT = chatWords('en')
const QUESTION = 'How many euros does the company pay for a hotel?'
const REPLY = 'The company pays up to 140 euros per night for a hotel [1].'

describe('buttons of an answer', () => {
  let scene: SlackJourney
  let talk: SlackTalk
  beforeAll(async () => {
    scene = await startSlackJourney({ model: { numParallel: 4 }, environment: UNHURRIED })
    talk = createSlackTalk(scene)
  })
  beforeEach(() => scene.model?.setScript(answering({ content: REPLY })))
  afterAll(() => scene.end())

  // Kiku posts once a second in a channel, so that every question gets the next one.
  const { general, shared, organisation, pending, guests } = CHANNELS
  const places = [general, shared, organisation, pending, guests] as const
  let asked = 0
  const nextPlace = () => places[asked++ % places.length] ?? general
  const askAnew = (text = QUESTION) => talk.ask({ user: alice, channel: nextPlace(), text })
  const press = (user: string, on: SlackMessage, actionId: string) => scene.slack.click({ user, on, actionId })
  const textsBelow = ({ channel, threadTs }: Said) => scene.slack.repliesIn(channel, threadTs).map(visibleText)

  describe('Why?', () => {
    it('tells anybody how the answer came about, and nobody else', async () => {
      const { said, answer } = await askAnew()

      const english = await talk.click({ user: bob, on: answer, actionId: ACTIONS.why })
      const japanese = await talk.click({ user: yuki, on: answer, actionId: ACTIONS.why })

      expect(english.text).toContain(CHAT.whyTitle)
      expect(english.text).toContain(CHAT.searched(['knowledge']))
      expect(english.message.threadTs).toBe(said.ts)
      expect(japanese.text).toContain(chatWords('ja').whyTitle)
      expect(textsBelow(said)).toHaveLength(1)
    })

    it('tells it of private answers, which stay', async () => {
      const { message } = await talk.command(`ask ${QUESTION}`, { user: alice, channel: CHANNELS.general })

      const why = await talk.click({ user: alice, on: message, actionId: ACTIONS.why })

      expect(why.text).toContain(CHAT.whyTitle)
      expect(visibleText(message)).toContain(REPLY)
    })
  })

  describe('Try again', () => {
    it('answers once more below, once for two clicks, and leaves the first answer', async () => {
      const { said, answer } = await askAnew()
      scene.model?.setScript(answering({ content: 'For a hotel, up to 140 euros per night [1].' }))

      await Promise.all([press(bob, answer, ACTIONS.tryAgain), press(bob, answer, ACTIONS.tryAgain)])
      await talk.answerTo(said, 2)
      await talk.click({ user: bob, on: answer, actionId: ACTIONS.why })

      const [first, second, ...others] = textsBelow(said)
      expect(first).toContain(REPLY)
      expect(second).toContain('For a hotel, up to 140 euros per night [1].')
      expect(others).toEqual([])
    })

    it('works after a restart, and on what it has answered', async () => {
      const { said, answer } = await askAnew()
      await scene.restart()

      await press(alice, answer, ACTIONS.tryAgain)
      const second = await talk.answerTo(said, 2)
      await scene.restart()
      await press(alice, second, ACTIONS.tryAgain)
      await talk.answerTo(said, 3)

      expect(textsBelow(said)).toHaveLength(3)
    })

    it('answers after a failure', async () => {
      scene.model?.setScript(() => ({ status: 500, error: 'out of memory' }))
      const { said, answer } = await askAnew()
      scene.model?.setScript(answering({ content: REPLY }))

      await press(alice, answer, ACTIONS.tryAgain)
      const second = await talk.answerTo(said, 2)

      expect(visibleText(answer)).toContain(CHAT.degraded('model-failed', true))
      expect(visibleText(second)).toContain(REPLY)
    })
  })

  describe('Search', () => {
    it('searches for what was answered without, once for two clicks', async () => {
      scene.model?.setScript(answering({ content: 'Rain on hotel roofs.' }))
      const { said, answer } = await askAnew('Write a poem about the hotel.')
      scene.model?.setScript(answering({ content: REPLY }))

      await Promise.all([press(alice, answer, ACTIONS.searchAnyway), press(alice, answer, ACTIONS.searchAnyway)])
      const second = await talk.answerTo(said, 2)
      await talk.click({ user: alice, on: answer, actionId: ACTIONS.why })

      expect(visibleText(answer)).toContain(CHAT.answeredDirectly)
      expect(visibleText(second)).toContain(CHAT.searched(['knowledge']))
      expect(visibleText(second)).toContain(REPLY)
      expect(textsBelow(said)).toHaveLength(2)
    })
  })

  describe('Stop', () => {
    const waitForWords = async (said: Said, words: string) => {
      await scene.slack.waitFor(() => textsBelow(said).some((text) => text.includes(words)), `"${words}"`)
      const [writing] = scene.slack.repliesIn(said.channel, said.threadTs)
      if (writing === undefined) throw new Error('Nothing is being written.')
      return writing
    }
    const neverEnding = answering({
      chunks: ['The company pays up to 140 euros per night for a hotel [1]. ', 'In London ', 'it pays more.'],
      beforePiece: (piece) => (piece === 2 ? new Promise<void>(() => {}) : undefined),
    })

    it.each([
      ['a channel', nextPlace],
      ['a direct message', () => CHANNELS.aliceDirect],
    ])('ends what is being written in %s, and the model with it', async (_, place) => {
      scene.model?.setScript(neverEnding)
      const said = await scene.slack.say({ user: alice, channel: place(), text: `<@U0KIKU> ${QUESTION}` })
      const writing = await waitForWords(said, '140 euros')

      await press(alice, writing, ACTIONS.stop)
      await waitForWords(said, CHAT.stopped)

      await scene.model?.until(() => scene.model === undefined || answerRequests(scene.model).at(-1)?.aborted === true)
      expect(visibleText(writing)).toContain('140 euros')
      expect(JSON.stringify(writing)).not.toContain(ACTIONS.stop)
      expect(scene.slack.repliesIn(said.channel, said.threadTs)).toHaveLength(1)
    })

    it('is for the asker alone', async () => {
      scene.model?.setScript(neverEnding)
      const said = await scene.slack.say({ user: alice, channel: nextPlace(), text: `<@U0KIKU> ${QUESTION}` })
      const writing = await waitForWords(said, '140 euros')

      const refused = await talk.click({ user: bob, on: writing, actionId: ACTIONS.stop })
      const isStillWriting = writing.streaming === 'in_progress'
      await press(alice, writing, ACTIONS.stop)
      await waitForWords(said, CHAT.stopped)

      expect(refused.text).toBe(EN.notYoursToStop)
      expect(isStillWriting).toBe(true)
    })

    it('lets the question be tried again', async () => {
      scene.model?.setScript(neverEnding)
      const said = await scene.slack.say({ user: alice, channel: nextPlace(), text: `<@U0KIKU> ${QUESTION}` })
      const writing = await waitForWords(said, '140 euros')
      await press(alice, writing, ACTIONS.stop)
      await waitForWords(said, CHAT.stopped)
      scene.model?.setScript(answering({ content: REPLY }))

      await press(alice, writing, ACTIONS.tryAgain)
      const second = await talk.answerTo(said)

      expect(visibleText(second)).toContain(REPLY)
    })
  })

  describe('of a question that was forgotten', () => {
    it.each([ACTIONS.why, ACTIONS.tryAgain])('say so: %s', async (actionId) => {
      const { said, answer } = await askAnew()
      await scene.slack.remove({ channel: said.channel, ts: said.ts })

      const told = await talk.click({ user: alice, on: answer, actionId })

      expect(told.text).toBe(EN.gone)
      expect(talk.answersTo(said)).toHaveLength(1)
    })

    it('say so of private answers', async () => {
      const { message } = await talk.command(`ask ${QUESTION}`, { user: bob, channel: CHANNELS.general })
      const offer = await talk.command('forget me', { user: bob, channel: CHANNELS.general })
      await talk.click({ user: bob, on: offer.message, actionId: ACTIONS.forget })

      const told = await talk.click({ user: bob, on: message, actionId: ACTIONS.share })

      expect(told.text).toBe(EN.gone)
    })
  })

  it('work after a restart: Why?, Share to channel, Search, Forget', async () => {
    const channel = CHANNELS.private
    const { message } = await talk.command(`ask ${QUESTION}`, { user: alice, channel })
    const { said, answer } = await askAnew('Write a poem about the hotel.')
    const offer = await talk.command('forget thread', { user: alice, channel: said.channel })
    await scene.restart()

    const why = await talk.click({ user: bob, on: answer, actionId: ACTIONS.why })
    await press(alice, answer, ACTIONS.searchAnyway)
    const second = await talk.answerTo(said, 2)
    const shared = await talk.click({ user: alice, on: message, actionId: ACTIONS.share })
    const value = `thread:slack:T0HOME:${said.channel}:${said.ts}`
    const forgotten = await talk.click({ user: alice, on: offer.message, actionId: ACTIONS.forget, value })

    expect(why.text).toContain(CHAT.whyTitle)
    expect(visibleText(second)).toContain(CHAT.searched(['knowledge']))
    expect(shared.text).toBe(EN.shared)
    expect(talk.textsIn(channel)).toContain(REPLY)
    expect(forgotten.text).toBe(slackWords('en').forget.done(2))
  })
})
