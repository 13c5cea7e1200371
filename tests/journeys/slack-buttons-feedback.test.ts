import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ACTIONS } from '../../src/adapters/slack/interact/action-ids.ts'
import { slackWords } from '../../src/adapters/slack/words/words.ts'
import { answerTurnId } from '../../src/domain/message.ts'
import type { Feedback } from '../../src/ports/store.ts'
import { type SlackJourney, startSlackJourney } from '../fakes/journey-slack.ts'
import { CHANNELS, PEOPLE, type Said, type SlackMessage, visibleBlocks } from '../fakes/slack/slack-server.ts'
import { objectsOf } from '../fakes/slack/wire.ts'
import { createSlackTalk, type SlackTalk, TELLING, UNHURRIED } from '../fakes/slack-talk.ts'

const { alice, bob, yuki } = PEOPLE
const EN = slackWords('en')
const JA = slackWords('ja')

describe('feedback on an answer', () => {
  let scene: SlackJourney
  let talk: SlackTalk
  beforeAll(async () => {
    scene = await startSlackJourney({ model: TELLING, environment: UNHURRIED })
    talk = createSlackTalk(scene)
  })
  afterAll(() => scene.end())

  const askAnew = () =>
    talk.ask({ user: alice, channel: CHANNELS.general, text: 'How many euros does a new badge cost?' })
  const up = (user: string, on: SlackMessage) => ({ user, on, actionId: ACTIONS.feedback, choice: 'positive' }) as const
  const down = (user: string, on: SlackMessage) =>
    ({ user, on, actionId: ACTIONS.feedback, choice: 'negative' }) as const
  const formOf = (user: string) => visibleBlocks(objectsOf(scene.slack.openFor(user).at(-1)?.view.blocks))

  /** What is kept about an answer, by person. Kiku is stopped for that, and started again. */
  async function readFeedback({ channel, ts }: Said): Promise<Readonly<Record<string, Partial<Feedback>>>> {
    await scene.stop()
    const all = await scene.journey.inspect(({ conversations }) =>
      conversations.listFeedback(answerTurnId(`slack:T0HOME:${channel}:${ts}`)),
    )
    await scene.start()
    return Object.fromEntries(
      all.map(({ authorId, verdict, reason }) => [authorId, reason === undefined ? { verdict } : { verdict, reason }]),
    )
  }

  it('is kept with its trace, from everybody who gives some', async () => {
    const { said, answer } = await askAnew()

    const byAlice = await talk.click(up(alice, answer))
    const byBob = await talk.click(down(bob, answer))

    expect(byAlice.text).toBe(EN.feedback.thanks)
    expect(byBob.text).toBe(EN.feedback.sorry)
    expect(await readFeedback(said)).toEqual({
      [`slack:T0HOME:${alice}`]: { verdict: 'up' },
      [`slack:T0HOME:${bob}`]: { verdict: 'down' },
    })
  })

  it('takes a reason with a no, in a form', async () => {
    const { said, answer } = await askAnew()
    await talk.click(down(alice, answer))
    await scene.slack.waitFor(() => formOf(alice).includes(EN.feedback.label), 'the form')

    const empty = await scene.slack.submitView({ user: alice })
    const vague = await scene.slack.submitView({ user: alice, values: { reasons: ['other'] } })
    const thanks = await talk.privately(alice, () =>
      scene.slack.submitView({ user: alice, values: { reasons: ['outdated', 'wrong'], text: 'It is 20 euros now.' } }),
    )

    expect(empty.errors).toEqual({ reasons: EN.feedback.errorNothing })
    expect(vague.errors).toEqual({ text: EN.feedback.errorOther })
    expect(thanks.text).toBe(EN.feedback.thanksForReason)
    expect(await readFeedback(said)).toEqual({
      [`slack:T0HOME:${alice}`]: { verdict: 'down', reason: 'wrong, outdated: It is 20 euros now.' },
    })
  })

  it('asks for the reason in the language of the reader', async () => {
    const { said, answer } = await askAnew()

    await talk.click(down(yuki, answer))
    await scene.slack.waitFor(() => formOf(yuki).includes(JA.feedback.reasons.source), 'the form')
    await talk.privately(yuki, () => scene.slack.submitView({ user: yuki, values: { text: '金額が違います。' } }))

    expect(await readFeedback(said)).toEqual({
      [`slack:T0HOME:${yuki}`]: { verdict: 'down', reason: '金額が違います。' },
    })
  })

  it('changes with its author’s mind, and stands when the form is closed', async () => {
    const { said, answer } = await askAnew()
    await talk.click(down(alice, answer))
    await talk.click(up(bob, answer))
    await scene.slack.waitFor(() => scene.slack.openFor(alice).length > 0, 'the form')

    await scene.slack.closeView({ user: alice })
    await talk.click(down(bob, answer))
    const noted = await readFeedback(said)
    await talk.click(up(alice, answer))

    expect(noted).toEqual({
      [`slack:T0HOME:${alice}`]: { verdict: 'down' },
      [`slack:T0HOME:${bob}`]: { verdict: 'down' },
    })
    expect(await readFeedback(said)).toMatchObject({ [`slack:T0HOME:${alice}`]: { verdict: 'up' } })
  })

  it('is a reaction, too, of whatever skin tone, and stays when the reaction goes', async () => {
    const { said, answer } = await askAnew()
    const on = { channel: answer.channel, ts: answer.ts }

    await scene.slack.react({ ...on, user: alice, name: '+1::skin-tone-3' })
    await scene.slack.react({ ...on, user: bob, name: 'eyes' })
    await scene.slack.react({ ...on, user: yuki, name: '-1' })
    await scene.slack.unreact({ ...on, user: alice, name: '+1::skin-tone-3' })
    await scene.slack.react({ channel: said.channel, ts: said.ts, user: bob, name: '-1' })
    await scene.slack.idle()

    expect(await readFeedback(said)).toEqual({
      [`slack:T0HOME:${alice}`]: { verdict: 'up' },
      [`slack:T0HOME:${yuki}`]: { verdict: 'down' },
    })
  })

  it('counts after a restart, and goes with its author', async () => {
    const { said, answer } = await askAnew()
    await scene.restart()

    await scene.slack.react({ channel: answer.channel, ts: answer.ts, user: yuki, name: 'tada' })
    await talk.click(up(bob, answer))
    const noted = await readFeedback(said)
    const offer = await talk.command('forget me', { user: bob, channel: CHANNELS.general })
    await talk.click({ user: bob, on: offer.message, actionId: ACTIONS.forget })

    expect(noted).toEqual({ [`slack:T0HOME:${bob}`]: { verdict: 'up' }, [`slack:T0HOME:${yuki}`]: { verdict: 'up' } })
    expect(await readFeedback(said)).toEqual({ [`slack:T0HOME:${yuki}`]: { verdict: 'up' } })
  })

  it('comes too late when the answer is forgotten', async () => {
    const { said, answer } = await askAnew()
    await scene.slack.remove({ channel: said.channel, ts: said.ts })

    const told = await talk.click(up(bob, answer))

    expect(told.text).toBe(EN.answers.gone)
    expect(await readFeedback(said)).toEqual({})
  })
})
