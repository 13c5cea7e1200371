import { createServer } from 'node:http'
import { describe, expect, it } from 'vitest'
import { answering, answerRequests } from '../fakes/journey-model.ts'
import { type SlackJourney, startSlackJourney } from '../fakes/journey-slack.ts'
import { CHANNELS, type Delivery, PEOPLE, type Said, visibleText } from '../fakes/slack/slack-server.ts'
import { createSlackTalk, UNHURRIED } from '../fakes/slack-talk.ts'
import { answerSlowly, HOTEL_ANSWER, HOTEL_QUESTION, withScene } from '../fakes/slow-answer.ts'

const channel = CHANNELS.general
const SECRET = 'signing-secret-of-the-peer'

const ask = ({ slack }: SlackJourney, about: Partial<Parameters<SlackJourney['slack']['say']>[0]> = {}) =>
  slack.say({ user: PEOPLE.alice, channel, text: HOTEL_QUESTION, ...about })
const answerAtOnce = ({ model }: SlackJourney) => model?.setScript(answering({ content: HOTEL_ANSWER }))

async function expectOneAnswer(scene: SlackJourney, said: Pick<Said, 'channel' | 'threadTs'>): Promise<void> {
  const { slack } = scene
  const answer = await createSlackTalk(scene).answerTo(said)
  await slack.idle()
  expect(visibleText(answer)).toContain(HOTEL_ANSWER)
  expect(slack.repliesIn(said.channel, said.threadTs)).toEqual([answer])
  expect(slack.pings).toEqual([])
}

describe.concurrent('when the socket is lost while an answer is written', () => {
  it.each(['killSockets', 'askToReconnect', 'freezeSockets'] as const)(
    'the answer is completed, and a question that was asked meanwhile is answered (%s)',
    (lose) =>
      withScene(async (scene) => {
        const { slack } = scene
        let asked: Promise<Said> | undefined
        const meanwhile = () => {
          slack[lose]()
          asked = ask(scene, { user: PEOPLE.bob, channel: CHANNELS.organisation })
        }

        const { said } = await answerSlowly(scene, { meanwhile })
        const later = await asked

        await expectOneAnswer(scene, said)
        expect(later?.deliveries.every(({ isAcknowledged }) => isAcknowledged)).toBe(true)
        if (later !== undefined) await expectOneAnswer(scene, later)
        expect(slack.connections).toBeGreaterThanOrEqual(2)
        expect(slack.openSockets).toBeGreaterThanOrEqual(1)
      }),
    // A dead network is noticed when a ping has had no answer for some seconds.
    30_000,
  )

  it('what Slack tells again after a long while is not answered again', () =>
    withScene(async (scene) => {
      const { slack } = scene
      answerAtOnce(scene)
      const said = await ask(scene)
      await expectOneAnswer(scene, said)
      slack.killSockets()
      await slack.waitFor(() => slack.connections === 2 && slack.openSockets === 1, 'another connection')

      for (const delivery of said.deliveries) await slack.replay(delivery, { firstAttempt: 3 })

      await expectOneAnswer(scene, said)
      expect(scene.model && answerRequests(scene.model)).toHaveLength(1)
    }))

  it('nor when Kiku was started anew in between', () =>
    withScene(async (scene) => {
      answerAtOnce(scene)
      const said = await ask(scene)
      await expectOneAnswer(scene, said)
      await scene.restart()

      for (const delivery of said.deliveries) await scene.slack.replay(delivery, { firstAttempt: 3 })

      await expectOneAnswer(scene, said)
      expect(scene.model && answerRequests(scene.model)).toHaveLength(1)
    }))
})

describe.concurrent('when Slack does not hear that a question has arrived', () => {
  it.each(['message-first', 'mention-first'] as const)(
    'tells of it again and gets one answer, over a socket (%s)',
    (order) =>
      withScene(async (scene) => {
        answerAtOnce(scene)

        const said = await ask(scene, { order, delivery: { dropAcks: 3 } })

        await expectOneAnswer(scene, said)
        expect(said.deliveries.map(({ attempts }) => attempts)).toEqual([4, 4])
        expect(scene.model && answerRequests(scene.model)).toHaveLength(1)
      }),
  )

  it('tells of it again while the answer is being written', () =>
    withScene(async (scene) => {
      const { slack } = scene
      const told: Promise<Delivery>[] = []
      const meanwhile = () => {
        for (const delivery of slack.deliveries.slice(0, 2)) told.push(slack.replay(delivery), slack.replay(delivery))
      }

      const { said } = await answerSlowly(scene, { meanwhile })
      await Promise.all(told)

      await expectOneAnswer(scene, said)
      expect(told).toHaveLength(4)
      expect(scene.model && answerRequests(scene.model)).toHaveLength(1)
    }))
})

describe('over signed requests', () => {
  /** A port that was free a moment ago. */
  async function findPort(): Promise<number> {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    await new Promise((resolve) => server.close(resolve))
    if (address === null || typeof address === 'string') throw new Error('There is no port.')
    return address.port
  }

  async function withRequests(use: (scene: SlackJourney) => Promise<void>): Promise<void> {
    const port = await findPort()
    const environment = {
      ...UNHURRIED,
      SLACK_APP_TOKEN: '',
      SLACK_SIGNING_SECRET: SECRET,
      KIKU_SLACK_PORT: String(port),
    }
    const url = `http://127.0.0.1:${port}/slack/events`
    const slack = { signingSecret: SECRET, transport: { kind: 'http', url } } as const
    const scene = await startSlackJourney({ model: {}, environment, slack })
    try {
      await use(scene)
    } finally {
      await scene.end()
    }
  }

  it('a question is answered in its thread', () =>
    withRequests(async (scene) => {
      const { said } = await answerSlowly(scene)

      await expectOneAnswer(scene, said)
      expect(scene.slack.connections).toBe(0)
    }))

  it('a question that Slack tells again and again gets one answer', () =>
    withRequests(async (scene) => {
      answerAtOnce(scene)

      const said = await ask(scene, { delivery: { dropAcks: 3 } })
      for (const delivery of said.deliveries) await scene.slack.replay(delivery, { firstAttempt: 2 })

      await expectOneAnswer(scene, said)
      expect(said.deliveries.map(({ statuses }) => statuses)).toEqual([Array(4).fill(200), Array(4).fill(200)])
      expect(scene.model && answerRequests(scene.model)).toHaveLength(1)
    }))

  it('what is not signed with the secret, or was signed long ago, is turned away and changes nothing', () =>
    withRequests(async (scene) => {
      const forged = await ask(scene, { delivery: { signWith: 'a guess' } })
      const old = await ask(scene, { delivery: { ageSeconds: 600 } })
      await scene.slack.idle()

      const statuses = [...forged.deliveries, ...old.deliveries].flatMap((delivery) => delivery.statuses)
      expect(new Set(statuses)).toEqual(new Set([401]))
      expect(scene.slack.repliesIn(channel, forged.threadTs)).toEqual([])
      expect(scene.slack.statuses).toEqual([])
    }))
})
