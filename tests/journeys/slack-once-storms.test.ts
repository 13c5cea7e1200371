import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answering } from '../fakes/journey-model.ts'
import { type SlackJourney, startSlackJourney } from '../fakes/journey-slack.ts'
import { freePort } from '../fakes/slack/free-port.ts'
import {
  BOT_USER,
  CHANNELS,
  type Delivery,
  PEOPLE,
  type Said,
  type SlackMessage,
  type SlackServer,
} from '../fakes/slack/slack-server.ts'
import { isComplete } from '../fakes/slack-service.ts'

const MODEL = { numParallel: 16, script: answering({ content: 'I do not know.' }) }
const LIMITS = {
  KIKU_LIMITS_PER_AUTHOR_PER_MINUTE: '1000',
  KIKU_LIMITS_PER_CHANNEL_PER_MINUTE: '1000',
  KIKU_MODEL_CONCURRENT_REQUESTS: '16',
}

/** How often the answerer was asked, told by what stands in Slack. */
const answersTo = (slack: SlackServer, { channel, threadTs }: Said) => slack.repliesIn(channel, threadTs)

describe.each(['socket', 'http'] as const)('a message that Slack tells of again and again by %s', (transport) => {
  let scene: SlackJourney
  beforeAll(async () => {
    const port = await freePort()
    const http = { SLACK_APP_TOKEN: '', SLACK_SIGNING_SECRET: 'signing-secret-of-the-peer', KIKU_SLACK_PORT: `${port}` }
    const environment = { ...LIMITS, ...(transport === 'http' ? http : {}) }
    scene = await startSlackJourney({ model: MODEL, environment })
    if (transport === 'http') scene.slack.deliverTo(`http://127.0.0.1:${port}/slack/events`)
  })
  afterAll(() => scene.end())

  it.each([
    ['mention', `<@${BOT_USER}> How many days of paid leave are there?`, CHANNELS.general],
    ['direct message', '有給休暇は何日ありますか？', CHANNELS.aliceDirect],
  ])('is answered once, a %s', async (_kind, text, channel) => {
    const { slack } = scene
    const said = await slack.say({
      user: PEOPLE.alice,
      channel,
      text,
      order: 'mention-first',
      // Twins, each of them again and again since the acknowledgement is lost.
      delivery: { dropAcks: 2 },
    })

    await replayAll(slack, said.deliveries)
    if (transport === 'socket') {
      slack.killSockets()
      await slack.waitFor(() => slack.openSockets > 0, 'a new connection')
      slack.askToReconnect('warning')
    }
    await replayAll(slack, said.deliveries)
    await slack.waitFor(() => answersTo(slack, said).some(isComplete), 'an answer')
    await replayAll(slack, said.deliveries)
    await slack.idle({ quietMs: 300 })

    expect(answersTo(slack, said)).toHaveLength(1)
    expect(said.deliveries.every(({ isAcknowledged }) => isAcknowledged)).toBe(true)
  })

  it('is answered again once, however often the button is delivered', async () => {
    const { slack } = scene
    const text = `<@${BOT_USER}> When does the office open?`
    const said = await slack.say({ user: PEOPLE.alice, channel: CHANNELS.private, text })
    const on = await slack.waitFor(() => answersTo(slack, said).find(isComplete), 'an answer')

    const { delivery } = await slack.click({ user: PEOPLE.bob, on, actionId: 'kiku_try_again' })
    await replayAll(slack, [delivery])
    await slack.waitFor(() => answersTo(slack, said).filter(isComplete).length === 2, 'a second answer')
    await replayAll(slack, [delivery])
    await slack.idle({ quietMs: 300 })

    expect(answersTo(slack, said)).toHaveLength(2)
  })

  function replayAll(slack: SlackServer, deliveries: readonly Delivery[]): Promise<unknown> {
    return Promise.all([...deliveries, ...deliveries, ...deliveries].map((delivery) => slack.replay(delivery)))
  }
})

describe('fifty questions at once', () => {
  const ROOMS = Object.values(CHANNELS).filter((id) => id !== CHANNELS.notJoined && id !== CHANNELS.secret)
  const PER_ROOM = 5
  let scene: SlackJourney
  beforeAll(async () => {
    scene = await startSlackJourney({ model: MODEL, environment: LIMITS })
  })
  afterAll(() => scene.end())

  it('get fifty answers, in the order of asking within each thread', { timeout: 30_000 }, async () => {
    const { slack } = scene
    const heads = await Promise.all(ROOMS.map((channel) => ask(channel, 0)))

    const asked = await Promise.all(heads.map(askOn))
    await slack.waitFor(() => heads.every((head) => completeIn(head).length >= PER_ROOM), 'fifty answers', 25_000)
    await slack.idle({ quietMs: 300 })

    expect(asked.flat()).toHaveLength(50)
    for (const [index, head] of heads.entries()) {
      expect(answersTo(slack, head)).toHaveLength(PER_ROOM)
      expect(completeIn(head).map(questionOf)).toEqual(asked[index]?.map(({ ts }) => ts))
    }
  })

  const completeIn = (head: Said) => answersTo(scene.slack, head).filter(isComplete)

  function ask(channel: string, number: number, threadTs?: string): Promise<Said> {
    const { slack } = scene
    const user = channel === CHANNELS.yukiDirect ? PEOPLE.yuki : PEOPLE.alice
    const text = `<@${BOT_USER}> How many days of leave are there in year ${number}?`
    return slack.say({ user, channel, text, ...(threadTs === undefined ? {} : { threadTs }) })
  }

  /** One after the other, none waiting for an answer. */
  async function askOn(head: Said): Promise<readonly Said[]> {
    const said = [head]
    for (let number = 1; number < PER_ROOM; number += 1) said.push(await ask(head.channel, number, head.ts))
    return said
  }

  /** The timestamp of the question that an answer's buttons are about. */
  function questionOf({ blocks }: SlackMessage): string | undefined {
    return /slack:\w+:\w+:(\d+\.\d+)"/.exec(JSON.stringify(blocks))?.[1]
  }
})
