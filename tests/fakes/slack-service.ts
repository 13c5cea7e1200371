import type { Environment } from './journey-bench.ts'
import type { ProcessEnd } from './journey-process.ts'
import { type SlackMessage, type SlackServer, type SlackServerOptions, startSlackServer } from './slack/slack-server.ts'
import { type SurfaceService, startSurfaceService, WARRANTY } from './surface-service.ts'

export { pause } from './surface-service.ts'

/** Kiku as a service in Slack. */
export interface SlackService extends Omit<SurfaceService, 'launch'> {
  readonly slack: SlackServer
  /** Resolves when Kiku takes what Slack tells. */
  start(): Promise<void>
  /** Resolves with the end of the process, when Slack has noticed it. Nothing is held any more, and no call goes wrong. */
  kill(signal: NodeJS.Signals): Promise<ProcessEnd>
}

export async function startSlackService(options: {
  readonly slack?: SlackServerOptions
  readonly environment?: Environment
}): Promise<SlackService> {
  const slack = await startSlackServer(options.slack)
  const service = await startSurfaceService({
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    KIKU_SLACK_API_URL: slack.apiUrl,
    ...options.environment,
  })
  return {
    ...service,
    slack,
    async start() {
      const process = service.launch()
      // Over a socket people can ask as soon as it is open, which is sooner than Kiku says so.
      const isOn = () => slack.openSockets > 0 || process.stderr().includes('Slack is on')
      await slack.waitFor(isOn, 'that Slack is on', 20_000)
    },
    async kill(signal) {
      const end = await service.kill(signal)
      await slack.waitFor(() => slack.openSockets === 0, 'the end of the connection')
      slack.faults.length = 0
      return end
    },
    async end() {
      await slack.close()
      await service.end()
    },
  }
}

/** Whether a message of Kiku's stands as it will stay. */
export function isComplete({ blocks, streaming }: SlackMessage): boolean {
  return streaming !== 'in_progress' && JSON.stringify(blocks).includes('kiku_try_again')
}

/** What is wrong with the messages of a thread in which so many answers should stand, each once and complete. */
export function findFlaws(replies: readonly SlackMessage[], answers = 1): readonly string[] {
  const words = WARRANTY.replace(' [1].', '')
  const count = (text: string) => text.split(words).length - 1
  const flaws = replies.flatMap((reply) => {
    const shown = JSON.stringify([reply.blocks, reply.parts])
    return [
      ...(reply.streaming === 'in_progress' ? ['is still being streamed'] : []),
      ...(shown.includes('kiku_stop') ? ['can still be stopped'] : []),
      ...(isComplete(reply) ? [] : ['is not complete']),
      // Once in the answer, once in the source.
      ...(count(shown) === 2 ? [] : [`says it ${count(shown)} times`]),
    ]
  })
  return replies.length === answers ? flaws : [...flaws, `${replies.length} answers instead of ${answers}`]
}
