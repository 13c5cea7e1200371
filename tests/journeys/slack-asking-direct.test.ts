import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { chatWords } from '../../src/adapters/common/chat/words.ts'
import { slackWords } from '../../src/adapters/slack/words/words.ts'
import { NEVER } from '../fakes/journey-bench.ts'
import { answerRequests } from '../fakes/journey-model.ts'
import { type SlackJourney, startSlackJourney } from '../fakes/journey-slack.ts'
import { BOT_USER, CHANNELS, PEOPLE, visibleText } from '../fakes/slack/slack-server.ts'
import { createSlackTalk, type SlackTalk, TELLING, UNHURRIED } from '../fakes/slack-talk.ts'

const { alice, bob, yuki } = PEOPLE
const FOR_ALICE = 'The code of the velvet vault is amaranth.'

describe('asking Kiku directly', () => {
  let scene: SlackJourney
  let talk: SlackTalk
  beforeAll(async () => {
    scene = await startSlackJourney({ model: TELLING, environment: UNHURRIED })
    talk = createSlackTalk(scene)
    const gate = await scene.journey.write('gate.md', '# Copper gate\n\nThe code of the copper gate is marigold.\n')
    const japanese = await scene.journey.write('銅門.md', '# 銅門\n\n銅門の暗号は金木犀です。\n')
    const vault = await scene.journey.write('vault.md', `# Velvet vault\n\n${FOR_ALICE}\n`)
    await scene.kiku().ingest({ locations: [gate, japanese], audience: 'public' }, () => {}, NEVER)
    await scene.kiku().ingest({ locations: [vault], audience: `person:slack:T0HOME:${alice}` }, () => {}, NEVER)
  })
  afterEach(() => expect(scene.slack.pings).toEqual([]))
  afterAll(() => scene.end())

  const lastPrompt = () => (scene.model === undefined ? undefined : answerRequests(scene.model).at(-1)?.chat.messages)

  it('is answered without naming Kiku, in a thread of the question', async () => {
    const { said, answer } = await talk.ask({ user: alice, text: 'What is the code of the copper gate?' })

    expect(answer.threadTs).toBe(said.ts)
    expect(visibleText(answer)).toContain('The code of the copper gate is marigold [1].')
    expect(scene.slack.statuses.find(({ threadTs }) => threadTs === said.ts)?.status).toBe(chatWords('en').thinking)
    expect(scene.slack.statusOf(said.channel, said.ts)).toBe('')
  })

  it('reads what the asker alone may read', async () => {
    const hers = await talk.ask({ user: alice, text: 'What is the code of the velvet vault?' })
    const his = await talk.ask({ user: bob, text: 'What is the code of the velvet vault?' })

    expect(visibleText(hers.answer)).toContain('amaranth')
    expect(visibleText(his.answer)).not.toContain('amaranth')
  })

  it('begins a conversation with every message outside of threads', async () => {
    await talk.ask({ user: alice, text: 'What is the code of the copper gate?' })
    const second = await talk.ask({ user: alice, text: 'What does the company pay for a hotel?' })

    expect(second.answer.threadTs).toBe(second.said.ts)
    expect(lastPrompt()?.map(({ role }) => role)).toEqual(['system', 'user'])
  })

  it('goes on with a conversation in its thread', async () => {
    const { said } = await talk.ask({ user: alice, text: 'What is the code of the copper gate?' })

    await scene.slack.say({
      user: alice,
      channel: said.channel,
      threadTs: said.ts,
      text: 'Please tell me that code again.',
    })
    const answer = await talk.answerTo(said, 2)

    expect(visibleText(answer)).toContain('marigold')
    expect(lastPrompt()?.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user'])
  })

  it('is answered once when the name is written all the same', async () => {
    const said = await scene.slack.say({ user: bob, text: `<@${BOT_USER}> What is the code of the copper gate?` })
    await talk.answerTo(said)
    await scene.slack.idle()

    expect(scene.slack.repliesIn(said.channel, said.ts)).toHaveLength(1)
  })

  it('is answered in Japanese to one who has Slack in Japanese', async () => {
    const { said, answer } = await talk.ask({ user: yuki, text: '銅門の暗号は何ですか' })

    const words = chatWords('ja')
    expect(visibleText(answer)).toContain('銅門の暗号は金木犀です')
    expect(visibleText(answer)).toContain(`[${words.helpful}] [${words.notHelpful}]`)
    expect(scene.slack.statuses.find(({ threadTs }) => threadTs === said.ts)?.status).toBe(words.thinking)
  })

  it('in a group needs the name, as in a channel', async () => {
    const channel = CHANNELS.group
    const idle = await scene.slack.say({ user: bob, channel, text: 'What is the code of the copper gate?' })
    const { said, answer } = await talk.ask({ user: alice, channel, text: 'What is the code of the velvet vault?' })
    await scene.slack.idle()

    expect(scene.slack.repliesIn(channel, idle.ts)).toEqual([])
    expect(scene.slack.repliesIn(channel, said.ts)).toEqual([answer])
    expect(visibleText(answer)).not.toContain('amaranth')
  })

  describe('in the agent view', () => {
    it.each([
      [alice, 'en'],
      [yuki, 'ja'],
    ] as const)('suggests what to ask in the language of the person (%s)', async (user, language) => {
      const before = scene.slack.prompts.length

      await scene.slack.openHome(user, 'messages')
      const shown = await scene.slack.waitFor(() => scene.slack.prompts[before], 'suggestions')

      const { title, whatCanYouDo } = slackWords(language).greeting
      expect(shown.channel).toBe(scene.slack.world.directMessage(user).id)
      expect(shown.title).toBe(title)
      expect(shown.prompts.length).toBeLessThanOrEqual(4)
      expect(shown.prompts).toContainEqual(whatCanYouDo)
    })

    it.each([
      [alice, 'en'],
      [yuki, 'ja'],
    ] as const)('answers whatever it suggests (%s)', async (user, language) => {
      const before = scene.slack.prompts.length
      await scene.slack.openHome(user, 'messages')
      const { prompts } = await scene.slack.waitFor(() => scene.slack.prompts[before], 'suggestions')

      for (const { message } of prompts) {
        const { answer } = await talk.ask({ user, text: String(message) })

        expect(visibleText(answer)).toContain(`[${chatWords(language).why}]`)
      }
    })

    it('gives a conversation the title of its first question, cut where it is long', async () => {
      const long = 'コンプレッサーの保証期間と修理の申し込みの方法と費用について'.repeat(10)
      const first = await talk.ask({ user: alice, text: 'What is the code of the copper gate?' })
      const { channel, ts: threadTs } = first.said
      await scene.slack.say({ user: alice, channel, threadTs, text: 'What does the company pay for a hotel?' })
      await talk.answerTo(first.said, 2)
      const second = await talk.ask({ user: yuki, text: long })
      await scene.slack.idle()

      const title = scene.slack.titleOf(second.said.channel, second.said.ts) ?? ''
      expect(scene.slack.titleOf(channel, threadTs)).toBe('What is the code of the copper gate?')
      expect(long.startsWith(title.replace(/…$/, ''))).toBe(true)
      expect(title.length).toBeGreaterThan(20)
      expect(title.length).toBeLessThan(200)
    })

    it('gives a question in a channel no title', async () => {
      const { said } = await talk.ask({
        user: alice,
        channel: CHANNELS.general,
        text: 'What is the code of the copper gate?',
      })
      await scene.slack.idle()

      expect(scene.slack.titleOf(said.channel, said.ts)).toBeUndefined()
    })

    it('bears that somebody looks at other channels, and that Slack takes no suggestions and titles', async () => {
      const methods = [
        'assistant.threads.setSuggestedPrompts',
        'assistant.threads.setTitle',
        'assistant.threads.setStatus',
      ]
      for (const method of methods) scene.slack.faults.push({ method, error: 'unknown_method', times: 2 })

      await scene.slack.changeContext(alice, [CHANNELS.general])
      await scene.slack.openHome(alice, 'messages')
      const { answer } = await talk.ask({ user: alice, text: 'What is the code of the copper gate?' })
      await scene.slack.idle()
      scene.slack.faults.length = 0

      expect(visibleText(answer)).toContain('marigold')
    })
  })
})
