import { join } from 'node:path'
import { listEndings } from '../adapters/files/formats.ts'
import { createUploadFolder } from '../adapters/folders/create-upload-folder.ts'
import type { OpenInstruments } from '../adapters/telemetry/create-instruments.ts'
import { mountApi } from '../adapters/web/api/mount-api.ts'
import { createWebSurface } from '../adapters/web/create-web-surface.ts'
import { mountHealth } from '../adapters/web/health/mount-health.ts'
import type { Config } from '../config.ts'
import { toUserError } from '../conversation/explain-error.ts'
import { createPassageReader } from '../conversation/read-passages.ts'
import { createThreadShelf } from '../conversation/thread-shelf.ts'
import type { Ingestor } from '../ingest/ingestor.ts'
import { createSourceDesk } from '../ingest/source-desk.ts'
import { createInsightReader } from '../insight/create-insight-reader.ts'
import { DEFAULT_INSIGHT_LIMITS } from '../insight/insight-ports.ts'
import type { ChatHost } from '../ports/chat-host.ts'
import type { ChatModelSource } from '../ports/chat-model.ts'
import type { Clock } from '../ports/clock.ts'
import type { DocumentLoader } from '../ports/document-loader.ts'
import type { Embedder } from '../ports/embedder.ts'
import type { Store } from '../ports/store.ts'
import type { Surface } from '../ports/surface.ts'
import type { Telemetry } from '../ports/telemetry.ts'
import type { WebHost } from '../ports/web-host.ts'
import { closeAll } from './close-all.ts'
import type { Answering } from './open-answering.ts'
import { packageFolder } from './package-folder.ts'
import { watchWebState } from './watch-web-state.ts'
import { accessOf } from './web-access.ts'

export interface WebParts {
  readonly config: Config
  readonly store: Store
  readonly embedder: Embedder
  readonly loader: DocumentLoader
  readonly ingestor: Ingestor
  readonly models: ChatModelSource
  readonly answering: Answering
  readonly measuring: OpenInstruments
  /** Runs after sources have changed. */
  readonly onChanged: () => void
  readonly clock: Clock
  readonly telemetry: Telemetry
}

const MEGABYTE = 1024 * 1024

/** The page and the HTTP API, as a surface. */
export function createWeb(parts: WebParts): Surface<ChatHost> {
  const { config, store, embedder, loader, ingestor, models, answering, clock, telemetry } = parts
  const uploadBytes = config.ingest.maxFileMegabytes * MEGABYTE
  const sources = createSourceDesk({
    ...{ ingestor, store, clock, telemetry, onChanged: parts.onChanged },
    uploads: createUploadFolder({ folder: join(config.data, 'uploads') }),
    accepts: (name) => loader.accepts(name),
    limits: { uploadBytes },
  })
  const state = watchWebState({ store, models, clock, telemetry })
  const insight = createInsightReader({ ...store, embedder, clock, limits: DEFAULT_INSIGHT_LIMITS })
  const host: WebHost = {
    chat: answering.host,
    threads: createThreadShelf(store),
    passages: createPassageReader(store),
    ...{ sources, insight, embedder },
    state: state.read,
    explain: toUserError,
    audienceOf: (labels) => ({ labels: [...new Set(labels)] }),
  }
  const { instruments, readMetrics } = parts.measuring
  const surface = createWebSurface({
    listenOn: { host: config.web.host, port: config.web.port },
    access: accessOf(config),
    pageFolder: join(packageFolder(), 'dist', 'page'),
    language: config.web.language,
    ...{ clock, telemetry, instruments },
    mount: [
      (app, _, { stopping, cookieName }) =>
        mountApi(app, {
          ...{ host, clock, telemetry, uploadBytes, stopping, cookieName },
          language: config.web.language,
          questionCharacters: config.limits.questionCharacters,
          fileEndings: listEndings(),
          converse: ({ asker, signal, ...question }) =>
            answering.askFor({ ...question, askedBy: asker, surface: 'web' }, signal),
        }),
      (app) => {
        const mayReadMetrics = ({ role }: { readonly role: string }) => role === 'owner'
        mountHealth(app, { state: state.read, mayReadMetrics, ...(readMetrics === undefined ? {} : { readMetrics }) })
        return undefined
      },
    ],
  })
  return {
    name: 'web',
    get url() {
      return surface.url
    },
    async start() {
      await Promise.all([state.start(), sources.start()])
      await surface.start(host)
    },
    stop: () => closeAll([() => state.stop(), () => sources.close(), () => surface.stop()], telemetry),
  }
}
