import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CALLBACKS } from '../../src/adapters/slack/interact/action-ids.ts'
import { slackWords } from '../../src/adapters/slack/words/words.ts'
import { answering } from '../fakes/journey-model.ts'
import { type SlackJourney, startSlackJourney } from '../fakes/journey-slack.ts'
import { readConversationTexts } from '../fakes/journey-store.ts'
import type { Said } from '../fakes/slack/slack-server.ts'
import { CHANNELS, PEOPLE, visibleBlocks, visibleText } from '../fakes/slack/slack-server.ts'
import { objectsOf } from '../fakes/slack/wire.ts'
import { createSlackTalk, type SlackTalk, UNHURRIED } from '../fakes/slack-talk.ts'

const { alice, bob, yuki, singleChannelGuest: guest } = PEOPLE
const EN = slackWords('en').shortcuts
const JA = slackWords('ja').shortcuts
const REPLY = 'It will be on Friday.'

describe('shortcuts on messages', () => {
  let scene: SlackJourney
  let talk: SlackTalk
  let head: Said
  beforeAll(async () => {
    const script = answering({ content: REPLY })
    scene = await startSlackJourney({ model: { numParallel: 4, script }, environment: UNHURRIED })
    talk = createSlackTalk(scene)
    const place = { channel: CHANNELS.general, user: bob }
    head = await scene.slack.say({
      ...place,
      text: `The zeppelin launch cannot be on Thursday, <@${guest}>. &lt;sorry&gt;`,
    })
    await scene.slack.say({ ...place, threadTs: head.ts, user: yuki, text: '金曜日に延期しましょう。' })
  })
  afterAll(() => scene.end())

  const formOf = (user: string) => visibleBlocks(objectsOf(scene.slack.openFor(user).at(-1)?.view.blocks))

  async function openForm(user: string, said = head) {
    await scene.slack.shortcut({ user, callbackId: CALLBACKS.askAbout, on: said.message })
    await scene.slack.waitFor(() => scene.slack.openFor(user).length > 0, 'the form')
    return formOf(user)
  }

  it('show what a question will be about', async () => {
    const english = await openForm(alice)
    const japanese = await openForm(yuki)

    expect(english).toContain(`${EN.about}\n>The zeppelin launch cannot be on Thursday`)
    expect(english).toContain('&lt;sorry&gt;')
    expect(japanese).toContain(JA.about)
  })

  it('want a question', async () => {
    await openForm(alice)

    const { errors } = await scene.slack.submitView({ user: alice, values: { question: '   ' } })

    expect(errors).toEqual({ question: EN.errorEmpty })
  })

  it('have a question answered in the thread, for all to see', async () => {
    const before = talk.prompts().length
    await openForm(alice)

    await scene.slack.submitView({ user: alice, values: { question: 'When will it be?' } })
    const answer = await talk.answerTo(head)

    const texts = scene.slack.thread(head.channel, head.ts).map(visibleText)
    expect(texts.at(-2)).toBe(EN.asks(`<@${alice}>`, 'When will it be?'))
    expect(visibleText(answer)).toContain(REPLY)
    expect(talk.prompts(before).join()).toMatch(
      /When will it be\?[\s\S]*begins>>>\nbob: The zeppelin launch cannot be on Thursday, @guest-one\. <sorry>\n<<<quotation \w+ ends>>>/,
    )
  })

  it('have a question answered for the asker alone', async () => {
    const before = scene.slack.messagesIn(head.channel).length
    await openForm(alice)

    const { text, message } = await talk.privately(alice, () =>
      scene.slack.submitView({ user: alice, values: { question: 'And what if it rains?', privately: ['on'] } }),
    )

    expect(text).toContain(REPLY)
    expect(message.threadTs).toBe(head.ts)
    expect(scene.slack.messagesIn(head.channel)).toHaveLength(before)
  })

  it('sum up a thread for whoever asks, in their language', async () => {
    const before = talk.prompts().length
    const count = scene.slack.messagesIn(head.channel).length

    const { text } = await talk.privately(yuki, () =>
      scene.slack.shortcut({ user: yuki, callbackId: CALLBACKS.summariseThread, on: head.message }),
    )

    expect(text).toContain(REPLY)
    expect(scene.slack.messagesIn(head.channel)).toHaveLength(count)
    const [prompt] = talk.prompts(before)
    expect(prompt).toContain(JA.summarise)
    expect(prompt).toMatch(/bob: The zeppelin launch[^\n]*\nyuki: 金曜日に延期しましょう。/)
  })

  it('sum up a long thread, page by page', async () => {
    const channel = CHANNELS.organisation
    const long = await scene.slack.say({ user: bob, channel, text: 'Minutes of the zeppelin meeting', isQuiet: true })
    for (let line = 1; line <= 450; line += 1) {
      await scene.slack.say({
        user: bob,
        channel,
        threadTs: long.ts,
        text: `Point number ${line} of the agenda.`,
        isQuiet: true,
      })
    }
    const before = talk.prompts().length

    await talk.privately(alice, () =>
      scene.slack.shortcut({ user: alice, callbackId: CALLBACKS.summariseThread, on: long.message }),
    )

    const [prompt] = talk.prompts(before)
    expect(
      scene.slack.callsOf('conversations.replies').filter(({ arguments: { channel: of } }) => of === channel),
    ).toHaveLength(3)
    expect(prompt).toMatch(/Minutes of the zeppelin meeting\n\(\d+ messages left out here\)\nbob: Point number/)
    expect(prompt).toContain('Point number 450 of the agenda.')
  })

  it('keep nothing of what was only quoted', async () => {
    await scene.stop()

    const kept = await scene.journey.inspect(readConversationTexts)

    expect(kept).toContain('When will it be?')
    expect(kept).not.toMatch(/zeppelin|延期|agenda/)
  })
})
