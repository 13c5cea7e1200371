import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import * as compose from '../../src/compose.ts'
import { type Journey, NEVER, startJourney } from '../fakes/journey-bench.ts'
import { freePort } from '../fakes/slack/free-port.ts'
import {
  BOT_USER,
  CHANNELS,
  type Fault,
  PEOPLE,
  type SlackServer,
  startSlackServer,
} from '../fakes/slack/slack-server.ts'
import { startSlackService } from '../fakes/slack-service.ts'

const SECRET = '0123456789abcdef0123456789abcdef'
const TOKENS = { botToken: 'xoxb-4711-0815-Walrus', appToken: 'xapp-1-A0815-4711-Walrus', signingSecret: SECRET }
const CONFIDENTIAL = /xox[a-z]-\w|xapp-\w|0123456789abcdef|walrus/i

describe('Kiku that cannot come into Slack', () => {
  let journey: Journey
  let slack: SlackServer
  beforeEach(async () => {
    journey = await startJourney()
    slack = await startSlackServer(TOKENS)
    journey.configure({
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      KIKU_SLACK_API_URL: slack.apiUrl,
    })
  })
  afterEach(async () => {
    await slack.close()
    await journey.end()
  })

  /** Tries to come into Slack, and gives up after a few tries. @returns all that was said of it */
  async function tryToStart(): Promise<readonly string[]> {
    const config = journey.config({ KIKU_LOG_LEVEL: 'debug' })
    const { telemetry, close } = compose.openTelemetry(config)
    const kiku = await compose.openKiku(config, { mode: 'write', telemetry, signal: NEVER })
    const starting = kiku.startSurfaces()
    const hasEnded = starting.then(() => true)
    const tries = () => slack.calls.filter(({ fault }) => fault !== undefined).length
    await Promise.race([hasEnded, slack.waitFor(() => tries() > 2, 'three tries')])
    await kiku.close()
    const [start] = await starting
    close()
    expect(start).toMatchObject({ name: 'slack', error: { code: expect.any(String) } })
    return [inspect(start, { depth: 12, showHidden: true }), await journey.log()]
  }

  const methods = ['auth.test', 'apps.connections.open'] as const
  const faults: readonly Omit<Fault, 'method'>[] = [
    { error: 'invalid_auth' },
    { error: 'account_inactive' },
    { garbage: true },
    { status: 500 },
    { drop: 'before' },
  ]
  const cases = methods.flatMap((method) => faults.map((fault) => [{ method, times: 100, ...fault }] as const))

  it.each(cases)('tells no token in the error, the log and what doctor says: %j', async (fault) => {
    slack.faults.push(fault)

    const told = await tryToStart()
    const { stdout, stderr } = await journey.run(['doctor'])

    expect(told.join('').length).toBeGreaterThan(100)
    expect([...told, stdout, stderr].filter((text) => CONFIDENTIAL.test(text))).toEqual([])
  })

  it.each([
    [{ SLACK_BOT_TOKEN: TOKENS.appToken, SLACK_APP_TOKEN: TOKENS.botToken }],
    [{ SLACK_BOT_TOKEN: 'Walrus-without-a-beginning' }],
    [{ SLACK_APP_TOKEN: `"${TOKENS.appToken}"` }],
    [{ SLACK_BOT_TOKEN: 'xoxb-wrong-Walrus' }],
    [{ KIKU_SLACK_API_URL: `https://kiku:${TOKENS.botToken}@example.org/api/` }],
    [{ KIKU_SLACK_TOKEN: TOKENS.botToken }],
  ])('repeats no value of a wrong environment: case %#', async (environment) => {
    const runs = await Promise.all(
      [['doctor'], ['sources', 'list'], ['slack', 'manifest']].map((argv) => journey.run(argv, { environment })),
    )

    expect(runs.map(({ stderr, stdout }) => stderr + stdout).filter((text) => CONFIDENTIAL.test(text))).toEqual([])
  })
})

describe('requests that are not signed by Slack', () => {
  it('leave no word of theirs, and no secret, in the log and on the terminal', async () => {
    const port = await freePort()
    const environment = { SLACK_APP_TOKEN: '', SLACK_SIGNING_SECRET: SECRET, KIKU_SLACK_PORT: String(port) }
    const service = await startSlackService({ slack: { ...TOKENS, retryDelaysMs: [] }, environment })
    try {
      const { slack, journey } = service
      slack.deliverTo(`http://127.0.0.1:${port}/slack/events`)
      await service.start()
      const say = (delivery: object) =>
        slack.say({ user: PEOPLE.alice, channel: CHANNELS.general, text: `<@${BOT_USER}> Walrus? ${SECRET}`, delivery })

      await say({ signWith: 'a guess' })
      await say({ ageSeconds: 600 })
      await slack.deliver('interactive', { payload: 'Walrus' }, { signWith: 'a guess' })
      for (const body of ['', '{"Walrus', 'payload=%7BWalrus', `token=${TOKENS.botToken}`]) {
        const headers = { 'content-type': 'application/json', 'x-slack-signature': `v0=${SECRET}Walrus` }
        await fetch(`http://127.0.0.1:${port}/slack/events?Walrus`, { method: 'POST', headers, body })
      }
      await service.kill('SIGTERM')

      expect([await journey.log(), service.output()].filter((text) => CONFIDENTIAL.test(text))).toEqual([])
      expect(slack.callsOf('chat.postMessage')).toEqual([])
    } finally {
      await service.end()
    }
  })
})
