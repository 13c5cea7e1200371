import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { chatWords } from '../../src/adapters/common/chat/words.ts'
import { explainError } from '../../src/conversation/explain-error.ts'
import { KikuError } from '../../src/domain/errors.ts'
import { NEVER } from '../fakes/journey-bench.ts'
import { answerRequests } from '../fakes/journey-model.ts'
import { type SlackJourney, startSlackJourney } from '../fakes/journey-slack.ts'
import { BOT_USER, CHANNELS, PEOPLE, TEAM, visibleText } from '../fakes/slack/slack-server.ts'
import { createSlackTalk, type SlackTalk, TELLING, UNHURRIED } from '../fakes/slack-talk.ts'

const { alice, bob, yuki, otherBot } = PEOPLE
const EN = chatWords('en')
const JA = chatWords('ja')
const FACT = 'The code of the copper gate is marigold.'
const QUESTION = 'What is the code of the copper gate?'
const ANSWER = 'The code of the copper gate is marigold [1].'

describe('asking in a channel', () => {
  let scene: SlackJourney
  let talk: SlackTalk
  /** Slack takes one message per second and channel, so every case has a channel of its own. */
  let channel: string
  beforeAll(async () => {
    scene = await startSlackJourney({ model: TELLING, environment: UNHURRIED })
    talk = createSlackTalk(scene)
    const gate = await scene.journey.write('gate.md', `# Copper gate\n\n${FACT}\n`)
    const japanese = await scene.journey.write('銅門.md', '# 銅門\n\n銅門の暗号は金木犀です。\n')
    await scene.kiku().ingest({ locations: [gate, japanese], audience: 'public' }, () => {}, NEVER)
  })
  afterEach(() => expect(scene.slack.pings).toEqual([]))
  afterAll(() => scene.end())

  const openRoom = () => {
    channel = scene.slack.world.addChannel({ members: [alice, bob, yuki, otherBot, BOT_USER] }).id
    return channel
  }
  const countRequests = () => (scene.model === undefined ? 0 : answerRequests(scene.model).length)
  const wordsOf = (code: 'question-empty' | 'question-too-long', language: 'en' | 'ja', details = {}) =>
    explainError(new KikuError(code, '', { details }), language)

  describe('by naming Kiku', () => {
    it('is answered in its thread, with a citation and a source', async () => {
      const { said, answer } = await talk.ask({ user: alice, channel: openRoom(), text: QUESTION })

      const shown = visibleText(answer)
      expect(shown).toContain(ANSWER)
      expect(shown).toContain(`${EN.sources}\n[1] Copper gate`)
      expect(shown).toContain(EN.searched(['knowledge']))
      expect(answer.threadTs).toBe(said.ts)
      expect(scene.slack.messagesIn(channel)).toEqual([said.message, answer])
    })

    it('shows that Kiku is at work before anything else, and takes that away again', async () => {
      const { said } = await talk.ask({ user: alice, channel: openRoom(), text: QUESTION })

      const calls = scene.slack.calls.filter((call) => call.arguments.thread_ts === said.ts)
      expect(calls[0]).toMatchObject({
        method: 'assistant.threads.setStatus',
        arguments: { channel_id: channel, thread_ts: said.ts, status: EN.thinking },
      })
      expect(scene.slack.statusOf(channel, said.ts)).toBe('')
    })

    it.each(['message-first', 'mention-first'] as const)(
      'is answered once although Slack tells of it twice, %s',
      async (order) => {
        const before = countRequests()

        const said = await scene.slack.say({
          user: alice,
          channel: openRoom(),
          text: `<@${BOT_USER}> ${QUESTION}`,
          order,
        })
        await talk.answerTo(said)
        await scene.slack.idle()

        expect(said.deliveries).toHaveLength(2)
        expect(scene.slack.repliesIn(channel, said.threadTs)).toHaveLength(1)
        expect(countRequests() - before).toBe(1)
      },
    )

    it.each(['message', 'mention'] as const)('is answered when Slack tells of the %s alone', async (twins) => {
      const said = await scene.slack.say({
        user: alice,
        channel: openRoom(),
        text: `<@${BOT_USER}> ${QUESTION}`,
        twins,
      })

      expect(visibleText(await talk.answerTo(said))).toContain(ANSWER)
    })

    it('is answered when the name stands in the middle', async () => {
      const text = `Tell me, <@${BOT_USER}>, what is the code of the copper gate?`

      const said = await scene.slack.say({ user: alice, channel: openRoom(), text })

      expect(visibleText(await talk.answerTo(said))).toContain(ANSWER)
    })

    it('is answered once when the name was forgotten and added by an edit', async () => {
      const said = await scene.slack.say({ user: alice, channel: openRoom(), text: QUESTION })
      await scene.slack.idle()
      expect(scene.slack.repliesIn(channel, said.threadTs)).toEqual([])

      await scene.slack.edit({ channel, ts: said.ts, text: `<@${BOT_USER}> ${QUESTION}` })
      await talk.answerTo(said)
      await scene.slack.idle()

      expect(scene.slack.repliesIn(channel, said.threadTs)).toHaveLength(1)
    })

    it('answers in Japanese, with Japanese status and buttons, whoever has Slack in Japanese', async () => {
      const { said, answer } = await talk.ask({ user: yuki, channel: openRoom(), text: '銅門の暗号は何ですか' })

      const shown = visibleText(answer)
      expect(shown).toContain('銅門の暗号は金木犀です')
      for (const word of [JA.sources, JA.why, JA.tryAgain, JA.helpful, JA.searched(['knowledge'])])
        expect(shown).toContain(word)
      for (const word of [EN.sources, EN.why, EN.helpful]) expect(shown).not.toContain(word)
      expect(scene.slack.statuses.filter(({ threadTs }) => threadTs === said.ts)[0]?.status).toBe(JA.thinking)
    })

    it.each([
      [alice, 'en'],
      [yuki, 'ja'],
    ] as const)('says what is missing when only the name was written (%s)', async (user, language) => {
      const said = await scene.slack.say({ user, channel: openRoom(), text: `<@${BOT_USER}>` })

      const { message, remedy } = wordsOf('question-empty', language)
      const reply = await scene.slack.waitFor(() => scene.slack.repliesIn(channel, said.threadTs)[0], 'a reply')
      expect(visibleText(reply)).toBe(`${message}\n\n${remedy}`)
    })

    it.each([
      [alice, 'en', 'word '.repeat(1_700).trim()],
      [yuki, 'ja', 'これは長い質問です。'.repeat(900)],
    ] as const)('says how long a question may be to one who wrote too much (%s)', async (user, language, text) => {
      const said = await scene.slack.say({ user, channel: openRoom(), text: `<@${BOT_USER}> ${text}` })

      const { message, remedy } = wordsOf('question-too-long', language, { length: text.length, limit: 8_000 })
      const reply = await scene.slack.waitFor(() => scene.slack.repliesIn(channel, said.threadTs)[0], 'a reply')
      expect(visibleText(reply)).toBe(`${message}\n\n${remedy}`)
    })
  })

  describe('without naming Kiku', () => {
    it('is answered in a thread that Kiku takes part in, with what was said before', async () => {
      const { said } = await talk.ask({ user: alice, channel: openRoom(), text: QUESTION })

      await scene.slack.say({ user: alice, channel, threadTs: said.threadTs, text: 'Can you tell me that code again?' })
      const answer = await talk.answerTo(said, 2)

      expect(visibleText(answer)).toContain(ANSWER)
      expect(talk.prompts().at(-1)).toContain(QUESTION)
    })

    it('is not answered when it is thanks, or said to somebody else, or talk among people', async () => {
      const { said } = await talk.ask({ user: alice, channel: openRoom(), text: QUESTION })
      const { threadTs } = said
      const before = countRequests()

      for (const text of [
        'Thanks!',
        'ありがとう！',
        `<@${bob}> what do you think of that code?`,
        '<!here> is anybody there?',
      ])
        await scene.slack.say({ user: alice, channel, threadTs, text })
      await scene.slack.say({ user: bob, channel, threadTs, text: 'I went there yesterday.' })
      await scene.slack.say({
        user: bob,
        channel,
        threadTs,
        text: 'Could you repeat the code of the copper gate, please?',
      })
      await talk.answerTo(said, 2)
      await scene.slack.idle()

      expect(talk.answersTo(said)).toHaveLength(2)
      expect(countRequests() - before).toBe(1)
    })

    it('is not answered outside of threads, nor in threads of others', async () => {
      const said = await scene.slack.say({ user: alice, channel: openRoom(), text: QUESTION })
      await scene.slack.say({ user: bob, channel, threadTs: said.threadTs, text: QUESTION })
      await scene.slack.idle()

      expect(scene.slack.messagesIn(channel).filter(({ user }) => user === BOT_USER)).toEqual([])
      expect(scene.slack.statuses.filter((status) => status.channel === channel)).toEqual([])
    })

    it('is not answered where the channel has switched that off; a mention is', async () => {
      const { said } = await talk.ask({ user: alice, channel: openRoom(), text: QUESTION })
      await scene.slack.command('settings', { user: alice, channel })
      const isFilled = () => scene.slack.openFor(alice).some(({ view }) => JSON.stringify(view).includes('follow_ups'))
      await scene.slack.waitFor(isFilled, 'the settings')
      await scene.slack.submitView({ user: alice, values: { follow_ups: [] } })

      await scene.slack.say({ user: alice, channel, threadTs: said.threadTs, text: 'Could you tell me that again?' })
      await scene.slack.say({ user: alice, channel, threadTs: said.threadTs, text: `<@${BOT_USER}> ${QUESTION}` })
      await talk.answerTo(said, 2)
      await scene.slack.idle()

      expect(talk.answersTo(said)).toHaveLength(2)
    })
  })

  describe('by what is no person', () => {
    it('is not answered: another bot, Slackbot, a webhook, Kiku itself', async () => {
      const text = `<@${BOT_USER}> ${QUESTION}`
      const event = { type: 'app_mention', channel: openRoom(), channel_type: 'channel', team: TEAM, text }
      const ts = (at: number) => `1700000000.00000${at}`

      await scene.slack.say({ user: otherBot, channel, text })
      await scene.slack.emit({ ...event, user: 'USLACKBOT', ts: ts(1) })
      await scene.slack.emit({ ...event, type: 'message', subtype: 'bot_message', bot_id: 'B0HOOK', ts: ts(2) })
      await scene.slack.emit({ ...event, user: BOT_USER, ts: ts(3) })
      await scene.slack.emit({ ...event, type: 'message', subtype: 'channel_join', user: alice, ts: ts(4) })
      const { said } = await talk.ask({ user: alice, channel, text: QUESTION })
      await scene.slack.idle()

      expect(scene.slack.messagesIn(channel).filter(({ user }) => user === BOT_USER)).toEqual(talk.answersTo(said))
      expect(scene.slack.statuses.filter((status) => status.channel === channel)).toHaveLength(1)
    })
  })

  it('keeps apart what is said in two threads at once', async () => {
    const questions = [QUESTION, 'What does the company pay for a hotel?']
    const asked = await Promise.all(questions.map((text) => talk.ask({ user: alice, channel: CHANNELS.general, text })))

    for (const { said, answer } of asked) {
      expect(answer.threadTs).toBe(said.ts)
      expect(scene.slack.repliesIn(CHANNELS.general, said.ts)).toEqual([answer])
    }
    const prompts = talk.prompts().slice(-2)
    expect(prompts.filter((prompt) => prompt.includes('hotel?'))).toHaveLength(1)
    expect(prompts.filter((prompt) => prompt.includes(QUESTION))).toHaveLength(1)
  })
})
