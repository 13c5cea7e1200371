import { readPublicQuestions } from '../chat/read-public-questions.ts'
import type { LoadedFile } from '../web/load-page.ts'
import { measureSearches, type SearchedServer } from '../web/measure-searches.ts'
import { measureSlowReaders, type SlowFigures } from '../web/measure-slow-readers.ts'
import { measureStreams, type StreamFigures } from '../web/measure-streams.ts'
import { openBareScene, openWebScene } from '../web/open-web-scene.ts'
import { describePage, describeSearches, describeSlowReaders, describeStreams } from '../web/report-web.ts'
import { VISITORS } from '../web/settings.ts'
import type { PartContext, PartReport } from './part.ts'
import { prepareShared } from './prepare-shared.ts'

/** How the page and its API bear a crowd, beside a bare retriever of LangChain behind the same server. */
export async function benchWeb(context: PartContext): Promise<PartReport> {
  const { work, log } = context
  await prepareShared(context)
  const queries = await readPublicQuestions(work)
  const { page, streams, searched, slow } = await measureKiku(context, queries)
  const servers = [searched]
  for (const [store, name] of [
    ['hnswlib', 'LangChain HNSWLib, bare'],
    ['memory', 'LangChain MemoryVectorStore, bare'],
  ] as const) {
    log(`searching ${name}`)
    const { url, bare, clients, end } = await openBareScene({ work, store })
    servers.push(await measureSearches({ name, url, server: bare, clients }, queries))
    end()
  }
  return {
    figures: { page, streams, servers, slow },
    tables: [describeStreams(streams), ...describeSearches(servers), describeSlowReaders(slow), describePage(page)],
  }
}

interface KikuFigures {
  readonly page: readonly LoadedFile[]
  readonly streams: StreamFigures
  readonly searched: SearchedServer
  readonly slow: SlowFigures
}

async function measureKiku({ work, log }: PartContext, queries: readonly string[]): Promise<KikuFigures> {
  const scene = await openWebScene(work)
  try {
    const { url, kiku, clients } = scene
    log('loading the page')
    const page = await clients.call('loadPage', { url, token: VISITORS[0]!.secret })
    log('searching Kiku')
    const searched = await measureSearches({ name: 'Kiku', url, server: kiku, clients }, queries)
    log('asking Kiku')
    const streams = await measureStreams(scene, queries)
    log('reading slowly')
    const slow = await measureSlowReaders(scene, queries)
    return { page, streams, searched, slow }
  } finally {
    await scene.end()
  }
}
