import { openKiku, openTelemetry } from '../../src/compose.ts'
import { readConfig } from '../../src/config.ts'
import type { SlackScene } from './open-slack-scene.ts'

/** Opens the whole product on a data folder, as its configuration would, and lets it answer in a Slack. */
export async function openKikuInSlack(
  folder: string,
  { access, modelUrl }: SlackScene,
  environment: Readonly<Record<string, string>>,
): Promise<{ close(): Promise<void> }> {
  const config = readConfig(
    {},
    {
      KIKU_DATA: folder,
      KIKU_MODEL_HOSTS: modelUrl,
      KIKU_SLACK_API_URL: access.apiUrl,
      SLACK_BOT_TOKEN: access.botToken,
      SLACK_APP_TOKEN: access.appToken,
      ...environment,
    },
    folder,
  )
  const log = openTelemetry(config)
  const kiku = await openKiku(config, { mode: 'write', telemetry: log.telemetry, signal: new AbortController().signal })
  const failed = (await kiku.startSurfaces()).filter(({ state }) => state !== 'started')
  if (failed.length > 0) throw new Error(`Not started: ${failed.map(({ error }) => error?.code).join(', ')}`)
  return {
    async close() {
      await kiku.close()
      log.close()
    },
  }
}
