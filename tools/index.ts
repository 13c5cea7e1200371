import { KikuError } from '../src/domain/errors.ts'
import type { IndexSearcher } from '../src/index/unified-index.ts'
import type { Clock } from '../src/ports/clock.ts'
import type { DocumentLoader } from '../src/ports/document-loader.ts'
import type { PageFetcher } from '../src/ports/page-fetcher.ts'
import type { DocumentStore, ItemStore, SourceStore } from '../src/ports/store.ts'
import type { ToolSource } from '../src/ports/tool-source.ts'
import { createCalculate } from './calculate.ts'
import { createCalculateDate } from './calculate-date.ts'
import { type CallLimits, callBuiltIn } from './call-built-in.ts'
import { createConvertUnit } from './convert-unit.ts'
import { createCurrentTime } from './current-time.ts'
import { BUILT_IN, type BuiltInTool } from './describe-tool.ts'
import { createFetchWebPage } from './fetch-web-page.ts'
import { createListSources } from './list-sources.ts'
import { createOpenDocument } from './open-document.ts'
import type { SavedRequest } from './saved-requests/saved-request.ts'
import { createSearchAgain } from './search-again.ts'
import { createSavedRequestTool, type SavedRequestPorts } from './send-saved-request.ts'

export { readToolRequest } from './read-request/read-tool-request.ts'
export { createFindByLocation } from './reading/find-by-location.ts'
export { savedRequestSchema } from './saved-requests/saved-request.ts'

export interface BuiltInToolOptions {
  readonly clock: Clock
  /** IANA zone where nobody names another. */
  readonly timeZone: string
  readonly searcher: IndexSearcher
  readonly items: Pick<ItemStore, 'get' | 'neighbours'>
  readonly sources: Pick<SourceStore, 'list'>
  readonly documents: Pick<DocumentStore, 'find'>
  /** For pages that anybody may ask for: it must permit no private addresses. Without it pages are not fetched. */
  readonly web?: { readonly fetcher: Pick<PageFetcher, 'fetch'>; readonly loader: Pick<DocumentLoader, 'load'> }
  /** Requests from the configuration. */
  readonly saved?: SavedRequestPorts & { readonly requests: readonly SavedRequest[] }
  readonly limits?: Partial<CallLimits>
}

const DEFAULT_LIMITS: CallLimits = { timeoutMs: 30_000, mostCharacters: 12_000 }

/**
 * The tools that come along. They never change, and nothing is to be closed: what they use belongs to the caller.
 * @throws KikuError `config-invalid` when two saved requests have the same name
 */
export function createBuiltInTools(options: BuiltInToolOptions): ToolSource {
  const listed = listTools(options)
  const tools = new Map(listed.map((builtIn) => [builtIn.spec.id, builtIn]))
  const specs = listed.map(({ spec }) => spec)
  const double = specs.find(({ id }, index) => specs.findIndex((other) => other.id === id) !== index)
  if (double !== undefined) {
    throw new KikuError('config-invalid', `Two saved requests are called ${double.id.replace(/^request_/, '')}.`, {
      remedy: 'Give each saved request a name of its own.',
    })
  }
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  return {
    name: BUILT_IN,
    list: () => specs,
    onChange() {},
    async call(invocation, signal) {
      const builtIn = tools.get(invocation.spec.id)
      const isPermitted = builtIn !== undefined && invocation.context.audience.labels.includes(builtIn.spec.audience)
      if (!isPermitted) throw new KikuError('tool-missing', `There is no tool ${invocation.spec.id}.`)
      return callBuiltIn(builtIn, invocation, limits, signal)
    },
    async close() {},
  }
}

function listTools({ web, saved, ...options }: BuiltInToolOptions): readonly BuiltInTool[] {
  return [
    createCalculate({ elapsed: () => options.clock.elapsed() }),
    createCurrentTime(options),
    createCalculateDate(options),
    createConvertUnit(),
    createSearchAgain(options),
    createOpenDocument(options),
    createListSources(options),
    ...(web === undefined ? [] : [createFetchWebPage(web)]),
    ...(saved === undefined ? [] : saved.requests.map((request) => createSavedRequestTool(request, saved))),
  ]
}
