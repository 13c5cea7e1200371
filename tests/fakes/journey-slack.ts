import * as compose from '../../src/compose.ts'
import type { Kiku } from '../../src/kiku.ts'
import { type Environment, type Journey, NEVER, OFFICE, startJourney } from './journey-bench.ts'
import type { OllamaServer, OllamaServerOptions } from './ollama-server.ts'
import { type SlackServer, type SlackServerOptions, startSlackServer } from './slack/slack-server.ts'

export interface SlackJourneyOptions {
  readonly slack?: SlackServerOptions
  /** Starts a model server; without it Kiku quotes. */
  readonly model?: OllamaServerOptions
  readonly environment?: Environment
  /** Folder of documents that everyone may read. Default: the office's. */
  readonly documents?: string | null
}

/** The whole of Kiku in a local Slack: the real Bolt app over real sockets, and only Slack and the model are stand-ins. */
export interface SlackJourney {
  readonly journey: Journey
  readonly slack: SlackServer
  readonly model: OllamaServer | undefined
  readonly kiku: () => Kiku
  /** Ends Kiku in good order and starts another one over the same data. */
  restart(more?: Environment): Promise<void>
  /** Ends Kiku in good order. */
  stop(): Promise<void>
  start(more?: Environment): Promise<void>
  end(): Promise<void>
}

export async function startSlackJourney(options: SlackJourneyOptions = {}): Promise<SlackJourney> {
  const journey = await startJourney()
  const slack = await startSlackServer(options.slack)
  const model = options.model === undefined ? undefined : await journey.connect(options.model)
  journey.configure({
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    KIKU_SLACK_API_URL: slack.apiUrl,
    ...options.environment,
  })
  let close = async () => {}
  let kiku: Kiku | undefined

  async function start(more: Environment = {}): Promise<void> {
    const config = journey.config(more)
    const log = compose.openTelemetry(config)
    const opened = await compose.openKiku(config, { mode: 'write', telemetry: log.telemetry, signal: NEVER })
    kiku = opened
    close = async () => {
      await opened.close()
      log.close()
    }
    if (options.documents !== null && (await opened.listSources()).length === 0) {
      const locations = [options.documents ?? OFFICE]
      await opened.ingest({ locations, audience: 'public' }, () => {}, NEVER)
    }
    const failed = (await opened.startSurfaces()).filter(({ state }) => state !== 'started')
    if (failed.length > 0) throw new Error(`Not started: ${failed.map(({ name, error }) => `${name} ${error?.code}`)}`)
  }

  async function stop(): Promise<void> {
    const closing = close
    close = async () => {}
    await closing()
  }

  await start()
  return {
    journey,
    slack,
    model,
    kiku: () => {
      if (kiku === undefined) throw new Error('Kiku has not been started.')
      return kiku
    },
    async restart(more) {
      await stop()
      await start(more)
    },
    stop,
    start,
    async end() {
      await stop()
      await slack.close()
      await journey.end()
    },
  }
}
