import * as compose from '../../src/compose.ts'
import type { Kiku } from '../../src/kiku.ts'
import { type Environment, type Journey, NEVER, OFFICE, startJourney } from './journey-bench.ts'
import type { OllamaServer, OllamaServerOptions } from './ollama-server.ts'

export interface SurfaceJourneyOptions {
  /** Starts a model server; without it Kiku quotes. */
  readonly model?: OllamaServerOptions
  readonly environment?: Environment
  /** Folder of documents that everyone may read. Default: the office's. */
  readonly documents?: string | null
}

/** The whole of Kiku on a chat platform of which only the platform and the model are stand-ins. */
export interface SurfaceJourney {
  readonly journey: Journey
  readonly model: OllamaServer | undefined
  readonly kiku: () => Kiku
  /** Ends Kiku in good order and starts another one over the same data. */
  restart(more?: Environment): Promise<void>
  /** Ends Kiku in good order. */
  stop(): Promise<void>
  start(more?: Environment): Promise<void>
  /** Ends Kiku and throws its data away. */
  end(): Promise<void>
}

/** @param connection variables by which Kiku finds the platform */
export async function startSurfaceJourney(
  connection: Environment,
  options: SurfaceJourneyOptions,
): Promise<SurfaceJourney> {
  const journey = await startJourney()
  const model = options.model === undefined ? undefined : await journey.connect(options.model)
  journey.configure({ ...connection, ...options.environment })
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
      await journey.end()
    },
  }
}
