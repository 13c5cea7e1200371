import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Journey, startJourney } from '../fakes/journey-bench.ts'
import { answering, promptOf } from '../fakes/journey-model.ts'
import type { JourneyProcess } from '../fakes/journey-process.ts'
import { readTurns } from '../fakes/journey-store.ts'
import type { OllamaServer } from '../fakes/ollama-server.ts'
import { seededRandom } from '../fakes/seeded-random.ts'
import {
  BOT_USER,
  CHANNELS,
  PEOPLE,
  type Said,
  type SlackMessage,
  type SlackServer,
  startSlackServer,
  visibleText,
} from '../fakes/slack/slack-server.ts'

const PIECES = ['The ', 'compressor ', 'is ', 'covered ', 'by ', 'a warranty ', 'of ', 'seven ', 'years ', '[1].']
const ANSWER = 'The compressor is covered by a warranty of seven years'
/** Milliseconds, so that a call is under way for long enough to be killed in it. */
const LONG = 1_500

describe('a process that is killed with SIGKILL', () => {
  let journey: Journey
  let slack: SlackServer
  let model: OllamaServer
  let kiku: JourneyProcess
  /** Pieces after which the model waits for ever, by a word of the question. */
  const holds = new Map<string, number>()
  const random = seededRandom(77)

  beforeAll(async () => {
    journey = await startJourney()
    // Slack tries again until the next process is there.
    slack = await startSlackServer({ retryDelaysMs: [300, 1_000, 2_000, 3_000, 3_000, 3_000] })
    journey.configure({
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      KIKU_SLACK_API_URL: slack.apiUrl,
      KIKU_SLACK_REMEMBER: 'true',
      KIKU_MODEL_CONCURRENT_REQUESTS: '8',
    })
    await journey.write('warranty.md', '# Warranty\n\nThe compressor is covered by a warranty of seven years.\n')
    await journey.run(['ingest', 'documents'])
    model = await journey.connect({
      numParallel: 8,
      script: answering((body) => {
        const held = [...holds].find(([word]) => promptOf(body).includes(word))
        const [, at = Number.POSITIVE_INFINITY] = held ?? []
        return {
          chunks: PIECES,
          // Slowly enough to be streamed.
          beforePiece: (piece) => (piece === at ? new Promise<void>(() => {}) : pause(held === undefined ? 0 : 60)),
        }
      }),
    })
    await start()
  })
  afterAll(async () => {
    await slack.close()
    await journey.end()
  })

  async function start(): Promise<void> {
    const before = slack.openSockets
    kiku = journey.start(['serve'])
    await slack.waitFor(() => slack.openSockets > before, 'a connection', 20_000)
  }

  async function kill(): Promise<void> {
    await pause(random() * 15)
    await kiku.kill('SIGKILL')
    await slack.waitFor(() => slack.openSockets === 0, 'that the connection is gone')
    holds.clear()
    slack.faults.length = 0
  }

  it('starts', async () => {
    const t = Date.now()
    await kill()
    await start()
    console.log('restart', Date.now() - t)
    holds.set('zorba', 6)
    const said = await slack.say({ user: PEOPLE.alice, channel: CHANNELS.general, text: `<@${BOT_USER}> How long is the warranty on the compressor zorba?` })
    await slack.waitFor(() => slack.callsOf('chat.startStream').length > 0, 'stream')
    await kill()
    console.log(slack.describe())
    await start()
    await slack.waitFor(() => slack.repliesIn(said.channel, said.ts).some(isComplete), 'answer').finally(async () => console.log(await journey.log(), kiku.stderr()))
    console.log(slack.describe())
  })
})

const isComplete = ({ blocks, streaming }: SlackMessage) =>
  streaming !== 'in_progress' && JSON.stringify(blocks).includes('kiku_try_again')

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
