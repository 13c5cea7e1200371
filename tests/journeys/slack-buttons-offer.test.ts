import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chatWords } from '../../src/adapters/common/chat/words.ts'
import { ACTIONS } from '../../src/adapters/slack/interact/action-ids.ts'
import { slackWords } from '../../src/adapters/slack/words/words.ts'
import { type SlackJourney, startSlackJourney } from '../fakes/journey-slack.ts'
import { CHANNELS, type Ephemeral, PEOPLE, type Said, visibleText } from '../fakes/slack/slack-server.ts'
import { createSlackTalk, type SlackTalk, TELLING, UNHURRIED } from '../fakes/slack-talk.ts'

const { alice, bob, yuki } = PEOPLE
const EN = chatWords('en')
const JA = chatWords('ja')
const WORDS = slackWords('en').answers
const QUESTION = 'What is the code of the velvet vault?'

describe('what the asker alone may read', () => {
  let scene: SlackJourney
  let talk: SlackTalk
  beforeAll(async () => {
    scene = await startSlackJourney({ model: TELLING, environment: { ...UNHURRIED, KIKU_SLACK_REMEMBER: 'true' } })
    talk = createSlackTalk(scene)
    // Alice and Bob are in this channel, Yuki is not.
    const channel = CHANNELS.private
    await scene.slack.say({ user: bob, channel, text: 'The code of the velvet vault is amaranth.' })
    await scene.slack.say({ user: alice, channel, text: '旧館地下金庫の暗号は杏子です。' })
  })
  afterAll(() => scene.end())

  const offersTo = (user: string, { threadTs }: Said, words = EN) =>
    scene.slack
      .ephemeralsFor(user)
      .filter((one) => one.threadTs === threadTs && visibleText(one).includes(words.privateOffer))

  async function waitForOffer(user: string, said: Said, words = EN): Promise<Ephemeral> {
    await scene.slack.waitFor(() => offersTo(user, said, words).length > 0, 'the offer')
    const [offer] = offersTo(user, said, words)
    if (offer === undefined) throw new Error('The offer has gone again.')
    return offer
  }

  it('is offered to the asker alone, and shown to the asker alone', async () => {
    const { said, answer } = await talk.ask({ user: alice, channel: CHANNELS.general, text: QUESTION })
    const offer = await waitForOffer(alice, said)
    const before = scene.slack.messagesIn(CHANNELS.general).length

    const shown = await talk.click({ user: alice, on: offer, actionId: ACTIONS.showPrivately })

    expect(visibleText(answer)).not.toContain('amaranth')
    expect(shown.text).toContain('The code of the velvet vault is amaranth [1].')
    expect(shown.text).toContain(EN.onlyYou)
    expect(shown.message).toBe(offer)
    expect(scene.slack.messagesIn(CHANNELS.general)).toHaveLength(before)
    expect(scene.slack.ephemerals.filter(({ user }) => user !== alice)).toEqual([])
    expect(talk.textsIn(CHANNELS.general)).not.toContain('amaranth')
  })

  it('is not given to others, whatever they send', async () => {
    const { said } = await talk.ask({ user: alice, channel: CHANNELS.organisation, text: QUESTION })
    const offer = await waitForOffer(alice, said)
    const click = { on: offer, actionId: ACTIONS.showPrivately }
    const before = talk.prompts().length

    await expect(scene.slack.click({ ...click, user: bob })).rejects.toThrow('does not see this')
    const byAlice = await talk.click({ ...click, user: alice })
    const counted = talk.prompts().length
    const { body } = scene.slack.deliveries.findLast(({ kind }) => kind === 'interactive') ?? { body: {} }
    await scene.slack.deliver('interactive', { ...body, user: { id: yuki, team_id: 'T0HOME' } })
    await scene.slack.waitFor(() => visibleText(offer).includes(slackWords('ja').answers.notYours), 'the refusal')

    expect(byAlice.text).toContain('amaranth')
    expect(counted).toBe(before + 1)
    expect(talk.prompts()).toHaveLength(counted)
    expect(scene.slack.ephemeralsFor(yuki)).toEqual([])
  })

  it('is not offered to those who may not read it either, nor where nothing better is known', async () => {
    const hers = await talk.ask({ user: yuki, channel: CHANNELS.general, text: QUESTION })
    const nothing = await talk.ask({
      user: alice,
      channel: CHANNELS.general,
      text: 'How many euros does a new badge cost?',
    })
    // The offer would come before the answer to the next question is asked for.
    await talk.ask({ user: alice, channel: CHANNELS.general, text: 'How many euros does a lost badge cost?' })
    await scene.slack.idle()

    expect(scene.slack.ephemeralsFor(yuki)).toEqual([])
    expect(offersTo(alice, nothing.said)).toEqual([])
    expect(visibleText(hers.answer)).not.toContain('amaranth')
  })

  it('is offered in the language of the asker, and works after a restart', async () => {
    await scene.slack.changeUser(bob, { locale: 'ja-JP' })
    const { said } = await talk.ask({ user: bob, channel: CHANNELS.shared, text: '旧館地下金庫の暗号は何ですか？' })
    const offer = await waitForOffer(bob, said, JA)
    await scene.restart()

    const shown = await talk.click({ user: bob, on: offer, actionId: ACTIONS.showPrivately })

    expect(shown.text).toContain('旧館地下金庫の暗号は杏子です')
    expect(talk.textsIn(CHANNELS.shared)).not.toContain('杏子')
  })

  it('does not leave the asker when it is shared', async () => {
    const channel = CHANNELS.pending
    const { said } = await talk.ask({ user: alice, channel, text: QUESTION })
    const offer = await waitForOffer(alice, said)
    const { message } = await talk.click({ user: alice, on: offer, actionId: ACTIONS.showPrivately })
    const before = talk.prompts().length

    const shared = await talk.click({ user: alice, on: message, actionId: ACTIONS.share })

    expect(shared.text).toBe(WORDS.sharedAgain)
    expect(talk.answersTo(said)).toHaveLength(2)
    expect(talk.textsIn(channel)).not.toContain('amaranth')
    expect(talk.prompts(before).join()).not.toContain('amaranth')
    expect(scene.slack.thread(channel, said.ts)).toHaveLength(scene.slack.messagesIn(channel).length)
  })
})
