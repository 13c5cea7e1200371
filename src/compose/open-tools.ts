import { randomBytes } from 'node:crypto'
import { createToolAgent } from '../../agents/tool-agent.ts'
import { createToolCatalog } from '../../agents/tools/tool-catalog.ts'
import { createBuiltInTools, readToolRequest, savedRequestSchema } from '../../tools/index.ts'
import { validateArguments } from '../adapters/mcp/validate-arguments.ts'
import { sendRequest } from '../adapters/saved-requests/send-request.ts'
import { createPageFetcher } from '../adapters/web-pages/create-page-fetcher.ts'
import type { EvidenceAgent } from '../answer/question.ts'
import type { Config } from '../config.ts'
import { KikuError, toKikuError } from '../domain/errors.ts'
import type { OpenIndex } from '../index/open-index.ts'
import { createToolIndex } from '../index/tool-index.ts'
import type { Finding } from '../kiku.ts'
import type { Clock } from '../ports/clock.ts'
import type { DocumentLoader } from '../ports/document-loader.ts'
import type { Instruments } from '../ports/instruments.ts'
import type { PromptLibrary } from '../ports/prompt-library.ts'
import type { Store } from '../ports/store.ts'
import type { Telemetry } from '../ports/telemetry.ts'
import type { ToolSource } from '../ports/tool-source.ts'
import { closeAll } from './close-all.ts'
import { openMcpConnections } from './open-mcp-connections.ts'

export interface ToolParts {
  readonly config: Config
  readonly store: Store
  readonly index: OpenIndex
  readonly loader: DocumentLoader
  readonly prompts: PromptLibrary
  /** A process that only looks takes the index of tools as another one keeps it. */
  readonly isWriter: boolean
  readonly clock: Clock
  readonly telemetry: Telemetry
  readonly instruments: Instruments
}

export interface OpenTools {
  /** None where tools are switched off. */
  readonly agents: readonly EvidenceAgent[]
  /** Reaches servers and indexes tools, which the first question does otherwise. */
  begin(): void
  examine(signal: AbortSignal): Promise<readonly Finding[]>
  close(): Promise<void>
}

/** Servers that are only just being reached are waited for so long by a question. */
const READY_MS = 5_000
const EXAMINE_MS = 10_000
const MOST_RESPONSE_BYTES = 256 * 1024
const PAGE_BYTES = 8 * 1024 * 1024
const PAGE_MS = 15_000
const CALL_ID_BYTES = 6
const NO_TOOLS: OpenTools = { agents: [], begin() {}, examine: async () => [], close: async () => {} }

/**
 * Everything that offers tools, in one index, behind one agent. Servers are reached in the background.
 * @throws KikuError `config-invalid`
 */
