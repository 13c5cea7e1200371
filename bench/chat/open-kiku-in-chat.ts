import { openKiku, openTelemetry } from '../../src/compose.ts'
import { readConfig } from '../../src/config.ts'
import type { ChatScene } from './open-chat-scene.ts'

/** Opens the whole product on a data folder, as its configuration would, and lets it answer on a chat platform. */
export async function openKikuInChat(
  folder: string,
  { connection, modelUrl }: ChatScene,
  environment: Readonly<Record<string, string>>,
): Promise<{ close(): Promise<void> }> {
  const config = readConfig(
    {},
    {
      KIKU_DATA: folder,
      KIKU_MODEL_HOSTS: modelUrl,
      ...connection,
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
