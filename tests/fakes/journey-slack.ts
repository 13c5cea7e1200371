import { type SurfaceJourney, type SurfaceJourneyOptions, startSurfaceJourney } from './journey-surface.ts'
import { type SlackServer, type SlackServerOptions, startSlackServer } from './slack/slack-server.ts'

export interface SlackJourneyOptions extends SurfaceJourneyOptions {
  readonly slack?: SlackServerOptions
}

/** The whole of Kiku in a local Slack: the real Bolt app over real sockets. */
export interface SlackJourney extends SurfaceJourney {
  readonly slack: SlackServer
}

export async function startSlackJourney(options: SlackJourneyOptions = {}): Promise<SlackJourney> {
  const slack = await startSlackServer(options.slack)
  const connection = {
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    KIKU_SLACK_API_URL: slack.apiUrl,
  }
  const scene = await startSurfaceJourney(connection, options)
  return {
    ...scene,
    slack,
    async end() {
      await scene.end()
      await slack.close()
    },
  }
}