export function openTools(parts: ToolParts): OpenTools {
  const { config, store, index, telemetry, clock } = parts
  if (!config.tools.enabled) return NO_TOOLS
  const ending = new AbortController()
  // Anybody who asks may name an address, so none of this network may be reached, whatever sources may.
  const fetcher = createPageFetcher({ maxBytes: PAGE_BYTES, timeoutMs: PAGE_MS, clock, telemetry })
  const connections = openMcpConnections(config, telemetry)
  const sources = [openBuiltIn(parts, fetcher), ...connections.sources].map((source) => withoutDenied(source, config))
  const catalog = createToolCatalog(sources)
  const toolIndex = createToolIndex({ store, writer: index, clock })
  const { signal } = ending
  const sync = async () => {
    await (parts.isWriter ? toolIndex.sync(catalog.list(), signal) : toolIndex.load())
  }
  const complain = (thrown: unknown) => {
    if (!signal.aborted) telemetry.warn('tools-not-indexed', { code: toKikuError(thrown).code })
  }
  let synced = Promise.resolve()
  let begun: Promise<unknown> | undefined
  const syncNext = () => {
    synced = synced.then(sync).catch(complain)
  }
  // Not before anybody asks: most commands need no tools, and servers are processes.
  const begin = () => {
    if (begun !== undefined) return
    catalog.onChange(syncNext)
    syncNext()
    begun = connections.start(signal).then(() => synced)
  }
  const { offered, steps, calls, seconds, approvalHours } = config.tools
  return {
    agents: [
      createToolAgent({
        ...{ searcher: index, toolIndex, catalog, prompts: parts.prompts, clock, telemetry },
        instruments: parts.instruments,
        readRequest: readToolRequest,
        findProblems: ({ parameters }, args) => validateArguments(parameters, args),
        claimCall: (callId) => claimOnce(callId, store.settings, clock),
        createBoundary: () => randomBytes(12).toString('hex'),
        createCallId: () => randomBytes(CALL_ID_BYTES).toString('base64url'),
        ready(until) {
          begin()
          return within(READY_MS, until, [begun, synced])
        },
        limits: { offered, steps, calls, callMs: seconds * 1000, approvalMs: approvalHours * 3_600_000 },
      }),
    ],
    begin,
    async examine(until) {
      begin()
      await within(EXAMINE_MS, until, [begun, synced])
      return connections.examine()
    },
    async close() {
      ending.abort(new KikuError('cancelled', 'Kiku is shutting down.'))
      await closeAll([() => synced, () => fetcher.close(), ...sources.map((source) => () => source.close())], telemetry)
    },
  }
}

function openBuiltIn(
  { config, store, index, loader, clock }: ToolParts,
  fetcher: ReturnType<typeof createPageFetcher>,
): ToolSource {
  const { timeZone, requests, seconds } = config.tools
  const limits = { timeoutMs: seconds * 1000, mostBytes: MOST_RESPONSE_BYTES }
  const { items, sources, documents } = store
  return createBuiltInTools({
    ...{ clock, searcher: index, items, sources, documents },
    timeZone: timeZone === 'auto' ? Intl.DateTimeFormat().resolvedOptions().timeZone : timeZone,
    web: { fetcher, loader },
    saved: {
      requests: requests.map(readSavedRequest),
      send: (request, signal) => sendRequest(request, limits, signal),
      readSecret: (name) => config.toolSecrets.get(name)?.reveal(),
    },
  })
}

/** @throws KikuError `config-invalid` */
function readSavedRequest(raw: unknown, at: number) {
  const read = savedRequestSchema.safeParse(raw)
  if (read.success) return read.data
  const [issue] = read.error.issues
  const where = ['tools', 'requests', at, ...(issue?.path ?? [])].join('.')
  throw new KikuError('config-invalid', `${where}: ${issue?.message ?? 'is not a request.'}`, {
    remedy: 'Correct it in the configuration file; docs/handbook/tools.md describes saved requests.',
  })
}

function withoutDenied(source: ToolSource, { tools: { deny } }: Config): ToolSource {
  const denied = new Set(deny)
  return { ...source, list: () => source.list().filter(({ id }) => !denied.has(id)) }
}

/** Written down before the call runs: a kill in between costs the call, and never doubles it. */
async function claimOnce(callId: string, settings: Store['settings'], clock: Clock): Promise<boolean> {
  // Kept as long as the decision itself, under its prefix.
  const name = `approvals:run:${callId}`
  if ((await settings.get(name)) !== undefined) return false
  await settings.set(name, String(clock.now()))
  return true
}

/** Waits for work, but not for ever. Never throws. */
async function within(ms: number, signal: AbortSignal, work: readonly (Promise<unknown> | undefined)[]): Promise<void> {
  const limit = AbortSignal.timeout(ms)
  await new Promise<void>((resolve) => {
    const done = () => resolve()
    if (signal.aborted) done()
    limit.addEventListener('abort', done, { once: true })
    signal.addEventListener('abort', done, { once: true })
    void Promise.allSettled(work).then(done)
  })
}
