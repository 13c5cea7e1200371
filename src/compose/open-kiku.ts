import { join } from 'node:path'
import { loadEvidence } from '../../agents/load-evidence.ts'
import { createFileLoader } from '../adapters/files/create-file-loader.ts'
import { createLocalFiles } from '../adapters/folders/create-local-files.ts'
import { createPromptLibrary } from '../adapters/prompts/create-prompt-library.ts'
import { openSqliteStore } from '../adapters/sqlite/open-sqlite-store.ts'
import { createPageFetcher } from '../adapters/web-pages/create-page-fetcher.ts'
import type { OpenOptions } from '../cli/dependencies.ts'
import { VERSION } from '../cli/version.ts'
import type { Config } from '../config.ts'
import { PUBLIC, terminalAudience } from '../domain/audience.ts'
import type { KikuError } from '../domain/errors.ts'
import { createIngestor } from '../ingest/ingest-sources.ts'
import { DEFAULT_INGEST_LIMITS } from '../ingest/ingestor.ts'
import type { Kiku } from '../kiku.ts'
import { systemClock } from '../ports/clock.ts'
import { closeAll } from './close-all.ts'
import { examine } from './examine.ts'
import { findNeighbours } from './find-neighbours.ts'
import { openFormerEmbedder, rememberCompleted } from './former-embedder.ts'
import { openAnswering } from './open-answering.ts'
import { openEmbedder } from './open-embedder.ts'
import { openFolderIndex } from './open-folder-index.ts'
import { openInstruments } from './open-instruments.ts'
import { openMcpServer } from './open-mcp-server.ts'
import { openModels, withoutDefaultAbsence } from './open-models.ts'
import { openSurfaces } from './open-surfaces.ts'
import { openTools } from './open-tools.ts'
import { packageFolder } from './package-folder.ts'
import { startMaintenance } from './start-maintenance.ts'

const MEGABYTE = 1024 * 1024
const PARSE_MS = 60_000

/** How long an end may take before what is left to save is given up; the next start makes up for it. */
const CLOSE_MS = 15_000

/**
 * Opens a data folder and everything around it.
 * @throws KikuError `data-locked`, `config-invalid`, `disk-read-only`, `store-corrupt` and other store failures
 */
export async function openKiku(config: Config, { mode, telemetry, signal }: OpenOptions): Promise<Kiku> {
  const clock = systemClock
  const isWriter = mode === 'write'
  const closers: (() => Promise<void>)[] = []
  try {
    const measuring = await openInstruments(config, telemetry, isWriter)
    const { instruments } = measuring
    closers.push(() => measuring.close())
    const store = await openSqliteStore({ folder: config.data, mode, telemetry, clock })
    closers.push(() => store.close())
    const opened = await openEmbedder(config, telemetry, signal)
    closers.push(() => opened.close())
    const { embedder } = opened
    const former = await openFormerEmbedder({ config, store, embedder, telemetry }, signal)
    if (former !== undefined) closers.push(() => former.close())
    const index = await openFolderIndex(
      {
        ...{ folder: config.data, store, embedder, telemetry, instruments, isWriter },
        ...(former === undefined ? {} : { formerEmbedder: former.embedder }),
        onComplete: () => rememberCompleted(store.settings, config, opened),
      },
      signal,
    )
    closers.push(() => index.close(AbortSignal.timeout(CLOSE_MS)))
    const models = openModels(config, telemetry)
    closers.push(() => models.close())
    const loader = createFileLoader({ maxBytes: config.ingest.maxFileMegabytes * MEGABYTE, timeoutMs: PARSE_MS })
    closers.push(() => loader.close())
    const pages = createPageFetcher({
      maxBytes: config.ingest.maxFileMegabytes * MEGABYTE,
      timeoutMs: config.ingest.fetchTimeoutSeconds * 1000,
      allowPrivateAddresses: config.ingest.allowPrivateAddresses ? EVERYWHERE : [],
      clock,
      telemetry,
    })
    closers.push(() => pages.close())
    const limits = {
      ...DEFAULT_INGEST_LIMITS,
      maxBytes: config.ingest.maxFileMegabytes * MEGABYTE,
      maxTokens: config.ingest.chunkTokens,
    }
    const ingestor = createIngestor({
      store,
      index,
      loader,
      files: createLocalFiles(),
      pages,
      clock,
      telemetry,
      instruments,
      limits,
    })
    const prompts = createPromptLibrary({ folder: join(packageFolder(), 'prompts') })
    const tools = openTools({ config, store, index, loader, prompts, isWriter, clock, telemetry, instruments })
    closers.push(() => tools.close())
    const chatModels = withoutDefaultAbsence(models, config)
    const answering = openAnswering({
      config,
      store,
      index,
      prompts,
      agents: tools.agents,
      models: chatModels,
      loader,
      clock,
      telemetry,
      instruments,
      isWriter,
    })
    closers.push(() => answering.close())
    const maintenance = startMaintenance({ index, inbox: store.inbox, replies: store.replies, telemetry, isWriter })
    closers.push(() => maintenance.stop())
    const webParts = {
      ...{ config, store, embedder, loader, ingestor, answering, measuring, clock, telemetry },
      models: chatModels,
      onChanged: () => maintenance.request(),
    }
    const web = async () => (await import('./create-web.ts')).createWeb(webParts)
    const surfaces = openSurfaces({
      ...{ config, host: answering.host, clock, telemetry },
      web: config.web.enabled ? web : undefined,
    })
    closers.push(() => surfaces.stop())

    return {
      notices: opened.error === undefined ? [] : [describeAbsence(opened.error)],
      ask: (request, until) => answering.ask(request, until),
      async search({ text, task, audience: granted, limit }, until) {
        const audience = terminalAudience(granted).labels
        const hits = await index.search({ text, task, limit, audience }, until)
        return loadEvidence(hits, store.items, audience)
      },
      findNeighbours: (request, until) =>
        findNeighbours({ index, items: store.items, embedder: opened }, request, until),
      async ingest(request, onProgress, until) {
        const report = await ingestor.ingest(request, onProgress, until)
        maintenance.request()
        return report
      },
      async refreshSources(which, onProgress, until) {
        const report = await ingestor.refresh(which, onProgress, until)
        maintenance.request()
        return report
      },
      listSources: () => store.sources.list(),
      removeSource: (which) => ingestor.removeSource(which),
      watch: (which, onProgress, until) => ingestor.watch(which, onProgress, until),
      async ensureFirstSource(onProgress, until) {
        if ((await store.sources.list()).length > 0) return
        const handbook = {
          locations: [join(packageFolder(), 'docs', 'handbook')],
          audience: PUBLIC,
          kind: 'handbook',
        } as const
        await ingestor.ingest(handbook, onProgress, until)
      },
      async startSurfaces() {
        tools.begin()
        return isWriter ? surfaces.start() : []
      },
      startMcp: (request) =>
        openMcpServer({ config, store, index, answering, version: VERSION, clock, telemetry }, request),
      examine: async (until) => {
        const findings = await examine({ config, store, index, embedder, embedderError: opened.error, models }, until)
        return [...findings, ...(await tools.examine(until))]
      },
      close: () => closeAll(closers, telemetry),
    }
  } catch (error) {
    await closeAll(closers, telemetry)
    throw error
  }
}

function describeAbsence({ message, remedy }: KikuError): string {
  const sentences = [message, remedy, 'Until then passages are found by their words alone.']
  return sentences.filter((sentence) => sentence !== undefined).join(' ')
}

/** Every address: the owner of this installation has said that private ones may be fetched. */
const EVERYWHERE = ['0.0.0.0/0', '::/0']
